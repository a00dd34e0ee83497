package dev.quire.collab.owner;

import dev.quire.wire.DocumentId;
import dev.quire.wire.session.ToEdge;
import dev.quire.wire.session.ToEdge.Reason;

/** An owner's time with its document: under which epoch, where it stands, and how it ends. */
final class Tenure {
  private final DocumentId document;
  private final Subscriptions subscriptions;
  private final Outbox outbox;
  private long epoch;
  private Phase phase = Phase.LOADING;
  private String reason = "opened";
  private boolean releasing;

  Tenure(DocumentId document, long epoch, Subscriptions subscriptions, Outbox outbox) {
    this.document = document;
    this.epoch = epoch;
    this.subscriptions = subscriptions;
    this.outbox = outbox;
  }

  DocumentId document() {
    return document;
  }

  long epoch() {
    return epoch;
  }

  Phase phase() {
    return phase;
  }

  String reason() {
    return reason;
  }

  boolean isIn(Phase asked) {
    return phase == asked;
  }

  boolean isOver() {
    return phase == Phase.ENDED;
  }

  /** Whether the document is to be handed over, now or as soon as that is possible. */
  boolean isReleasing() {
    return releasing;
  }

  /** Whether updates may be appended: the log's end is known. */
  boolean mayAppend() {
    return phase == Phase.LIVE || phase == Phase.RELEASING;
  }

  void release() {
    releasing = true;
  }

  void raise(long raised) {
    epoch = raised;
  }

  /** The one door from phase to phase. */
  void enter(Phase next, String because) {
    phase = next;
    reason = because;
  }

  /** Back to work, once the log's end is known. */
  void goOn(String because) {
    enter(releasing ? Phase.RELEASING : Phase.LIVE, because);
  }

  /** Tells every session, and forgets everything. */
  void end(Reason why, String because) {
    for (Subscriber subscriber : subscriptions.edges()) {
      for (Session session : subscriber.sessions()) {
        outbox.send(subscriber.edge(), new ToEdge.Ended(document, session.number(), why));
      }
    }
    subscriptions.clear();
    enter(Phase.ENDED, because);
    outbox.add(new Effect.Unload(document));
  }
}
