package dev.quire.collab.owner;

import java.util.LinkedHashSet;
import java.util.Set;

/** The sessions with answers that wait for a commit. */
final class Answers {
  private final Outbox outbox;
  private final Set<Session> waiting = new LinkedHashSet<>();

  Answers(Outbox outbox) {
    this.outbox = outbox;
  }

  /** The session has a new answer: sent now, if it and all before it are due. */
  void added(Session session, long durable) {
    session.answersDue(durable, outbox);
    if (!session.isAnswered()) {
      waiting.add(session);
    }
  }

  /** Sends everything that this revision was waited for. */
  void committed(long durable) {
    waiting.removeIf(
        session -> {
          session.answersDue(durable, outbox);
          return session.isAnswered();
        });
  }

  void forget(Session session) {
    waiting.remove(session);
  }
}
