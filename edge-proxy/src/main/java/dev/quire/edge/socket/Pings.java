package dev.quire.edge.socket;

import dev.quire.edge.pace.EdgeLimits;

/** Whether a client is still there, which TCP alone may not notice for hours. */
final class Pings {
  private final EdgeLimits limits;
  private final Reading reading;
  private final SocketWriter writer;
  private long lastAt;
  private int unanswered;

  /**
   * @param now milliseconds of a clock that never goes back
   */
  Pings(EdgeLimits limits, Reading reading, SocketWriter writer, long now) {
    this.limits = limits;
    this.reading = reading;
    this.writer = writer;
    this.lastAt = now;
  }

  /** Something has come. */
  void heard() {
    unanswered = 0;
  }

  /**
   * Pings the client when it is time. A ping does not count while it is the edge that does not
   * read, unless the client takes nothing either.
   *
   * @return whether the client is there, as far as anybody can tell
   */
  boolean tick(long now) {
    if (now - lastAt < limits.pingMillis()) {
      return true;
    }
    lastAt = now;
    if (unanswered >= limits.missedPings()) {
      return false;
    }
    if (!reading.isStoppedByEdge() || !writer.channel().isWritable()) {
      unanswered++;
    }
    writer.control(WebSocketBytes.ping());
    return true;
  }
}
