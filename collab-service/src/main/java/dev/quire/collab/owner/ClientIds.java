package dev.quire.collab.owner;

import dev.quire.crdt.id.IdSet;
import dev.quire.crdt.id.Ranges;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Predicate;

/**
 * Which live session writes under which Yjs client id. Two people who write under one id could give
 * one struct two contents, and the document would be split for good: so new structs under an id
 * that another user's live session writes under are not taken. Under any other id they are, whoever
 * made them: people come back with what they wrote offline under earlier ids.
 *
 * <p>An id is a session's if its client says in its awareness that it is its own, from the first
 * new struct that the session brings under it, with all before it here, to the session's end.
 * Saying so is not enough, or anybody could lock out whoever is away; neither is bringing structs,
 * which whoever passes on what others wrote does as well. So a session has one id at most. And
 * where a restored log lacks what two people hold of each other, neither has his id before he has
 * brought all of his own: else each would be kept from bringing what the other waits for.
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

  /**
   * The session has brought something new.
   *
   * @param areHere whether all of these are durable or on their way into the log
   */
  void write(Session session, IdSet fresh, Predicate<IdSet> areHere) {
    long own = session.client();
    if (own == Session.NO_CLIENT || writers.get(own) == session) {
      return;
    }
    Ranges brought = fresh.rangesOf(own);
    if (brought != null && brought.size() == 1 && areHere.test(before(own, brought.start(0)))) {
      writers.put(own, session);
    }
  }

  private static IdSet before(long client, long clock) {
    IdSet all = new IdSet();
    if (clock > 0) {
      all.add(client, 0, clock);
    }
    return all;
  }

  /** The session has ended: its id is nobody's. */
  void forget(Session session) {
    writers.remove(session.client(), session);
  }
}
