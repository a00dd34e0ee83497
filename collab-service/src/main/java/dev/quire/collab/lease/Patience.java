package dev.quire.collab.lease;

import java.util.Arrays;

/**
 * How long a shard that changes hands is left where it is. Whoever lost it to another keeps its
 * hands off, whoever took it keeps it, each for twice as long as the last time, so that two
 * processes that disagree about a shard come to rest instead of taking turns. Forgotten after a
 * minute in which nothing happened.
 */
final class Patience {
  /** How long a shard that was lost for the first time is left alone. */
  static final long HOLD_OFF_MILLIS = 1000;

  /** A new owner keeps a shard for longer than the old one keeps its hands off. */
  static final long TENURE_MILLIS = 2 * HOLD_OFF_MILLIS;

  private static final long FORGET_MILLIS = 60_000;
  private static final int MAX_DOUBLINGS = 5;
  private static final long NEVER = Long.MIN_VALUE / 2;

  private final int[] changes;
  private final long[] changedAt;
  private final long[] until;
  private final long[] triedAt;

  Patience(int shards) {
    changes = new int[shards];
    changedAt = new long[shards];
    until = new long[shards];
    Arrays.fill(changedAt, NEVER);
    Arrays.fill(until, NEVER);
    triedAt = new long[shards];
    Arrays.fill(triedAt, NEVER);
  }

  /** Another has taken the shard. */
  void lost(int shard, long nowMillis) {
    change(shard, nowMillis, HOLD_OFF_MILLIS);
  }

  /** It was taken from another. */
  void taken(int shard, long nowMillis) {
    change(shard, nowMillis, TENURE_MILLIS);
  }

  /** Nobody was allowed to have it: as if another had taken it. */
  void refused(int shard, long nowMillis) {
    failed(shard, nowMillis);
    lost(shard, nowMillis);
  }

  /** Nothing came of an attempt: it is made again, not at once, and is no change of hands. */
  void failed(int shard, long nowMillis) {
    triedAt[shard] = nowMillis;
  }

  /** Whether the shard is to be left where it is. */
  boolean holds(int shard, long nowMillis) {
    return nowMillis < until[shard] || hasJustTried(shard, nowMillis);
  }

  /** Whether an attempt has just failed, which holds for what is there to be taken, too. */
  boolean hasJustTried(int shard, long nowMillis) {
    return nowMillis - triedAt[shard] < HOLD_OFF_MILLIS;
  }

  private void change(int shard, long nowMillis, long first) {
    int before = nowMillis - changedAt[shard] >= FORGET_MILLIS ? 0 : changes[shard];
    until[shard] = nowMillis + (first << Math.min(before, MAX_DOUBLINGS));
    changes[shard] = before + 1;
    changedAt[shard] = nowMillis;
  }
}
