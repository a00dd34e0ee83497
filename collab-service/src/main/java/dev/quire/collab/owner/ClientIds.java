package dev.quire.collab.owner;

import dev.quire.crdt.id.IdSet;
import java.util.HashMap;
import java.util.Map;

/**
 * Which live session writes under which Yjs client id. Two people who write under one id could give
 * one struct two contents, and the document would be split for good: so new structs under an id
 * that another user's live session writes under are not taken. Under any other id they are, whoever
 * made them: people come back with what they wrote offline under earlier ids.
 *
 * <p>An id is a session's if its client says in its awareness that it is its own, from the first
 * new struct that the session brings under it to the session's end. Saying so is not enough, or
 * anybody could lock out whoever is away; neither is bringing structs, which whoever passes on what
 * others wrote does as well. So a session has one id at most.
 */
final class ClientIds {
  private final Map<Long, Session> writers = new HashMap<>();

  /** Whether one of the structs would be written under the id of another user who is here. */
  boolean areOfAnother(Session session, IdSet fresh) {
    for (long client : fresh.clients()) {
      Session writer = writers.get(client);
      if (writer != null && !writer.isSameUserAs(session)) {
        return true;
      }
    }
    return false;
  }

  /** The session has brought something new. */
  void write(Session session, IdSet fresh) {
    long own = session.client();
    if (own != Session.NO_CLIENT && fresh.rangesOf(own) != null) {
      writers.putIfAbsent(own, session);
    }
  }

  /** The session has ended: its id is nobody's. */
  void forget(Session session) {
    writers.remove(session.client(), session);
  }
}
