package dev.quire.collab.owner;

import dev.quire.wire.Bytes;
import dev.quire.wire.DocumentId;
import dev.quire.wire.session.ToEdge;
import dev.quire.wire.session.ToEdge.Reason;
import dev.quire.wire.session.ToOwner;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Who is here: opens sessions, takes their frames in order and without a gap, and ends those that
 * have left or can't go on. Frames that come before the document is loaded are held.
 */
final class Attendance {
  private static final long NOWHERE = -1;

  private final DocumentId document;
  private final OwnerLimits limits;
  private final Subscriptions subscriptions;
  private final Tenure tenure;
  private final Outbox outbox;
  private final HeldFrames held;
  private @Nullable LoadedDocument loaded;

  Attendance(
      DocumentId document,
      OwnerLimits limits,
      Subscriptions subscriptions,
      Tenure tenure,
      Outbox outbox) {
    this.document = document;
    this.limits = limits;
    this.subscriptions = subscriptions;
    this.tenure = tenure;
    this.outbox = outbox;
    this.held = new HeldFrames(limits.maxHeldBytes());
  }

  /** The bytes of the frames that wait for the document. */
  long heldBytes() {
    return held.bytes();
  }

  /** The document is here: sessions are told, and what was held is taken. */
  void begin(LoadedDocument arrived) {
    loaded = arrived;
    for (Subscriber subscriber : List.copyOf(subscriptions.edges())) {
      List.copyOf(subscriber.sessions()).forEach(session -> opened(session, true));
    }
    for (HeldFrames.Held frame : held.take()) {
      Session session = frame.session();
      boolean isOpen = subscriptions.find(session.edge(), session.number()) == session;
      if (isOpen && !session.isRevoked()) {
        take(session, frame.frame(), 0);
      }
    }
  }

  /** An edge has something to say, of a session or of itself. */
  void on(String edge, ToOwner.Input message) {
    if (message instanceof ToOwner.Open open) {
      onOpen(edge, open);
    } else if (message instanceof ToOwner.Synchronise frame) {
      onFrame(edge, frame, frame.session(), frame.number(), frame.stateVector());
    } else if (message instanceof ToOwner.Edit frame) {
      onFrame(edge, frame, frame.session(), frame.number(), frame.update());
    } else if (message instanceof ToOwner.Speaks speaks) {
      onSpeaks(edge, speaks);
    } else if (message instanceof ToOwner.Leave leave) {
      onLeave(edge, leave.session());
    } else if (message instanceof ToOwner.Probe probe) {
      onProbe(edge, probe);
    } else if (message instanceof ToOwner.Delivered delivered) {
      onDelivered(edge, delivered.revision());
    } else if (message instanceof ToOwner.Replay replay) {
      onReplay(edge, replay.after());
    }
  }

  private void onOpen(String edge, ToOwner.Open open) {
    Session session = subscriptions.find(edge, open.session());
    if (tenure.isReleasing()) {
      endSession(edge, open.session(), Reason.NOT_OWNER);
    } else if (session != null) {
      opened(session, false);
    } else if (subscriptions.sessions() >= limits.maxSessions()) {
      endSession(edge, open.session(), Reason.OVERLOADED);
    } else {
      session = new Session(edge, open);
      subscriptions.add(session);
      opened(session, false);
    }
  }

  /**
   * Says so, and begins the fan-out, once the document is loaded.
   *
   * @param isFresh whether it was loaded just now
   */
  private void opened(Session session, boolean isFresh) {
    if (loaded == null || tenure.isOver()) {
      return;
    }
    long durable = durable();
    if (session.delivered() > durable && !isFresh) {
      // Loading anew shows whether it is this owner that is behind, or the log that was restored:
      // the edge then learns it from the revision it is told.
      lostPlace(session.delivered());
      return;
    }
    outbox.send(
        session.edge(), new ToEdge.Opened(document, session.number(), tenure.epoch(), durable));
    subscriptions.follow(session.edge(), session.delivered(), durable);
  }

  private void onFrame(String edge, ToOwner.Input frame, long id, long number, Bytes bytes) {
    Session session = subscriptions.find(edge, id);
    if (session == null) {
      endSession(edge, id, Reason.LOST_PLACE);
    } else if (session.isRevoked()) {
      // Not a word: its edge hears of it too, and tells the client what has become of it.
      return;
    } else if (tenure.isReleasing() || session.hasReceived(number)) {
      // A repeated frame was answered or will be. One that comes during a release is not taken: the
      // session is about to be told to open elsewhere, and sends again what has no answer.
      return;
    } else if (!session.isNext(number)) {
      endSession(edge, id, Reason.LOST_PLACE);
    } else {
      session.receive(number);
      take(session, frame, bytes.length());
    }
  }

  private void take(Session session, ToOwner.Input frame, int bytes) {
    if (loaded != null) {
      loaded.take(session, frame).ifPresent(why -> endSession(session, why));
    } else if (held.isFull()) {
      endSession(session, Reason.OVERLOADED);
    } else {
      held.add(session, frame, bytes);
    }
  }

  private void onSpeaks(String edge, ToOwner.Speaks speaks) {
    Session session = subscriptions.find(edge, speaks.session());
    if (session != null) {
      session.speaks(speaks.client());
    }
  }

  private void onLeave(String edge, long number) {
    Session session = subscriptions.find(edge, number);
    if (session != null) {
      forget(session);
    }
  }

  /** The edge has been silent for too long. */
  void edgeGone(String edge) {
    Subscriber subscriber = subscriptions.find(edge);
    if (subscriber != null) {
      List.copyOf(subscriber.sessions()).forEach(this::forget);
    }
  }

  private void onProbe(String edge, ToOwner.Probe probe) {
    subscriptions.notInRoll(edge, probe.through(), probe.live()).forEach(this::forget);
    if (tenure.isReleasing()) {
      return;
    }
    if (probe.session() != ToOwner.Probe.NOBODY) {
      expect(edge, probe.session(), probe.number());
    }
    for (long number : probe.live()) {
      if (number != probe.session()) {
        expect(edge, number, 0);
      }
    }
  }

  /** The edge takes the session for open, and its frames for received. */
  private void expect(String edge, long number, long frame) {
    Session session = subscriptions.find(edge, number);
    if (session == null || session.isRevoked() || !session.hasReceived(frame)) {
      endSession(edge, number, Reason.LOST_PLACE);
    }
  }

  private void onDelivered(String edge, long revision) {
    Subscriber subscriber = subscriptions.find(edge);
    if (subscriber == null || loaded == null) {
      return;
    }
    if (revision > durable()) {
      lostPlace(revision);
    } else {
      subscriber.confirm(revision);
    }
  }

  private void onReplay(String edge, long after) {
    Subscriber subscriber = subscriptions.find(edge);
    if (subscriber == null || loaded == null) {
      return;
    }
    if (after > durable()) {
      lostPlace(after);
    } else {
      subscriptions.replay(subscriber, after, durable());
    }
  }

  /** Somebody has seen what this owner has not. */
  private void lostPlace(long delivered) {
    tenure.end(Reason.LOST_PLACE, "an edge has delivered " + delivered);
  }

  /** Tells the session's edge, and forgets it. */
  void endSession(Session session, Reason why) {
    endSession(session.edge(), session.number(), why);
  }

  private void endSession(String edge, long number, Reason why) {
    onLeave(edge, number);
    outbox.send(edge, new ToEdge.Ended(document, number, why));
  }

  private void forget(Session session) {
    subscriptions.remove(session);
    if (loaded != null) {
      loaded.forget(session);
    }
  }

  private long durable() {
    return loaded == null ? NOWHERE : loaded.sequence().durable();
  }
}
