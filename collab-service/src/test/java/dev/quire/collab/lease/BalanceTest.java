package dev.quire.collab.lease;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quire.wire.Rendezvous;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.IntToDoubleFunction;
import org.junit.jupiter.api.Test;

/** Shards that move because of load: over many seeds, in the time of a few minutes each. */
final class BalanceTest {
  private static final int SEEDS = 25;
  private static final BalanceRules RULES = BalanceRules.DEFAULT;
  private static final int SETTLING_SECONDS = 400;
  private static final int QUIET_SECONDS = 300;

  /** A few hot ones, many cool ones; in the sum far above what is too little to move. */
  private static double[] weights(Random random) {
    double[] weights = new double[BalanceWorld.SHARDS];
    for (int shard = 0; shard < weights.length; shard++) {
      weights[shard] = Math.min(4_000, 100 / Math.pow(random.nextDouble() + 0.001, 0.7));
    }
    return weights;
  }

  @Test
  void theLoadsOfTheProcessesComeTogetherAndThenNothingMoves() {
    for (long seed = 1; seed <= SEEDS; seed++) {
      Random random = new Random(seed);
      BalanceWorld world = new BalanceWorld(RULES, 2 + random.nextInt(4));
      double[] weights = weights(random);
      world.runFor(SETTLING_SECONDS, shard -> weights[shard]);

      Map<String, Double> loads = world.loads(shard -> weights[shard]);
      double mean = loads.values().stream().mapToDouble(each -> each).average().orElseThrow();
      assertThat(Collections.max(loads.values()))
          .as("the busiest of %s with seed %d", loads, seed)
          .isLessThan(mean * (1 + RULES.excess()) + RULES.floor());

      long settled = world.nowMillis();
      world.runFor(QUIET_SECONDS, shard -> weights[shard]);
      assertThat(world.movedSince(settled)).as("moves with seed %d", seed).isEmpty();
    }
  }

  @Test
  void moreThanOneProcessCanDoNothingAboutAShardThatIsHotByItself() {
    BalanceWorld world = new BalanceWorld(RULES, 3);
    IntToDoubleFunction weights = shard -> shard == 7 ? 5_000 : 10;
    world.runFor(5, weights);
    String owner = world.ownerOf(7);
    world.runFor(SETTLING_SECONDS, weights);
    assertThat(world.ownerOf(7)).as("it stays, and others go from beside it").isEqualTo(owner);
    long settled = world.nowMillis();
    world.runFor(QUIET_SECONDS, weights);
    assertThat(world.movedSince(settled)).isEmpty();
  }

  @Test
  void loadsThatGoUpAndDownMoveFewShardsAndEachOfThemSeldom() {
    for (long seed = 1; seed <= SEEDS; seed++) {
      Random random = new Random(seed);
      BalanceWorld world = new BalanceWorld(RULES, 2 + random.nextInt(4));
      double[] weights = weights(random);
      IntToDoubleFunction restless = shard -> weights[shard] * 2 * random.nextDouble();
      world.runFor(20, shard -> 1);
      long begun = world.nowMillis();
      world.runFor(SETTLING_SECONDS, restless);
      long settled = world.nowMillis();
      world.runFor(QUIET_SECONDS, restless);

      assertThat(world.movedSince(settled))
          .as("moves in five minutes with seed %d", seed)
          .hasSizeLessThanOrEqualTo(8);
      boundedAndHeldStill(world.movedSince(begun), seed);
    }
  }

  private static void boundedAndHeldStill(List<BalanceWorld.Moved> moved, long seed) {
    Map<Integer, Long> last = new HashMap<>();
    for (BalanceWorld.Moved each : moved) {
      long aMinute =
          moved.stream()
              .filter(
                  other ->
                      other.atMillis() >= each.atMillis()
                          && other.atMillis() < each.atMillis() + 60_000)
              .count();
      assertThat(aMinute)
          .as("moves a minute with seed %d", seed)
          .isLessThanOrEqualTo(60_000 / RULES.everyMillis() * Rebalance.AT_ONCE);
      Long before = last.put(each.shard(), each.atMillis());
      assertThat(before == null ? Long.MAX_VALUE : each.atMillis() - before)
          .as("how long shard %d stayed with seed %d", each.shard(), seed)
          .isGreaterThanOrEqualTo(RULES.residenceMillis());
    }
  }

  @Test
  void whoJoinsGetsItsShareAndNothingElseMovesAndWhatCameByLoadStays() {
    for (long seed = 1; seed <= SEEDS; seed++) {
      Random random = new Random(seed);
      BalanceWorld world = new BalanceWorld(RULES, 3);
      double[] weights = weights(random);
      world.runFor(SETTLING_SECONDS, shard -> weights[shard]);
      List<String> four = List.of("collab-1", "collab-2", "collab-3", "collab-4");
      List<String> three = four.subList(0, 3);
      world.runFor(120, shard -> 0);
      Map<Integer, String> before = new HashMap<>();
      for (int shard = 0; shard < BalanceWorld.SHARDS; shard++) {
        before.put(shard, world.ownerOf(shard));
      }
      world.join("collab-4");
      world.runFor(9, shard -> 0);

      int gained = 0;
      for (int shard = 0; shard < BalanceWorld.SHARDS; shard++) {
        boolean wasAtHome =
            Rendezvous.first(shard, three)
                .filter(before.getOrDefault(shard, "")::equals)
                .isPresent();
        String share = wasAtHome ? Rendezvous.first(shard, four).orElseThrow() : "";
        // A shard that went and came back because of load stays like one that came.
        assertThat(world.ownerOf(shard))
            .as("shard %d, seed %d", shard, seed)
            .isIn(before.getOrDefault(shard, ""), share);
        gained += world.ownerOf(shard).equals("collab-4") ? 1 : 0;
      }
      assertThat(gained).as("shards of the newcomer, seed %d", seed).isGreaterThan(10);
    }
  }

  @Test
  void whenAProcessGoesOnlyItsShardsMove() {
    for (long seed = 1; seed <= SEEDS; seed++) {
      Random random = new Random(seed);
      BalanceWorld world = new BalanceWorld(RULES, 4);
      double[] weights = weights(random);
      world.runFor(SETTLING_SECONDS, shard -> weights[shard]);
      long gone = world.nowMillis();
      world.leave("collab-2");
      world.runFor(9, shard -> 0);
      assertThat(world.movedSince(gone))
          .isNotEmpty()
          .allMatch(each -> each.from().equals("collab-2"));
      for (int shard = 0; shard < BalanceWorld.SHARDS; shard++) {
        assertThat(world.ownerOf(shard)).isNotEqualTo("collab-2");
      }
    }
  }
}
