package dev.quire.collab.lease;

import java.util.Arrays;

/** The shards that this process has let go of: when, and whether another has them. Pure. */
final class Moves {
  /** Given away and not announced by another for so long: it no longer counts as moving. */
  private static final long MOVE_MILLIS = 1000;

  /** For so long others are told that a shard was let go of. */
  private static final long GIVEN_MILLIS = 10_000;

  private static final long NEVER = Long.MIN_VALUE / 2;

  private final long[] movedAt;

  Moves(int shards) {
    movedAt = new long[shards];
    Arrays.fill(movedAt, NEVER);
  }

  /** It was let go of. */
  void gone(int shard, long nowMillis) {
    movedAt[shard] = nowMillis;
  }

  /** Another has it. */
  void arrived(int shard) {
    movedAt[shard] = NEVER;
  }

  boolean isOnItsWay(int shard, long nowMillis) {
    return nowMillis - movedAt[shard] < MOVE_MILLIS;
  }

  /** Whether others are still to be told of it. */
  boolean isRecent(int shard, long nowMillis) {
    return nowMillis - movedAt[shard] < GIVEN_MILLIS;
  }
}
