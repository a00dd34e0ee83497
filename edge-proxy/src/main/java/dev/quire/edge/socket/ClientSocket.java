package dev.quire.edge.socket;

import dev.quire.edge.pace.Allowances;
import dev.quire.edge.pace.EdgeLimits;
import dev.quire.wire.Principal;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.http.websocketx.CorruptedWebSocketFrameException;
import io.netty.handler.codec.http.websocketx.WebSocketCloseStatus;
import io.netty.handler.codec.http.websocketx.WebSocketFrameDecoder;
import io.netty.handler.codec.http.websocketx.WebSocketFrameEncoder;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.internal.http.WebSocketInternal;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One client's socket: who is there, its limits, its end. What it says is put together by {@link
 * Messages}, and is for the protocols, which extend this.
 *
 * <p>The frame decoder itself refuses long frames, so that an unauthenticated socket never has more
 * than one short one in memory; authentication raises its bound.
 */
abstract class ClientSocket implements Newcomer {
  private static final Logger log = LoggerFactory.getLogger(ClientSocket.class);

  /** How long a client that is told to go may take to hear it. */
  private static final long CLOSING_MILLIS = 5_000;

  /** The same where its answer will not be understood, and is no reason to wait. */
  private static final long BROKEN_CLOSING_MILLIS = 500;

  final LoopParts loop;
  final EdgeLimits limits;
  final SocketWriter writer;
  final Reading reading;
  final Pace pace;

  private final ServerWebSocket webSocket;
  private final BoundedFrameDecoder decoder;
  private final Intake intake;
  private final Messages messages;
  private final Pings pings;
  private final Consumer<ClientSocket> gone;
  private final long openedAt;
  private final String address;
  private Optional<String> user = Optional.empty();
  private boolean authenticated;
  private boolean closing;

  /**
   * @param address where the client is
   * @param gone run once when the socket is no more
   */
  ClientSocket(
      ServerWebSocket socket, LoopParts loop, String address, Consumer<ClientSocket> gone) {
    this.address = address;
    this.webSocket = socket;
    this.loop = loop;
    this.limits = loop.limits();
    this.gone = gone;
    this.openedAt = loop.clock().getAsLong();
    this.reading = new Reading(socket);
    this.pace = new Pace(limits);
    this.intake =
        new Intake(
            loop,
            reading,
            pace,
            address,
            () ->
                refuse(
                    "throttled_millis", CloseCode.OVERLOADED, "Sends too fast. Try again later."));
    ChannelHandlerContext context = ((WebSocketInternal) socket).channelHandlerContext();
    ChannelHandlerContext encoder = context.pipeline().context(WebSocketFrameEncoder.class);
    this.writer =
        new SocketWriter(
            encoder,
            loop.turn(),
            loop.counters(),
            limits.outputBytes(),
            () -> refuse("output_bytes", CloseCode.LOST_PLACE, "Fell too far behind."));
    String offered = socket.headers().get(Deflate.HEADER);
    this.decoder =
        decode(
            context.pipeline(),
            limits.compression() && offered != null && Deflate.answer(offered).isPresent());
    this.messages = new Messages(this, intake);
    this.pings = new Pings(limits, reading, writer, openedAt);
    socket.frameHandler(
        frame -> {
          pings.heard();
          messages.onFrame(frame);
        });
    socket.pongHandler(pong -> pings.heard());
    socket.exceptionHandler(this::onFault);
    socket.closeHandler(closed -> onClosed());
  }

  /** One message of the client, not longer than it may be. */
  abstract void onMessage(byte[] message);

  /** Time goes by, every half second. */
  abstract void onTick();

  /** Their sign-ins have ended, and what is open by them with them. */
  abstract void onSignedOut(Predicate<Principal> whom);

  /** The socket is no more, or about to be: leave every document. */
  abstract void onGone();

  /** The longest that a message of this client may be. */
  final int maxMessageBytes() {
    return authenticated ? limits.frameBytes() : limits.unauthenticatedFrameBytes();
  }

  /** Whether it is known who is here. */
  final boolean isAuthenticated() {
    return authenticated;
  }

  @Override
  public final String address() {
    return address;
  }

  /** Who is here; empty for a stranger. */
  final Optional<String> user() {
    return user;
  }

  /** Somebody is known to be here: longer messages may come. The socket may be closed by it. */
  final void authenticated(Principal principal) {
    if (authenticated) {
      return;
    }
    String known = Allowances.whose(principal);
    if (!loop.counters().census().identified(known, limits)) {
      refuse("sockets_per_user", CloseCode.OVERLOADED, "You have as many sockets as you may.");
      return;
    }
    user = Optional.of(known);
    intake.identified(known);
    authenticated = true;
    decoder.bound(limits.frameBytes());
  }

  /** Puts a decoder with the edge's own bounds in the place of Vert.x's. */
  private BoundedFrameDecoder decode(ChannelPipeline pipeline, boolean mayPack) {
    BoundedFrameDecoder bounded =
        new BoundedFrameDecoder(
            limits.unauthenticatedFrameBytes(),
            mayPack,
            () -> !authenticated && reading.isStopped(Reading.Reason.AUTHENTICATION),
            this::onViolation);
    ChannelHandlerContext given = pipeline.context(WebSocketFrameDecoder.class);
    if (given != null) {
      pipeline.replace(given.handler(), given.name(), bounded);
      pipeline.addFirst(new UnreadEnd());
    }
    return bounded;
  }

  private void onViolation(CorruptedWebSocketFrameException violation) {
    if (WebSocketCloseStatus.MESSAGE_TOO_BIG.equals(violation.closeStatus())) {
      tooLarge();
    } else if (WebSocketCloseStatus.INVALID_MESSAGE_TYPE.equals(violation.closeStatus())) {
      close(CloseCode.MALFORMED, "Messages are binary.");
    } else {
      refuse("malformed", CloseCode.MALFORMED, "The WebSocket framing is broken.");
    }
  }

  /** A message is longer than it may be. */
  final void tooLarge() {
    refuse(
        authenticated ? "frame_bytes" : "unauthenticated_frame_bytes",
        CloseCode.FRAME_TOO_LARGE,
        "A message may have " + maxMessageBytes() + " bytes.");
  }

  final void tick() {
    long now = loop.clock().getAsLong();
    if (closing) {
      return;
    }
    if (!authenticated && now - openedAt >= limits.authenticateMillis()) {
      closeUnauthenticated();
      return;
    }
    if (!pings.tick(now)) {
      loop.counters().limited("missed_pings");
      abort();
      return;
    }
    onTick();
  }

  /** The client may be late; or it is the edge that has not made up its mind, which is no fault. */
  private void closeUnauthenticated() {
    if (reading.isStopped(Reading.Reason.AUTHENTICATION)) {
      close(CloseCode.OVERLOADED, "The token can't be verified just now. Try again later.");
    } else {
      refuse("authenticate_millis", CloseCode.AUTHENTICATION_LATE, "Authenticate first.");
    }
  }

  /** A frame that is to be answered has come: over a rate, nothing more is read for a while. */
  final void paceFrame(int bytes, DocumentHost document) {
    intake.frame(bytes, document);
  }

  @Override
  public final String whose() {
    return user.orElse(address);
  }

  /** Frames have been answered, or their session is gone. */
  final void answered(int frames, long bytes) {
    intake.answered(frames, bytes);
  }

  final void refuse(String limit, int code, String reason) {
    if (!closing) {
      loop.counters().limited(limit);
      close(code, reason);
    }
  }

  /** Closes with a code of {@link CloseCode} and a reason for people. */
  final void close(int code, String reason) {
    if (closing) {
      return;
    }
    closing = true;
    loop.counters().closed(code);
    if (CloseCode.isTheirFault(code)) {
      fault();
    }
    log.debug("event=socket-closed code={} reason={}", code, reason);
    // By Vert.x, which then knows that the close has begun, and answers the client's with no
    // second.
    webSocket
        .close((short) code, WebSocketBytes.closeReason(reason))
        .onFailure(fault -> log.debug("event=close-not-sent fault={}", fault.toString()));
    writer.discard();
    messages.drop();
    onGone();
    // Read on, if only to hear the client's answer; what else it says is dropped.
    decoder.deafen();
    for (Reading.Reason each : Reading.Reason.values()) {
      reading.goOn(each);
    }
    loop.vertx()
        .setTimer(decoder.isBroken() ? BROKEN_CLOSING_MILLIS : CLOSING_MILLIS, timer -> abort());
  }

  /** Something came that an honest client does not send twice. */
  final void fault() {
    intake.fault();
  }

  @Override
  public final boolean isClosing() {
    return closing;
  }

  /** Closes the connection under the client. */
  final void abort() {
    writer.abort();
  }

  private void onClosed() {
    if (!closing) {
      closing = true;
      onGone();
    }
    messages.drop();
    writer.discard();
    gone.accept(this);
  }

  /** The connection broke, or the client broke the framing: Netty has answered and closed it. */
  private void onFault(Throwable fault) {
    log.debug("event=socket-fault fault={}", fault.toString());
  }
}
