package dev.quire.collab.owner;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** An edge with sessions of the document, and how far its fan-out has come. */
final class Subscriber {
  private static final long NOWHERE = -1;

  private final String edge;
  private final Map<Long, Session> sessions = new LinkedHashMap<>();
  private long sentThrough = NOWHERE;
  private long confirmed = NOWHERE;
  private long read;

  Subscriber(String edge) {
    this.edge = edge;
  }

  String edge() {
    return edge;
  }

  Collection<Session> sessions() {
    return sessions.values();
  }

  @Nullable Session session(long number) {
    return sessions.get(number);
  }

  void add(Session session) {
    sessions.put(session.number(), session);
  }

  void remove(Session session) {
    sessions.remove(session.number());
  }

  /** Whether fan-out to this edge has begun: not before the document is loaded. */
  boolean isFollowing() {
    return sentThrough != NOWHERE;
  }

  /** The last revision that was sent to the edge. */
  long sentThrough() {
    return sentThrough;
  }

  void sent(long through) {
    sentThrough = through;
  }

  void follow(long after) {
    sentThrough = after;
    confirmed = after;
  }

  void confirm(long revision) {
    confirmed = Math.max(confirmed, revision);
  }

  boolean hasConfirmed(long revision) {
    return confirmed >= revision;
  }

  /** The read of the log that the edge's replay waits for; 0 for none. */
  long read() {
    return read;
  }

  void awaitRead(long number) {
    read = number;
  }
}
