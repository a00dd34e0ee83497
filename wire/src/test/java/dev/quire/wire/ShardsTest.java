package dev.quire.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;

final class ShardsTest {

  @Test
  void theFunctionIsFrozen() {
    assertThat(Shards.of(id("00000000-0000-0000-0000-000000000000"))).isEqualTo(746);
    assertThat(Shards.of(id("01926f3c-7c00-7abc-8def-0123456789ab"))).isEqualTo(485);
  }

  @Test
  void documentsSpreadEvenly() {
    int[] count = new int[Shards.COUNT];
    Random random = new Random(1);
    for (int i = 0; i < 102_400; i++) {
      count[Shards.of(new DocumentId(random.nextLong(), random.nextLong()))]++;
    }
    assertThat(Arrays.stream(count).summaryStatistics())
        .satisfies(
            spread -> {
              assertThat(spread.getMin()).isGreaterThan(50);
              assertThat(spread.getMax()).isLessThan(160);
            });
  }

  @Test
  void aMemberThatLeavesMovesOnlyItsOwnKeys() {
    List<String> four = List.of("collab-1", "collab-2", "collab-3", "collab-4");
    List<String> three = four.subList(0, 3);
    List<Integer> moved = new ArrayList<>();
    for (int shard = 0; shard < Shards.COUNT; shard++) {
      String before = Rendezvous.first(shard, four).orElseThrow();
      String after = Rendezvous.first(shard, three).orElseThrow();
      if (!before.equals(after)) {
        assertThat(before).isEqualTo("collab-4");
        moved.add(shard);
      }
    }
    assertThat(moved).hasSizeBetween(200, 312);
    assertThat(Rendezvous.first(1, List.of())).isEmpty();
  }

  private static DocumentId id(String text) {
    return DocumentId.of(UUID.fromString(text));
  }
}
