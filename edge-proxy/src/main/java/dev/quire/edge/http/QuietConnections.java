package dev.quire.edge.http;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Connections on which no request is under way, and until when each may be so. Whole requests count
 * and not bytes: whoever sends a header's bytes one by one is as quiet as one who sends none. Pure;
 * of one loop.
 *
 * @param <C> a connection, by its identity
 */
public final class QuietConnections<C> {
  private final long firstMillis;
  private final long nextMillis;
  private final Map<C, Long> until = new HashMap<>();

  /**
   * @param firstMillis how long a connection may take to its first request
   * @param nextMillis how long after an answer it may take to the next
   */
  public QuietConnections(long firstMillis, long nextMillis) {
    this.firstMillis = firstMillis;
    this.nextMillis = nextMillis;
  }

  public void connected(C connection, long nowMillis) {
    until.put(connection, nowMillis + firstMillis);
  }

  /** A request has come, with all its headers. */
  public void asked(C connection) {
    until.remove(connection);
  }

  /** It was answered, and the connection is there for another. */
  public void answered(C connection, long nowMillis) {
    until.put(connection, nowMillis + nextMillis);
  }

  public void closed(C connection) {
    until.remove(connection);
  }

  /** Those that have been quiet for too long, each named once. */
  public List<C> overdue(long nowMillis) {
    List<C> overdue = new ArrayList<>();
    until.forEach(
        (connection, deadline) -> {
          if (nowMillis >= deadline) {
            overdue.add(connection);
          }
        });
    overdue.forEach(until::remove);
    return overdue;
  }
}
