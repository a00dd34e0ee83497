package dev.quire.collab.lease;

import dev.quire.wire.session.Routes;
import java.util.List;
import java.util.Map;

/**
 * Which shards may move because of load, which have, and what is said of them. Pure; not
 * thread-safe.
 */
final class ByLoad {
  private final String process;
  private final Holdings held;
  private final Heirs heirs;
  private final Placement placement;
  private final Patience patience;
  private final Standing standing;
  private final Moves moves;

  ByLoad(
      String process,
      Holdings held,
      Heirs heirs,
      Placement placement,
      Patience patience,
      Standing standing,
      Moves moves) {
    this.process = process;
    this.held = held;
    this.heirs = heirs;
    this.placement = placement;
    this.patience = patience;
    this.standing = standing;
    this.moves = moves;
  }

  /** Who is to have shards because of load, for others to know. */
  List<Routes.Heir> heirs() {
    return heirs.said(held::epoch);
  }

  /** Whether the shard came because of load. */
  boolean isKeptHere(int shard) {
    return process.equals(heirs.of(shard));
  }

  /** The load that the shard brings; 0 where its last owner has not said any. */
  long loadBrought(int shard) {
    Routes.Heir named = placement.namedMe(shard);
    return named == null ? 0 : named.load();
  }

  /** Whether the shard may move because of load. */
  boolean isMovable(int shard, long nowMillis) {
    return held.is(shard, Holdings.Phase.OWNED)
        && placement.isMine(shard)
        && !patience.holds(shard, nowMillis)
        && !heirs.holdsStill(shard, nowMillis);
  }

  /** Whether all is quiet, so that shards may move because of load. */
  boolean mayBalance(long nowMillis) {
    return standing.mayJudge(nowMillis) && moves.underWay(held, nowMillis) == 0;
  }

  /** The loads of all others that may own shards; 0 where one is not known. */
  Map<String, Long> loadsOfOthers(long nowMillis) {
    return placement.loadsOfOthers(nowMillis);
  }
}
