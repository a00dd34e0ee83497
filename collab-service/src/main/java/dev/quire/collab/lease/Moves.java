package dev.quire.collab.lease;

import dev.quire.wire.session.Routes;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

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

  /** How many shards are being closed, or were let go of and have not arrived yet. */
  int underWay(Holdings held, long nowMillis) {
    int moving = 0;
    for (int shard = 0; shard < movedAt.length; shard++) {
      if (held.is(shard, Holdings.Phase.CLOSING) || nowMillis - movedAt[shard] < MOVE_MILLIS) {
        moving++;
      }
    }
    return moving;
  }

  /** What others are still to be told of, with the epochs that it was had under. */
  List<Routes.Owned> recent(Holdings held, long nowMillis) {
    List<Routes.Owned> recent = new ArrayList<>();
    for (int shard = 0; shard < movedAt.length; shard++) {
      boolean isRecent = nowMillis - movedAt[shard] < GIVEN_MILLIS;
      if (isRecent && !held.is(shard, Holdings.Phase.OWNED)) {
        recent.add(new Routes.Owned(shard, held.epoch(shard)));
      }
    }
    return recent;
  }
}
