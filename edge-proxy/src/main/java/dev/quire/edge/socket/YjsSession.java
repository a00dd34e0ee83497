package dev.quire.edge.socket;

import dev.quire.edge.channel.Effect;
import dev.quire.wire.Bytes;
import dev.quire.wire.Principal;
import dev.quire.wire.client.YWebsocketProtocol;
import dev.quire.wire.session.ToEdge;

/** The one document of a {@code /yjs} socket. */
final class YjsSession extends DocumentSession {
  YjsSession(YjsSocket socket, Principal principal) {
    super(socket, principal);
  }

  @Override
  void write(EncodedFrames update) {
    socket.writer.writeShared(update.plain());
  }

  @Override
  public void awareness(EncodedFrames states) {
    if (socket.writer.hasRoomForPresence()) {
      socket.writer.writeShared(states.plain());
    }
  }

  @Override
  public void present(Bytes awareness) {
    if (socket.writer.hasRoomForPresence()) {
      socket.writer.write(WebSocketBytes.message(YWebsocketProtocol.awareness(awareness)));
    }
  }

  /** The protocol has no acknowledgement: only what was not taken is told. */
  @Override
  void tellAnswer(Effect.Answer answer) {
    switch (answer.verdict()) {
      case APPLIED, READ_ONLY -> {
        // A viewer's edits are dropped.
      }
      case CHANGED -> throw new IllegalStateException("no condition on a socket's edits");
      case TOO_LARGE ->
          socket.writer.write(
              WebSocketBytes.message(
                  YWebsocketProtocol.permissionDenied(
                      "The document has reached its greatest size; the edit was not stored.")));
      case MALFORMED ->
          socket.refuse("malformed", CloseCode.MALFORMED, "An update is not one of Yjs.");
    }
  }

  @Override
  StateStream stream(Effect.Synchronise synchronise, Runnable written, Runnable sent) {
    ToEdge.Synchronised state = synchronise.state();
    return new StateStream(
        socket,
        synchronise,
        YWebsocketProtocol.syncStep2Head(state.length()),
        YWebsocketProtocol.syncStep1(state.stateVector()),
        written,
        sent);
  }

  @Override
  void withdrawn(int code, String reason) {
    socket.close(code, reason);
  }

  @Override
  public void end(ToEdge.Reason reason) {
    left();
    switch (reason) {
      case GONE -> socket.close(CloseCode.NO_SUCH_DOCUMENT, "The document does not exist.");
      case OTHER_HISTORY -> socket.close(CloseCode.OTHER_HISTORY, CloseCode.WHY_OTHER_HISTORY);
      case OVERLOADED ->
          socket.close(CloseCode.OVERLOADED, "The document is overloaded. Try again later.");
      case CLIENT_TAKEN ->
          socket.close(
              CloseCode.LOST_PLACE, "Somebody else here writes under this client id. Reconnect.");
      case LOST_PLACE, NOT_OWNER, UNAVAILABLE ->
          socket.close(CloseCode.LOST_PLACE, "The server lost its place. Reconnect.");
    }
  }
}
