package dev.quire.collab.owner;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** An edge with sessions of the document, and how far its fan-out has come. */
final class Subscriber {
  private static final long NOWHERE = -1;
  private static final long COMPARE_MILLIS = 10_000;

  private final String edge;
  private final Map<Long, Session> sessions = new LinkedHashMap<>();
  private long sentThrough = NOWHERE;
  private long confirmed = NOWHERE;
  private long read;
  private long comparedAtMillis = NOWHERE;

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

  /** Those up to a number that are not among the live ones. */
  List<Session> notInRoll(long through, Set<Long> live) {
    List<Session> gone = new ArrayList<>();
    for (Session session : sessions.values()) {
      if (session.number() <= through && !live.contains(session.number())) {
        gone.add(session);
      }
    }
    return gone;
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

  /** Whether the edge is due to be told where the document is; it counts as told. */
  boolean isToCompare(long nowMillis) {
    boolean isDue = comparedAtMillis != NOWHERE && nowMillis - comparedAtMillis >= COMPARE_MILLIS;
    if (isDue || comparedAtMillis == NOWHERE) {
      comparedAtMillis = nowMillis;
    }
    return isDue;
  }

  /** The read of the log that the edge's replay waits for; 0 for none. */
  long read() {
    return read;
  }

  void awaitRead(long number) {
    read = number;
  }
}
