package dev.quire.edge.socket;

import dev.quire.edge.identity.TokenRefused;
import dev.quire.edge.pace.Allowances;
import dev.quire.wire.Principal;
import dev.quire.wire.WireFailure;
import dev.quire.wire.client.HocuspocusProtocol;
import dev.quire.wire.client.HocuspocusProtocol.Frame;
import dev.quire.wire.doc.OpenDocument;
import io.vertx.core.Future;
import io.vertx.core.http.ServerWebSocket;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Predicate;

/** A {@code /collab} socket: many documents, each under the address that its provider gives it. */
final class CollabSocket extends ClientSocket {
  /** How long a provider of unknown version may take to show that it is not 2. */
  private static final long PROOF_MILLIS = 400;

  private final Map<String, CollabSession> sessions = new HashMap<>();

  /**
   * How many tokens of each address are being looked at. Nothing is read while one of these is for
   * a document that is not open, as what comes may be for it, or a second one is: a provider sends
   * one.
   */
  private final Map<String, Integer> opening = new HashMap<>();

  /** Sessions that are over, and may still show that they take a CLOSE frame. */
  private final Map<String, CollabSession> ending = new HashMap<>();

  CollabSocket(
      ServerWebSocket socket, LoopParts loop, String address, Consumer<ClientSocket> gone) {
    super(socket, loop, address, gone);
  }

  @Override
  void onMessage(byte[] message) {
    Frame frame = HocuspocusProtocol.decode(message);
    if (frame instanceof HocuspocusProtocol.Edit edit) {
      CollabSession session = sessions.get(edit.address());
      if (session != null) {
        session.onEdit(edit.update());
      }
    } else if (frame instanceof HocuspocusProtocol.Awareness awareness) {
      CollabSession session = sessions.get(awareness.address());
      if (session != null) {
        session.onAwareness(awareness.update());
      }
    } else if (frame instanceof HocuspocusProtocol.SyncStep1 step) {
      CollabSession session = sessions.get(step.address());
      if (session != null) {
        session.onStateVector(step.stateVector());
      }
    } else if (frame instanceof HocuspocusProtocol.Token token) {
      onToken(token);
    } else if (frame instanceof HocuspocusProtocol.QueryAwareness query) {
      CollabSession session = sessions.get(query.address());
      if (session != null) {
        session.onQueryAwareness();
      }
    } else if (frame instanceof HocuspocusProtocol.Close closed) {
      CollabSession session = sessions.remove(closed.address());
      if (session != null) {
        session.leave();
      }
    } else if (frame instanceof HocuspocusProtocol.Malformed malformed) {
      refuse("malformed", CloseCode.MALFORMED, malformed.reason());
    }
    // Stateless messages and pongs ask for nothing.
  }

  private void onToken(HocuspocusProtocol.Token token) {
    String address = token.address();
    CollabSession over = ending.remove(address);
    if (over != null) {
      // It has answered what a provider 2 does not: its CLOSE frame can be sent.
      over.showsToTakeClose();
      over.send(HocuspocusProtocol.close(address, "The document is closed to you."));
      return;
    }
    CollabSession session = sessions.get(address);
    if (session == null
        && !opening.containsKey(address)
        && sessions.size() + unopened() >= limits.documentsPerSocket()) {
      loop.counters().limited("documents_per_socket");
      deny(address, "A socket may have " + limits.documentsPerSocket() + " documents.");
      return;
    }
    opening.merge(address, 1, Integer::sum);
    if (mustWait()) {
      reading.stop(Reading.Reason.AUTHENTICATION);
    }
    loop.joins()
        .pass(this, () -> loop.tokens().verify(token.token()))
        .compose(principal -> open(token, principal))
        .onComplete(
            opened -> verified(address),
            fault -> {
              verified(address);
              refused(address, fault);
            });
  }

  private Future<OpenDocument.Access> open(HocuspocusProtocol.Token token, Principal principal) {
    if (!isClosing()) {
      authenticated(principal);
    }
    return loop.joins()
        .paced(this, Allowances.whose(principal))
        .compose(
            now ->
                loop.joins().pass(this, () -> loop.access().open(principal, name(token.address()))))
        .map(access -> opened(token, principal, access));
  }

  /** What precedes the session that provider 4 may put behind a document's name. */
  private static String name(String address) {
    int end = address.indexOf('\0');
    return end < 0 ? address : address.substring(0, end);
  }

  private void verified(String address) {
    opening.computeIfPresent(address, (which, tokens) -> tokens == 1 ? null : tokens - 1);
    if (!mustWait()) {
      reading.goOn(Reading.Reason.AUTHENTICATION);
    }
  }

  private boolean mustWait() {
    return unopened() > 0 || opening.values().stream().anyMatch(tokens -> tokens > 1);
  }

  private long unopened() {
    return opening.keySet().stream().filter(each -> !sessions.containsKey(each)).count();
  }

  private OpenDocument.Access opened(
      HocuspocusProtocol.Token token, Principal principal, OpenDocument.Access access) {
    if (isClosing()) {
      return access;
    }
    loop.tokens().requireLive(principal);
    String address = token.address();
    CollabSession session = sessions.get(address);
    if (session == null) {
      session = new CollabSession(this, address, principal, !token.version().isEmpty());
      sessions.put(address, session);
    } else if (isSame(session.principal(), principal) && session.isOpenAs(access)) {
      session.renewed(principal);
    } else {
      // What is unanswered was sent with another right: the client sends it again with this one.
      close(CloseCode.LOST_PLACE, "Your rights have changed. Reconnect.");
      return access;
    }
    session.send(HocuspocusProtocol.authenticated(address, !access.role().mayEdit()));
    session.join(access);
    return access;
  }

  private static boolean isSame(Principal one, Principal other) {
    return one.realm() == other.realm() && one.userId().equals(other.userId());
  }

  private void refused(String address, Throwable fault) {
    if (isClosing()) {
      return;
    }
    CollabSession session = sessions.get(address);
    if (fault instanceof TokenRefused refused) {
      fault();
      if (session == null) {
        deny(address, refused.reason());
      }
      // Else the session goes on to the end of the token that it has.
    } else if (fault instanceof WireFailure failure && Access.isFinal(failure)) {
      if (session == null) {
        deny(address, failure.detail());
      } else {
        endFinally(session, CloseCode.FORBIDDEN, failure.detail());
      }
    } else if (session == null) {
      close(CloseCode.OVERLOADED, "The document can't be opened just now. Try again later.");
    }
  }

  private void deny(String address, String reason) {
    writer.write(WebSocketBytes.message(HocuspocusProtocol.permissionDenied(address, reason)));
  }

  /** Ends one document for good, and has the client's application told why. */
  void refuseFinally(CollabSession session, int code, String reason) {
    deny(session.address(), reason);
    endFinally(session, code, reason);
  }

  /**
   * Ends one document for good: by a CLOSE frame, or for provider 2, which throws on it, by closing
   * the socket. Providers 2 and 3 look alike until one is asked for a token, which 2 never sends.
   */
  void endFinally(CollabSession session, int code, String reason) {
    sessions.remove(session.address(), session);
    session.leave();
    if (session.takesClose()) {
      session.send(HocuspocusProtocol.close(session.address(), reason));
      return;
    }
    ending.put(session.address(), session);
    session.send(HocuspocusProtocol.tokenRequest(session.address()));
    loop.vertx()
        .setTimer(
            PROOF_MILLIS,
            timer -> {
              if (ending.remove(session.address(), session)) {
                close(code, reason);
              }
            });
  }

  @Override
  void onTick() {
    long wall = loop.wallClock().millis();
    for (CollabSession session : List.copyOf(sessions.values())) {
      if (session.isExpired(wall)) {
        endUnauthenticated(session, "The access token has expired.");
      } else {
        session.requestTokenInTime(wall);
      }
    }
  }

  /** Closes the socket, unless others are on it with tokens that are good. */
  private void endUnauthenticated(CollabSession session, String reason) {
    if (sessions.size() > 1) {
      endFinally(session, CloseCode.UNAUTHENTICATED, reason);
    } else {
      close(CloseCode.UNAUTHENTICATED, reason);
    }
  }

  @Override
  void onSignedOut(Predicate<Principal> whom) {
    for (CollabSession session : List.copyOf(sessions.values())) {
      if (!isClosing() && whom.test(session.principal())) {
        endUnauthenticated(session, "The session has ended. Sign in again.");
      }
    }
  }

  @Override
  void onGone() {
    sessions.values().forEach(DocumentSession::leave);
    sessions.clear();
    ending.clear();
  }
}
