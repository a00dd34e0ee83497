package dev.quire.doc.baseline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quire.doc.baseline.Spacing.Due;
import dev.quire.doc.baseline.Spacing.Kept;
import dev.quire.doc.baseline.Spacing.Plan;
import dev.quire.wire.DocumentId;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class SpacingTest {
  private static final BaselineSettings SETTINGS = new BaselineSettings(1_000, 100);

  /** A log that grows by segments, in which a share of what is written stays in the state. */
  private static List<Kept> grown(Random random, double stays, int segments) {
    List<Kept> kept = new ArrayList<>();
    long written = 0;
    long log = 0;
    long packed = 0;
    for (int i = 1; i <= segments; i++) {
      long more = 100L + random.nextInt(900);
      log += more * 4;
      packed += more;
      Due due = Spacing.next(kept, SETTINGS);
      if (log < due.logBytes() || packed < due.packedBytes()) {
        continue;
      }
      Kept made = new Kept(i, log, packed, (long) (packed * stays));
      Plan plan = Spacing.plan(kept, made, SETTINGS);
      kept.removeIf(one -> plan.dropped().contains(one.revision()) || one.bytes() == 0);
      kept.add(plan.keeps() ? made : new Kept(i, log, packed, 0));
      written += plan.keeps() ? made.bytes() : 0;
      assertThat(kept.size()).isLessThanOrEqualTo(Spacing.MOST);
      assertThat(kept.stream().mapToLong(Kept::bytes).sum()).isLessThanOrEqualTo(packed);
    }
    assertThat(written).isLessThanOrEqualTo(4 * packed);
    return kept;
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void howeverTheLogGrowsTheyTakeNoMoreThanItsPackedBytesAndTheLastIsNearItsEnd(long seed) {
    Random random = new Random(seed);
    double stays = random.nextDouble();
    List<Kept> kept = grown(random, stays, 500);
    long last = kept.get(kept.size() - 1).packedBytes();
    assertThat(kept.get(kept.size() - 1).bytes()).isPositive();
    assertThat(grown(new Random(seed), stays, 1_000).get(0)).isNotNull();
    assertThat(last).isGreaterThan((long) (500 * 550 * 0.5));
  }

  @Test
  void whatTakesMoreThanTheLogIsNotKeptNorTriedAgainAtOnce() {
    List<Kept> none = grown(new Random(1), 1.5, 50);
    assertThat(none).hasSize(1);
    assertThat(none.get(0).bytes()).isZero();
    Kept good = new Kept(1, 4_000, 1_000, 100);
    Plan refused = Spacing.plan(List.of(good), new Kept(2, 8_000, 2_000, 2_001), SETTINGS);
    assertThat(refused.keeps()).isFalse();
    assertThat(refused.dropped()).isEmpty();
    assertThat(Spacing.next(List.of(new Kept(2, 8_000, 2_000, 0)), SETTINGS).logBytes())
        .isEqualTo(9_000);
  }

  @Test
  void smallOnesStandAllAlongTheLog() {
    List<Kept> kept = grown(new Random(9), 0.001, 3_000);
    assertThat(kept).hasSize(Spacing.MOST);
    long before = 0;
    long log = kept.get(kept.size() - 1).logBytes();
    for (Kept one : kept) {
      assertThat(one.logBytes() - before).isLessThan(log / 4);
      before = one.logBytes();
    }
  }

  @Test
  void requestsArePolledInTurnOnceEachAndBounded() {
    BaselineRequests requests = new BaselineRequests();
    for (int i = 0; i < 2 * BaselineRequests.MOST; i++) {
      requests.offer(DocumentId.of(new UUID(1, i / 2)));
    }
    for (int i = 0; i < BaselineRequests.MOST; i++) {
      assertThat(requests.poll()).isEqualTo(DocumentId.of(new UUID(1, i)));
    }
    assertThat(requests.poll()).isNull();
  }
}
