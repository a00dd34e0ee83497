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
import io.netty.handler.ssl.SslHandler;
import io.netty.util.ReferenceCountUtil;
import java.util.List;
import java.util.function.Consumer;

/**
 * A client's WebSocket frames (RFC 6455, section 5.2). Four things Netty's own decoder does not do:
 *
 * <ul>
 *   <li>its bound can be raised while it works, and a frame is refused as soon as its length has
 *       been read;
 *   <li>a long frame is passed on in pieces, as fragments of its message: no more than a piece is
 *       unmasked in one turn of the event loop, and nothing is copied again and again as it grows;
 *   <li>it is told of what breaks the protocol: the socket can then say why it closes. What comes
 *       behind is thrown away as it is read, so that the client gets to hear it (a connection that
 *       is closed with input unread is reset);
 *   <li>what a client that has gone left in the kernel while it was not to be read is not read
 *       either: see {@link #channelRead}.
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
  private int maxBytes;
  private boolean broken;

  /** Whether the other side left while it was not to be read. */
  private boolean gone;

  /** Whether a fragment of a message was the last one that is no control frame. */
  private boolean insideMessage;

  /** The frame whose payload is being read, or none. */
  private boolean insideFrame;

  /** Whether only control frames are listened to. */
  private boolean deaf;

  private FrameHead head = FrameHead.NONE;
  private long remaining;
  private boolean begun;

  /**
   * @param maxBytes of a frame's payload, for now
   * @param mayBePacked whether the client was told that it may pack messages
   */
  BoundedFrameDecoder(
      int maxBytes, boolean mayBePacked, Consumer<CorruptedWebSocketFrameException> violated) {
    this.maxBytes = maxBytes;
    this.mayBePacked = mayBePacked;
    this.violated = violated;
  }

  /** The bound of frames that have not begun yet. */
  void bound(int bytes) {
    maxBytes = bytes;
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

  /**
   * Comes although nothing is to be read: Netty's epoll has heard that the other side is gone, and
   * reads to the end of what the kernel keeps, by tasks that let no other connection be heard in
   * between. Fifty who flooded and left at once took a loop for a quarter of a second, for frames
   * that Vert.x would have forgotten at that end. So this is the end. TLS alone asks for more when
   * it has but a part of a record, of whatever is under way.
   */
  @Override
  @SuppressWarnings("FutureReturnValueIgnored") // The socket hears of its end.
  public void channelRead(ChannelHandlerContext context, Object bytes) throws Exception {
    if (!gone
        && !context.channel().config().isAutoRead()
        && context.pipeline().get(SslHandler.class) == null) {
      gone = true;
      context.close();
    }
    if (gone) {
      ReferenceCountUtil.release(bytes);
    } else {
      super.channelRead(context, bytes);
    }
  }

  @Override
  protected void decode(ChannelHandlerContext context, ByteBuf in, List<Object> out) {
    if (broken) {
      in.skipBytes(in.readableBytes());
      return;
    }
    try {
      if (insideFrame || begins(in)) {
        piece(in, out);
      }
    } catch (CorruptedWebSocketFrameException violation) {
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
