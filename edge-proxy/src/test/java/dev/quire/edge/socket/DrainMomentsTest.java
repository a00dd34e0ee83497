package dev.quire.edge.socket;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class DrainMomentsTest {
  private final Random random = new Random(7);

  @Test
  void manySocketsAreSpreadOverAllTheTimeThereIs() {
    long[] moments = DrainMoments.of(20_000, 5_000, random);

    assertThat(moments).hasSize(20_000).isSorted();
    assertThat(moments[0]).isBetween(0L, 50L);
    assertThat(moments[moments.length - 1]).isBetween(4_950L, 5_000L);
    for (long from = 0; from < 5_000; from += 500) {
      long begin = from;
      assertThat(Arrays.stream(moments).filter(at -> at >= begin && at < begin + 500).count())
          .isBetween(1_700L, 2_300L);
    }
  }

  @Test
  void aFewAreToldAtOnce() {
    assertThat(DrainMoments.of(10, 5_000, random)[9]).isLessThanOrEqualTo(20);
    assertThat(DrainMoments.of(0, 5_000, random)).isEmpty();
    assertThat(DrainMoments.of(1_000, 0, random)).containsOnly(0);
  }
}
