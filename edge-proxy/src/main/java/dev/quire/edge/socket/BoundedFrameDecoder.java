package dev.quire.edge.socket;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.ByteToMessageDecoder;
import io.netty.handler.codec.http.websocketx.BinaryWebSocketFrame;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.ContinuationWebSocketFrame;
import io.netty.handler.codec.http.websocketx.CorruptedWebSocketFrameException;
import io.netty.handler.codec.http.websocketx.PingWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PongWebSocketFrame;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketCloseStatus;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketFrameDecoder;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A client's WebSocket frames (RFC 6455, section 5.2). Three things Netty's own decoder does not
 * do:
 *
 * <ul>
 *   <li>its bound can be raised while it works, and a frame is refused as soon as its length has
 *       been read; unless it is just being found out whether the bound is to be raised: then the
 *       frame waits for that, and nothing more is asked for;
 *   <li>a long frame is passed on in pieces, as fragments of its message: no more than a piece is
 *       unmasked in one turn of the event loop, and nothing is copied again and again as it grows;
 *   <li>it is told of what breaks the protocol: the socket can then say why it closes. What comes
 *       behind is thrown away as it is read, so that the client gets to hear it (a connection that
 *       is closed with input unread is reset).
 * </ul>
 *
 * <p>A packed message is passed on as text, which is refused when it is text: Vert.x shows no
 * reserved bits, and Quire's messages are binary.
 *
 * <p>One decoder for the whole life of a socket: half a frame that has been read is in it, and
 * another in its place would take the second half for the beginning of a frame.
 */
final class BoundedFrameDecoder extends ByteToMessageDecoder implements WebSocketFrameDecoder {
  /** Shorter frames are passed on whole. A multiple of the mask's length. */
  static final int PIECE_BYTES = 8 << 10;

  private final Consumer<CorruptedWebSocketFrameException> violated;
  private final boolean mayBePacked;
  private final BooleanSupplier mayBeRaised;
  private int maxBytes;
  private boolean broken;

  /** Whether a fragment of a message was the last one that is no control frame. */
  private boolean insideMessage;

  /** The frame whose payload is being read, or none. */
  private boolean insideFrame;

  /** Whether only control frames are listened to. */
  private boolean deaf;

  /** Where there is a frame that is too long for as long as the bound has not been raised. */
  private @Nullable ChannelHandlerContext undecided;

  private FrameHead head = FrameHead.NONE;
  private long remaining;
  private boolean begun;

  /**
   * @param maxBytes of a frame's payload, for now
   * @param mayBePacked whether the client was told that it may pack messages
   * @param mayBeRaised whether it is not known yet if {@link #bound} will be called
   */
  BoundedFrameDecoder(
      int maxBytes,
      boolean mayBePacked,
      BooleanSupplier mayBeRaised,
      Consumer<CorruptedWebSocketFrameException> violated) {
    this.maxBytes = maxBytes;
    this.mayBePacked = mayBePacked;
    this.mayBeRaised = mayBeRaised;
    this.violated = violated;
  }

  /** The bound of frames that have not begun yet. On the socket's loop. */
  void bound(int bytes) {
    maxBytes = bytes;
    ChannelHandlerContext waiting = undecided;
    if (waiting != null) {
      try {
        channelRead(waiting, Unpooled.EMPTY_BUFFER);
        channelReadComplete(waiting);
      } catch (Exception fault) {
        waiting.fireExceptionCaught(fault);
      }
    }
  }

  /**
   * Nothing but control frames is wanted any more: what else comes is thrown away as it is read,
   * unmasked by nobody. Whoever floods has hundreds of kilobytes under way when he is closed.
   */
  void deafen() {
    deaf = true;
  }

  /** Whether nothing more of what the client says is understood. */
  boolean isBroken() {
    return broken;
  }

  /** Netty would ask for the rest of the frame, and again, and keep all of it. */
  @Override
  public void channelReadComplete(ChannelHandlerContext context) throws Exception {
    if (undecided == null) {
      super.channelReadComplete(context);
    } else {
      discardSomeReadBytes();
      context.fireChannelReadComplete();
    }
  }

  @Override
  protected void decode(ChannelHandlerContext context, ByteBuf in, List<Object> out) {
    if (broken) {
      in.skipBytes(in.readableBytes());
      return;
    }
    undecided = null;
    try {
      if (insideFrame || begins(in)) {
        piece(in, out);
      }
    } catch (CorruptedWebSocketFrameException violation) {
      if (WebSocketCloseStatus.MESSAGE_TOO_BIG.equals(violation.closeStatus())
          && mayBeRaised.getAsBoolean()) {
        undecided = context;
        return;
      }
      broken = true;
      in.skipBytes(in.readableBytes());
      violated.accept(violation);
    }
  }

  /** Whether a frame's head is there; it is refused before the rest of it is read. */
  private boolean begins(ByteBuf in) {
    FrameHead next = FrameHead.read(in, maxBytes, mayBePacked);
    if (!next.isThere()) {
      return false;
    }
    if (!next.isControl()) {
      if (next.isContinuation() != insideMessage) {
        throw new CorruptedWebSocketFrameException(
            WebSocketCloseStatus.PROTOCOL_ERROR, "a fragment out of place");
      }
      if (next.opcode() == FrameHead.TEXT) {
        throw new CorruptedWebSocketFrameException(
            WebSocketCloseStatus.INVALID_MESSAGE_TYPE, "a message of text");
      }
      insideMessage = !next.isFinal();
    }
    head = next;
    remaining = next.length();
    insideFrame = true;
    begun = false;
    return true;
  }

  /** Passes the next piece on, if all of it is there. */
  private void piece(ByteBuf in, List<Object> out) {
    if (deaf && !head.isControl()) {
      int known = (int) Math.min(in.readableBytes(), remaining);
      in.skipBytes(known);
      remaining -= known;
      insideFrame = remaining > 0;
      return;
    }
    int size = (int) Math.min(PIECE_BYTES, remaining);
    if (in.readableBytes() < size) {
      return;
    }
    byte[] bytes = new byte[size];
    in.readBytes(bytes);
    head.unmask(bytes);
    remaining -= size;
    insideFrame = remaining > 0;
    out.add(frame(bytes));
    begun = true;
  }

  private WebSocketFrame frame(byte[] bytes) {
    boolean isFinal = head.isFinal() && !insideFrame;
    ByteBuf content = Unpooled.wrappedBuffer(bytes);
    if (begun) {
      return new ContinuationWebSocketFrame(isFinal, 0, content);
    }
    return switch (head.opcode()) {
      case FrameHead.CONTINUATION -> new ContinuationWebSocketFrame(isFinal, 0, content);
      case FrameHead.BINARY ->
          head.isPacked()
              ? new TextWebSocketFrame(isFinal, 0, content)
              : new BinaryWebSocketFrame(isFinal, 0, content);
      case FrameHead.CLOSE -> new CloseWebSocketFrame(true, 0, FrameHead.closeBody(content));
      case FrameHead.PING -> new PingWebSocketFrame(true, 0, content);
      default -> new PongWebSocketFrame(true, 0, content);
    };
  }
}
