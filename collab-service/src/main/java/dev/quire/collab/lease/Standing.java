package dev.quire.collab.lease;

/**
 * Whether this process is in a position to judge that others are gone. One that slept has heard
 * nobody, and one that sees only a few of those that were there a moment ago is more likely the one
 * that is cut off: either would take shards from owners that live, and take turns with them.
 *
 * <p>It costs time only where most of a cluster dies at once: the rest waits {@link
 * #MINORITY_MILLIS}. Pure; not thread-safe.
 */
final class Standing {
  /** Without a sign of its own life for so long, a process has slept. It is due every 250 ms. */
  static final long SLEEP_MILLIS = 2_000;

  /** Who has woken listens for so long: everybody is heard once a second. */
  static final long LISTEN_MILLIS = 3_000;

  /** Fewer than half of those that were there count as all that there are after so long. */
  static final long MINORITY_MILLIS = 15_000;

  private static final long NEVER = Long.MIN_VALUE / 2;

  private long aliveAt = NEVER;
  private long wokenAt = NEVER;
  private int most;
  private int now;
  private long shrunkAt = NEVER;

  /** This process runs, at this time of a clock that never goes back. */
  void awake(long nowMillis) {
    if (aliveAt != NEVER && nowMillis - aliveAt >= SLEEP_MILLIS) {
      wokenAt = nowMillis;
    }
    aliveAt = nowMillis;
    if (now < most && nowMillis - shrunkAt >= MINORITY_MILLIS) {
      most = now;
    }
  }

  /** So many processes are there. */
  void there(int processes, long nowMillis) {
    awake(nowMillis);
    if (processes >= most) {
      most = processes;
    } else if (now == most) {
      shrunkAt = nowMillis;
    }
    now = processes;
  }

  boolean hasJustWoken(long nowMillis) {
    return nowMillis - wokenAt < LISTEN_MILLIS;
  }

  /** Whether somebody who is not heard can be held for gone. */
  boolean mayJudge(long nowMillis) {
    return !hasJustWoken(nowMillis) && 2 * now >= most;
  }
}
