package dev.quire.collab.owner;

import dev.quire.crdt.id.IdSet;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Which live session writes under which Yjs client id. Two people who write under one id could give
 * one struct two contents, and the document would be split for good: so new structs under an id
 * that another user's live session writes under are refused. Under any other id they pass, whoever
 * made them: people come back with what they wrote offline under earlier ids.
 *
 * <p>An id is a session's from the first new struct that it brings under it to its end. What brings
 * more than {@link #MAX_CLAIMED_AT_ONCE} ids is an import and claims none; a session that has
 * {@link #MAX_IDS} claims no more.
 */
final class ClientIds {
  static final int MAX_CLAIMED_AT_ONCE = 8;
  static final int MAX_IDS = 64;

  private final Map<Long, Session> writers = new HashMap<>();
  private final Map<Session, Integer> claimed = new HashMap<>();

  /** Whether one of the structs would be written under the id of another user who is here. */
  boolean areOfAnother(Session session, IdSet fresh) {
    for (long client : fresh.clients()) {
      Session writer = writers.get(client);
      if (writer != null && !writer.author().equals(session.author())) {
        return true;
      }
    }
    return false;
  }

  /** The session has brought something new under these ids. */
  void write(Session session, IdSet fresh) {
    long[] clients = fresh.clients();
    if (clients.length > MAX_CLAIMED_AT_ONCE) {
      return;
    }
    for (long client : clients) {
      int ids = claimed.getOrDefault(session, 0);
      @Nullable Session writer = writers.get(client);
      if (writer != session && ids < MAX_IDS) {
        // From another session of the same user: the one that writes now keeps it.
        if (writer != null) {
          claimed.merge(writer, -1, Integer::sum);
        }
        writers.put(client, session);
        claimed.put(session, ids + 1);
      }
    }
  }

  /** The session has ended: its ids are nobody's. */
  void forget(Session session) {
    if (claimed.remove(session) != null) {
      writers.values().removeIf(writer -> writer == session);
    }
  }
}
