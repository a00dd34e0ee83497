package dev.quire.collab.lease;

import java.util.function.IntPredicate;

/**
 * The load of each shard that this process owns: its points a second, smoothed over some ten
 * seconds, so that a burst is none yet. A shard that comes brings what it was at its last owner.
 * Pure; not thread-safe.
 */
final class ShardLoads {
  /** After so long a step in the load has arrived by two thirds. */
  static final double SMOOTHING_MILLIS = 10_000;

  private final double[] loads;
  private long sampledAt = Long.MIN_VALUE;

  ShardLoads(int shards) {
    loads = new double[shards];
  }

  /** Takes in what has been done since the last time; of what is not owned nothing is kept. */
  void sample(ShardWork work, IntPredicate isOwned, long nowMillis) {
    long millis = sampledAt == Long.MIN_VALUE ? 0 : nowMillis - sampledAt;
    sampledAt = nowMillis;
    double weight = millis / (SMOOTHING_MILLIS + millis);
    for (int shard = 0; shard < loads.length; shard++) {
      long points = work.take(shard);
      if (!isOwned.test(shard)) {
        loads[shard] = 0;
      } else if (millis > 0) {
        loads[shard] += weight * (points * 1000.0 / millis - loads[shard]);
      }
    }
  }

  /** The shard has come with this load. */
  void came(int shard, long load) {
    loads[shard] = load;
  }

  /** In points a second. */
  long of(int shard) {
    return Math.round(loads[shard]);
  }

  /** Of all shards together; above 0 always, since 0 is who does not say. */
  long total(IntPredicate isOwned) {
    double total = 0;
    for (int shard = 0; shard < loads.length; shard++) {
      total += isOwned.test(shard) ? loads[shard] : 0;
    }
    return 1 + Math.round(total);
  }
}
