package dev.quire.edge.socket;

import dev.quire.edge.identity.TokenRefused;
import dev.quire.edge.pace.Allowances;
import dev.quire.wire.Principal;
import dev.quire.wire.WireFailure;
import dev.quire.wire.client.YWebsocketProtocol;
import dev.quire.wire.client.YWebsocketProtocol.Frame;
import dev.quire.wire.doc.OpenDocument;
import io.vertx.core.Future;
import io.vertx.core.http.ServerWebSocket;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** A {@code /yjs/{document}} socket: one document, the credential in its URL or subprotocol. */
final class YjsSocket extends ClientSocket {
  private @Nullable YjsSession session;

  YjsSocket(
      ServerWebSocket socket,
      LoopParts loop,
      String address,
      Consumer<ClientSocket> gone,
      String document,
      String credential) {
    super(socket, loop, address, gone);
    reading.stop(Reading.Reason.AUTHENTICATION);
    loop.joins()
        .pass(this, () -> loop.tokens().verifyTokenOrTicket(credential))
        .compose(principal -> open(principal, document))
        .onComplete(access -> reading.goOn(Reading.Reason.AUTHENTICATION), this::refused);
  }

  private Future<OpenDocument.Access> open(Principal principal, String document) {
    if (!isClosing()) {
      authenticated(principal);
    }
    return loop.joins()
        .paced(this, Allowances.whose(principal))
        .compose(now -> loop.joins().pass(this, () -> loop.access().open(principal, document)))
        .map(access -> opened(principal, access));
  }

  private OpenDocument.Access opened(Principal principal, OpenDocument.Access access) {
    if (isClosing()) {
      return access;
    }
    loop.tokens().requireLive(principal);
    YjsSession joined = new YjsSession(this, principal);
    session = joined;
    joined.join(access);
    return access;
  }

  private void refused(Throwable fault) {
    if (fault instanceof TokenRefused refused) {
      refuseCredential(refused.reason());
    } else if (fault instanceof WireFailure failure) {
      if (codeOf(failure) == CloseCode.UNAUTHENTICATED) {
        refuseCredential(failure.detail());
      } else {
        close(codeOf(failure), failure.detail());
      }
    } else {
      close(CloseCode.OVERLOADED, "The document can't be opened just now. Try again later.");
    }
  }

  /** A token or ticket is none, or is not good any more: an honest client brings few of those. */
  private void refuseCredential(String reason) {
    if (!isClosing()) {
      fault();
    }
    close(CloseCode.UNAUTHENTICATED, reason);
  }

  private static int codeOf(WireFailure failure) {
    return switch (failure.code()) {
      case UNAUTHENTICATED -> CloseCode.UNAUTHENTICATED;
      case FORBIDDEN -> CloseCode.FORBIDDEN;
      case NOT_FOUND, INVALID, CONFLICT -> CloseCode.NO_SUCH_DOCUMENT;
      case OVERLOADED, UNAVAILABLE, TIMEOUT, INTERNAL, TOO_LARGE, TOO_COSTLY, HISTORY_TOO_LONG ->
          CloseCode.OVERLOADED;
    };
  }

  @Override
  void onMessage(byte[] message) {
    YjsSession joined = session;
    if (joined == null) {
      return;
    }
    Frame frame = YWebsocketProtocol.decode(message);
    if (frame instanceof YWebsocketProtocol.Edit edit) {
      joined.onEdit(edit.update());
    } else if (frame instanceof YWebsocketProtocol.Awareness awareness) {
      joined.onAwareness(awareness.update());
    } else if (frame instanceof YWebsocketProtocol.SyncStep1 step) {
      joined.onStateVector(step.stateVector());
    } else if (frame instanceof YWebsocketProtocol.QueryAwareness) {
      joined.onQueryAwareness();
    } else if (frame instanceof YWebsocketProtocol.Malformed malformed) {
      refuse("malformed", CloseCode.MALFORMED, malformed.reason());
    }
  }

  /** Nothing can be asked of y-websocket: it comes back with the token it has by then. */
  @Override
  void onTick() {
    YjsSession joined = session;
    if (joined != null && loop.wallClock().millis() >= joined.principal().expiresAtMillis()) {
      close(CloseCode.LOST_PLACE, "The access token has expired. Reconnect with a fresh one.");
    }
  }

  @Override
  void onSignedOut(Predicate<Principal> whom) {
    YjsSession joined = session;
    if (joined != null && whom.test(joined.principal())) {
      close(CloseCode.UNAUTHENTICATED, "The session has ended. Sign in again.");
    }
  }

  @Override
  void onGone() {
    if (session != null) {
      session.leave();
      session = null;
    }
  }
}
