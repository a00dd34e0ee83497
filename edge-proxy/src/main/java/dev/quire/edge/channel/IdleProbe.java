package dev.quire.edge.channel;

/**
 * An owner that has not heard of this edge for a while forgets it, with all its sessions, and the
 * edge may be alive all the same. Who writes, notices; for those who only read one is asked after
 * now and then. Not thread-safe.
 */
final class IdleProbe {
  private final long everyMillis;
  private long askedAt;

  /** The number under which it was; an end of it says something about all. */
  private long asked;

  IdleProbe(long everyMillis) {
    this.everyMillis = everyMillis;
  }

  boolean isDue(long nowMillis) {
    if (nowMillis - askedAt < everyMillis) {
      return false;
    }
    askedAt = nowMillis;
    return true;
  }

  /** This one is asked after. */
  void asks(ChannelSession session) {
    asked = session.number;
  }

  /** Whether it was the one that was asked after last. */
  boolean asked(long number) {
    return number == asked;
  }
}
