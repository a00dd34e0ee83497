package dev.quire.edge.pace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class TurnstileTest {
  private final Turnstile<String> turnstile = new Turnstile<>(3, 2);
  private final List<String> inside = new ArrayList<>();

  @Test
  void letsSoManyThroughAndTheNextWhenOneHasLeft() {
    enter("ann", "bob", "cid", "dan");
    assertThat(inside).containsExactly("ann", "bob", "cid");
    assertThat(turnstile.waiting()).isEqualTo(1);

    turnstile.leave("bob");

    assertThat(inside).containsExactly("ann", "bob", "cid", "dan");
    assertThat(turnstile.waiting()).isZero();
  }

  @Test
  void whoBringsThousandsHoldsUpNobodyElse() {
    for (int i = 0; i < 10_000; i++) {
      enter("mob");
    }
    enter("ann");
    assertThat(inside).containsExactly("mob", "mob", "ann");

    enter("bob");
    turnstile.leave("mob");

    assertThat(inside).last().isEqualTo("bob");
  }

  @Test
  void thoseWhoWaitTakeTurns() {
    enter("mob", "mob", "mob", "mob", "eve", "eve", "eve", "ann");
    assertThat(inside).containsExactly("mob", "mob", "eve");

    turnstile.leave("mob");
    turnstile.leave("eve");
    turnstile.leave("mob");

    assertThat(inside.subList(3, 6)).containsExactlyInAnyOrder("eve", "ann", "mob");
  }

  @Test
  void manyWhoLeaveAtOnceAreNoDeepCall() {
    turnstile.enter("ann", () -> {});
    turnstile.enter("ann", () -> {});
    int[] through = {0};
    for (int i = 0; i < 100_000; i++) {
      turnstile.enter(
          "ann",
          () -> {
            through[0]++;
            turnstile.leave("ann");
          });
    }

    turnstile.leave("ann");

    assertThat(through[0]).isEqualTo(100_000);
  }

  @Test
  void nobodyLeavesWhoIsNotInside() {
    enter("ann");
    turnstile.leave("ann");

    assertThatThrownBy(() -> turnstile.leave("ann")).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void neverOverItsBoundsAndEverybodyGetsThrough() {
    Random random = new Random(7);
    Map<String, Integer> now = new HashMap<>();
    int entered = 0;
    int[] through = {0};
    List<String> open = new ArrayList<>();
    while (entered < 5_000 || !open.isEmpty()) {
      if (entered < 5_000 && random.nextInt(5) < 3) {
        String key = "user-" + random.nextInt(6);
        entered++;
        turnstile.enter(
            key,
            () -> {
              through[0]++;
              open.add(key);
              assertThat(open).hasSizeLessThanOrEqualTo(3);
              assertThat(now.merge(key, 1, Integer::sum)).isLessThanOrEqualTo(2);
            });
      } else if (!open.isEmpty()) {
        String key = open.remove(random.nextInt(open.size()));
        now.merge(key, -1, Integer::sum);
        turnstile.leave(key);
      }
    }
    assertThat(through[0]).isEqualTo(5_000);
    assertThat(turnstile.waiting()).isZero();
  }

  private void enter(String... keys) {
    for (String key : keys) {
      turnstile.enter(key, () -> inside.add(key));
    }
  }
}
