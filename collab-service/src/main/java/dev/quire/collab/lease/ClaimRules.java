package dev.quire.collab.lease;

/**
 * When a shard may be claimed: with its lock, given by its last owner, or by the epoch alone while
 * the lock service is silent; never from a process that lives where this one's lock service does
 * not reach. Pure; not thread-safe.
 */
final class ClaimRules {
  /** The lock service has said nothing for so long that the epoch alone decides. */
  static final long LOCK_SILENCE_MILLIS = 3_000;

  private final Holdings held;
  private final Neighbours neighbours;
  private final Standing standing;
  private final Placement placement;
  private final Patience patience;
  private long lockHeardAt;

  ClaimRules(
      Holdings held,
      Neighbours neighbours,
      Standing standing,
      Placement placement,
      Patience patience) {
    this.held = held;
    this.neighbours = neighbours;
    this.standing = standing;
    this.placement = placement;
    this.patience = patience;
  }

  /** It has answered: it is there, whatever it said. */
  void lockServiceHeard(long nowMillis) {
    lockHeardAt = nowMillis;
  }

  /** Whether the shard may be claimed now. */
  boolean mayTake(int shard, long nowMillis) {
    boolean hasRight =
        isGiven(shard, nowMillis)
            ? !patience.hasJustTried(shard, nowMillis)
            : hasOwnRight(shard, nowMillis) && !patience.holds(shard, nowMillis);
    return hasRight && !isKeptElsewhere(shard, nowMillis);
  }

  /** To take it from whoever has it; what was given nobody has, and patience would leave it so. */
  private boolean hasOwnRight(int shard, long nowMillis) {
    boolean isSilent = nowMillis - lockHeardAt >= LOCK_SILENCE_MILLIS;
    return standing.mayJudge(nowMillis) && (held.hasLock(shard) || isSilent);
  }

  /** Whether another process announces the shard as its own: asking for its lock would be vain. */
  boolean isKept(int shard, long nowMillis) {
    return neighbours.ownerOf(shard, nowMillis).isPresent();
  }

  /** Whether one does that this process's lock service does not know, and so cannot speak for. */
  private boolean isKeptElsewhere(int shard, long nowMillis) {
    return neighbours
        .ownerOf(shard, nowMillis)
        .filter(owner -> !held.hasLock(shard) || !placement.isLive(owner.process()))
        .isPresent();
  }

  /** Whether the shard's last owner has let go of it, and it has been nobody's since. */
  boolean isGiven(int shard, long nowMillis) {
    return neighbours.givenUnder(shard, nowMillis) > held.epoch(shard);
  }
}
