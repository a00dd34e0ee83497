package dev.quire.edge.channel;

import dev.quire.wire.DocumentId;
import dev.quire.wire.session.ToOwner;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The way from a document's sessions to its present owner: who that is, under which numbers they
 * are open there, and everything that is said to it.
 *
 * <p>A session is open under one number at most, and at the present owner alone. Every opening
 * takes a new number, and what is unanswered follows it in the client's order; so of what was said
 * to an owner before, no answer is taken for one of now. While nobody is known to own the document,
 * nothing is said: it stays with the sessions until they are opened.
 *
 * <p>Owners of an earlier incarnation of the log are nobody: their revisions are void. Not
 * thread-safe.
 */
final class Upstream {
  private final DocumentId document;
  private final ChannelLimits limits;
  private final LongSupplier numbers;
  private final ChannelSessions sessions;
  private final Delivery delivery;
  private final RollCall rollCall;
  private final Consumer<Effect> effects;

  private @Nullable Owner owner;

  /** The log's incarnation that positions are in; below 0 before any is known. */
  private long incarnation = -1;

  /**
   * @param numbers as in {@link DocumentChannel}
   * @param effects takes what is said to the owner
   */
  Upstream(
      DocumentId document,
      ChannelLimits limits,
      LongSupplier numbers,
      ChannelSessions sessions,
      Delivery delivery,
      Consumer<Effect> effects) {
    this.document = document;
    this.limits = limits;
    this.numbers = numbers;
    this.sessions = sessions;
    this.delivery = delivery;
    this.effects = effects;
    this.rollCall = new RollCall(document, limits.answerMillis());
  }

  // Who the owner is.

  boolean isKnown() {
    return owner != null;
  }

  /** Whether that is where the sessions are open, or would be; null for nobody. */
  boolean isAt(@Nullable Owner other) {
    return other == null ? owner == null : other.equals(owner);
  }

  /** Whether what is said under this epoch is about the log that positions are in. */
  boolean isOfThisLog(long epoch) {
    return Owner.incarnationOf(epoch) == incarnation;
  }

  /** Whether it is an owner of before a restore, which is gone or will learn of it. */
  boolean isVoid(Owner other) {
    return other.incarnation() < incarnation;
  }

  /** Whether its log is another than the one that positions are in. */
  boolean isOfNewLog(Owner next) {
    return incarnation >= 0 && next.incarnation() > incarnation;
  }

  /** Nothing more is said to the one of before, not even that sessions leave it. */
  void abandon() {
    owner = null;
  }

  /** From now on it is this one, null for nobody: every session is opened there. */
  void moveTo(@Nullable Owner next, long now) {
    boolean sameProcess = next != null && owner != null && next.process().equals(owner.process());
    for (ChannelSession session : sessions.all()) {
      if (sameProcess) {
        leave(session);
      }
      sessions.close(session);
    }
    owner = next;
    delivery.forgetOwner();
    if (next != null) {
      incarnation = next.incarnation();
      sessions.all().forEach(session -> open(session, now));
    }
  }

  // Opening, and opening again.

  /** Opens the session under a new number, and sends what is unanswered. */
  void open(ChannelSession session, long now) {
    session.number = 0;
    session.askedAt = now;
    if (owner == null) {
      return;
    }
    sessions.number(session, numbers.getAsLong());
    session.heard = false;
    session.answeredThrough = 0;
    session.waitingSince = now;
    session.openedFrom = delivery.position();
    send(
        new ToOwner.Open(
            document,
            session.number,
            session.right.author(),
            session.right.mayEdit(),
            session.openedFrom,
            session.right.signIn(),
            session.right.asOf(),
            session.right.organisation(),
            session.right.key(),
            session.right.stamp()));
    tellClient(session);
    for (ChannelSession.Frame frame : session.renumber()) {
      send(message(session, frame));
    }
  }

  /** Opens the session anew where it is, and sends again what is unanswered. */
  void resume(ChannelSession session, long now) {
    leave(session);
    open(session, now);
  }

  void leave(ChannelSession session) {
    if (session.isOpen()) {
      send(new ToOwner.Leave(document, session.number));
      sessions.close(session);
    }
  }

  // What time does.

  /** Says again what may have been lost, to an owner that is known. */
  void repeat(long now) {
    delivery.confirm().ifPresent(this::send);
    for (ChannelSession session : sessions.all()) {
      if (!session.isOpen()) {
        openAgain(session, now);
      } else if (!session.heard || session.awaitsAnswer()) {
        probe(session, now);
      }
    }
    rollCall.call(now, sessions).ifPresent(this::send);
  }

  private void openAgain(ChannelSession session, long now) {
    if (now - session.askedAt >= limits.repeatMillis()) {
      open(session, now);
    }
  }

  private void probe(ChannelSession session, long now) {
    if (now - session.waitingSince >= limits.answerMillis() * session.patience) {
      session.loseMorePatience();
      resume(session, now);
    } else if (now - Math.max(session.askedAt, session.waitingSince) >= limits.repeatMillis()) {
      session.askedAt = now;
      send(new ToOwner.Probe(document, session.number, session.lastFrame));
    }
  }

  /** Asks for frames that are missing, where an owner is known. */
  void recover(long now) {
    if (owner != null) {
      delivery.replay(now).ifPresent(this::send);
    }
  }

  // Saying it.

  /** A client's frame, where the session is open; otherwise it goes when that is opened. */
  void send(ChannelSession session, ChannelSession.Frame frame) {
    if (session.isOpen()) {
      send(message(session, frame));
    }
  }

  /** Which Yjs client the session says that it is, where it is open and has said so. */
  void tellClient(ChannelSession session) {
    if (session.isOpen() && session.client >= 0) {
      send(new ToOwner.Speaks(document, session.number, session.client));
    }
  }

  private ToOwner.Input message(ChannelSession session, ChannelSession.Frame frame) {
    return frame.edit
        ? new ToOwner.Edit(document, session.number, frame.number, frame.body, frame.onlyAt)
        : new ToOwner.Synchronise(document, session.number, frame.number, frame.body);
  }

  private void send(ToOwner.Input message) {
    if (owner != null) {
      effects.accept(new Effect.Send(owner, message));
    }
  }
}
