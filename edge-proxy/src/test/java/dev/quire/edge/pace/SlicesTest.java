package dev.quire.edge.pace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class SlicesTest {
  private static final long MILLISECOND = TimeUnit.MILLISECONDS.toNanos(1);

  private record Alarm(long millis, Runnable action) {}

  private final List<String> done = new ArrayList<>();
  private final List<Alarm> alarms = new ArrayList<>();
  private long now = 1_000;
  private final Slices slices =
      new Slices(() -> now, (millis, action) -> alarms.add(new Alarm(millis, action)));

  private Runnable work(String name, long takes) {
    return () -> {
      now += takes;
      done.add(name);
    };
  }

  /** The rest is over that is under way; there is never another. */
  private long rests() {
    assertThat(alarms).hasSize(1);
    Alarm alarm = alarms.remove(0);
    now += alarm.millis() * MILLISECOND;
    alarm.action().run();
    return alarm.millis();
  }

  @Test
  void whoComesAloneIsServedAtOnce() {
    slices.run(work("a", MILLISECOND));
    assertThat(done).containsExactly("a");

    rests();
    slices.run(work("b", MILLISECOND));

    assertThat(done).containsExactly("a", "b");
  }

  @Test
  void aSliceIsFollowedByARestOfItsLength() {
    slices.run(work("dear", 7 * MILLISECOND));
    slices.run(work("next", MILLISECOND));
    assertThat(done).containsExactly("dear");

    assertThat(rests()).isEqualTo(7);

    assertThat(done).containsExactly("dear", "next");
    assertThat(rests()).isEqualTo(1);
  }

  @Test
  void whatIsCheapSharesASlice() {
    slices.run(work("first", 0));
    for (int i = 0; i < 10; i++) {
      slices.run(work("cheap", MILLISECOND / 4));
    }

    rests();
    assertThat(done).hasSize(1 + 4);
    rests();
    assertThat(done).hasSize(1 + 8);
    rests();
    assertThat(done).hasSize(1 + 10);
    rests();
    assertThat(alarms).as("nobody is waited for").isEmpty();
  }

  @Test
  void whatIsBroughtByTheWorkItselfWaitsItsTurn() {
    slices.run(
        () -> {
          slices.run(work("inner", 0));
          done.add("outer");
        });

    assertThat(done).containsExactly("outer", "inner");
  }

  @Test
  void whoeverFailsHoldsUpNobody() {
    slices.run(work("before", 0));
    slices.run(
        () -> {
          throw new IllegalStateException("on purpose");
        });
    slices.run(work("after", 0));

    assertThatThrownBy(this::rests).hasMessage("on purpose");
    rests();

    assertThat(done).containsExactly("before", "after");
  }
}
