package dev.quire.edge.socket;

import dev.quire.edge.channel.Effect;
import dev.quire.edge.channel.Right;
import dev.quire.edge.presence.PresenceLink;
import dev.quire.wire.Bytes;
import dev.quire.wire.Principal;
import dev.quire.wire.Role;
import dev.quire.wire.doc.OpenDocument;
import dev.quire.wire.doc.Revocation;
import dev.quire.wire.session.ToEdge;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/**
 * One document open on one socket, whatever the protocol: joined to its host and to presence, and
 * counted against the socket's bounds.
 */
abstract class DocumentSession implements Subscriber, PresenceLink.Receiver {
  /** Longer edits are sent back to whoever sent them, rather than kept. */
  private static final int MAX_REMEMBERED = 64 << 10;

  final ClientSocket socket;
  private final LoopParts loop;
  private Principal principal;
  private OpenDocument.@Nullable Access access;
  private @Nullable DocumentHost host;
  private long number;
  private int unansweredFrames;
  private long unansweredBytes;
  private Bytes lastEdit = Bytes.EMPTY;

  /** Whether its client has sent an awareness update: the first says who it is. */
  private boolean hasSpoken;

  /** State vectors: the one that is being answered, and behind it those that wait for that. */
  private final ArrayDeque<Bytes> stateVectors = new ArrayDeque<>();

  /** Grows with each state vector that is done with. */
  private long stateTurn;

  DocumentSession(ClientSocket socket, Principal principal) {
    this.socket = socket;
    this.loop = socket.loop;
    this.principal = principal;
  }

  final Principal principal() {
    return principal;
  }

  final boolean isJoined() {
    return host != null;
  }

  final boolean mayEdit() {
    return access != null && access.role().mayEdit();
  }

  /** A fresh token of the same person. */
  final void renew(Principal renewed) {
    principal = renewed;
  }

  /** Whether the document is open with the same right. */
  final boolean isOpenAs(OpenDocument.Access granted) {
    return host != null
        && access != null
        && granted.document().equals(access.document())
        && granted.role().mayEdit() == access.role().mayEdit();
  }

  /** Opens the document; a session that has it open already is left as it is. */
  final void join(OpenDocument.Access granted) {
    if (host != null) {
      return;
    }
    access = granted;
    hasSpoken = false;
    number = loop.documents().newSession();
    Right right = Right.of(principal, granted, SessionStamp.of(principal));
    host = loop.documents().join(granted.document(), number, this, right);
    loop.presence().enter(granted.document(), number, principal, this);
  }

  /**
   * Somebody's right on the document is another one. Where it is this session's and gone, that is
   * its end; where another may be edited than before, the socket is told to come back: its client
   * then learns what it may do, and sends again what was not answered.
   */
  final void onRightChanged(Revocation.RightChanged change) {
    boolean isMine =
        principal.realm() == Principal.Realm.QUIRE && principal.userId().equals(change.userId());
    Role role = change.role();
    if (!isMine || !isNews(change)) {
      return;
    }
    if (role == null) {
      withdrawn(CloseCode.FORBIDDEN, "Your access has ended.");
    } else if (role.mayEdit() != mayEdit()) {
      socket.close(CloseCode.LOST_PLACE, "Your rights have changed. Reconnect.");
    }
  }

  /**
   * What belonging to an organisation gives is another thing, for one or for all. Whether it is
   * this session's right only doc-service can tell: the socket is told to come back, and its client
   * learns then what it may do.
   */
  final void onOrganisationChanged(Revocation.OrganisationChanged change) {
    boolean isMine =
        principal.realm() == Principal.Realm.QUIRE
            && (change.userId().isEmpty() || principal.userId().equals(change.userId()));
    if (isMine
        && isNews(change)
        && access != null
        && access.organisation().equals(change.organisation())) {
      socket.close(CloseCode.LOST_PLACE, "Your rights may have changed. Reconnect.");
    }
  }

  final void onDeleted(Revocation.DocumentDeleted deleted) {
    if (isNews(deleted)) {
      withdrawn(CloseCode.NO_SUCH_DOCUMENT, "The document was deleted.");
    }
  }

  /** A right that was read after the change is the new one. */
  private boolean isNews(Revocation change) {
    return isJoined() && access != null && change.number() > access.asOf();
  }

  /** The right to be here is gone for good. */
  abstract void withdrawn(int code, String reason);

  /** Leaves the document, without a word to the client. */
  final void leave() {
    DocumentHost joined = host;
    if (joined == null) {
      return;
    }
    host = null;
    loop.presence().leave(joined.document(), number);
    joined.leave(number);
    forgetUnanswered();
  }

  /** The host has let go of it: what {@link #leave} does for the rest. */
  final void left() {
    DocumentHost joined = host;
    if (joined != null) {
      host = null;
      loop.presence().leave(joined.document(), number);
      forgetUnanswered();
    }
  }

  private void forgetUnanswered() {
    stateVectors.clear();
    stateTurn++;
    socket.answered(unansweredFrames, unansweredBytes);
    unansweredFrames = 0;
    unansweredBytes = 0;
  }

  /**
   * One state at a time: the next is asked for when the client has been sent the one before.
   * Otherwise a handful of short frames would have the owner make, and the edge hold, a copy of the
   * document each.
   */
  final void onStateVector(Bytes stateVector) {
    if (host != null) {
      stateVectors.addLast(stateVector);
      take(stateVector);
      if (host != null && stateVectors.size() == 1) {
        host.synchronise(number, stateVector);
      }
    }
  }

  @Override
  public final void synchronise(Effect.Synchronise synchronise) {
    long turn = stateTurn;
    stream(synchronise, this::written, () -> sent(turn)).begin();
  }

  /** Writes the state in the way of the protocol. */
  abstract StateStream stream(Effect.Synchronise synchronise, Runnable written, Runnable sent);

  /** The state of the oldest state vector has been sent, or its socket is gone. */
  private void sent(long turn) {
    Bytes answered = turn == stateTurn ? stateVectors.pollFirst() : null;
    if (answered == null) {
      return;
    }
    stateTurn++;
    unansweredFrames--;
    unansweredBytes -= answered.length();
    socket.answered(1, answered.length());
    Bytes next = stateVectors.peekFirst();
    if (host != null && next != null) {
      host.synchronise(number, next);
    }
  }

  final void onEdit(Bytes update) {
    if (host != null) {
      lastEdit = update.length() <= MAX_REMEMBERED ? update : Bytes.EMPTY;
      take(update);
      if (host != null) {
        host.edit(number, update);
      }
    }
  }

  /** Counts a frame that is to be answered; the socket may be closed by it. */
  private void take(Bytes body) {
    unansweredFrames++;
    unansweredBytes += body.length();
    if (host != null) {
      socket.paceFrame(body.length(), host);
    }
  }

  final void onAwareness(Bytes update) {
    DocumentHost joined = host;
    if (joined == null || !mayPassAwareness()) {
      return;
    }
    if (update.length() > socket.limits.awarenessBytes()) {
      loop.counters().limited("awareness_bytes");
      return;
    }
    if (!hasSpoken) {
      hasSpoken = true;
      OwnClient.of(update).ifPresent(client -> joined.speaks(number, client));
    }
    loop.presence().publish(joined.document(), number, update);
  }

  final void onQueryAwareness() {
    if (host != null && mayPassAwareness()) {
      loop.presence().query(host.document(), number);
    }
  }

  private boolean mayPassAwareness() {
    boolean passes = socket.pace.awareness();
    if (!passes) {
      loop.counters().limited("awareness_frames_per_second");
    }
    return passes;
  }

  /** A commit of nothing but this client's own last edit is no news to it: a write saved. */
  @Override
  public final void deliver(EncodedFrames update) {
    if (lastEdit.isEmpty() || !lastEdit.equals(update.body())) {
      write(update);
    }
  }

  /** Writes the update to the socket. */
  abstract void write(EncodedFrames update);

  @Override
  public final void answer(Effect.Answer answer) {
    unansweredFrames -= answer.frames();
    unansweredBytes -= answer.bytes();
    socket.answered(answer.frames(), answer.bytes());
    if (answer.verdict() == ToEdge.Verdict.TOO_LARGE) {
      loop.counters().limited("document_bytes");
    }
    tellAnswer(answer);
  }

  /** Tells the client, where its protocol knows how. */
  abstract void tellAnswer(Effect.Answer answer);

  @Override
  public final void malformedAwareness() {
    socket.refuse("malformed", CloseCode.MALFORMED, "An awareness update is malformed.");
  }

  private void written() {
    if (host != null) {
      host.written(number);
    }
  }
}
