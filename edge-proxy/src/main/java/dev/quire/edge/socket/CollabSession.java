package dev.quire.edge.socket;

import dev.quire.edge.channel.Effect;
import dev.quire.wire.Bytes;
import dev.quire.wire.Principal;
import dev.quire.wire.client.HocuspocusProtocol;
import dev.quire.wire.session.ToEdge;
import io.netty.buffer.ByteBuf;

/** One document on a {@code /collab} socket, under the address that its client gave it. */
final class CollabSession extends DocumentSession {
  private final CollabSocket collab;
  private final String address;

  /** Whether the provider is known to be 3 or later, which takes CLOSE frames. */
  private boolean takesClose;

  private long tokenRequestAt;

  /**
   * @param takesClose whether the provider named its version, as 4 and later do
   */
  CollabSession(CollabSocket socket, String address, Principal principal, boolean takesClose) {
    super(socket, principal);
    this.collab = socket;
    this.address = address;
    this.takesClose = takesClose;
    planTokenRequest();
  }

  String address() {
    return address;
  }

  boolean takesClose() {
    return takesClose;
  }

  /** It has sent a token on request, or named its version: it is no provider 2. */
  void showsToTakeClose() {
    takesClose = true;
  }

  void renewed(Principal fresh) {
    renew(fresh);
    planTokenRequest();
  }

  /** A minute before the token's end, or at half of what is left of it. */
  private void planTokenRequest() {
    long now = socket.loop.wallClock().millis();
    long left = Math.max(0, principal().expiresAtMillis() - now);
    tokenRequestAt = principal().expiresAtMillis() - Math.min(60_000, left / 2);
  }

  boolean isExpired(long wallMillis) {
    return wallMillis >= principal().expiresAtMillis();
  }

  /** Asks for a fresh token when it is time, and again while none comes. */
  void requestTokenInTime(long wallMillis) {
    if (wallMillis >= tokenRequestAt) {
      send(HocuspocusProtocol.tokenRequest(address));
      planTokenRequest();
      tokenRequestAt = Math.max(tokenRequestAt, wallMillis + 1_000);
    }
  }

  void send(byte[] message) {
    socket.writer.write(WebSocketBytes.message(message));
  }

  @Override
  void write(EncodedFrames update) {
    socket.writer.writeShared(update.addressed(address));
  }

  @Override
  public void awareness(EncodedFrames states) {
    if (socket.writer.hasRoomForPresence()) {
      socket.writer.writeShared(states.addressed(address));
    }
  }

  @Override
  public void present(Bytes awareness) {
    if (socket.writer.hasRoomForPresence()) {
      send(HocuspocusProtocol.awareness(address, awareness));
    }
  }

  @Override
  void tellAnswer(Effect.Answer answer) {
    boolean applied = answer.verdict() == ToEdge.Verdict.APPLIED;
    byte[] status = HocuspocusProtocol.syncStatus(address, applied);
    ByteBuf frame = WebSocketBytes.message(status);
    for (int i = 1; i < answer.frames(); i++) {
      socket.writer.writeShared(frame);
    }
    socket.writer.write(frame);
  }

  @Override
  StateStream stream(Effect.Synchronise synchronise, Runnable written, Runnable sent) {
    ToEdge.Synchronised state = synchronise.state();
    return new StateStream(
        socket,
        synchronise,
        HocuspocusProtocol.syncStep2Head(address, state.length()),
        HocuspocusProtocol.syncStep1(address, state.stateVector()),
        written,
        sent);
  }

  @Override
  void withdrawn(int code, String reason) {
    collab.endFinally(this, code, reason);
  }

  @Override
  public void end(ToEdge.Reason reason) {
    left();
    switch (reason) {
      case GONE ->
          collab.endFinally(this, CloseCode.NO_SUCH_DOCUMENT, "The document does not exist.");
      case OTHER_HISTORY ->
          collab.refuseFinally(this, CloseCode.OTHER_HISTORY, CloseCode.WHY_OTHER_HISTORY);
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
