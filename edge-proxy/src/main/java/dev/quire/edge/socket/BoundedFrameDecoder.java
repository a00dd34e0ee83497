package dev.quire.edge.socket;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.websocketx.CorruptedWebSocketFrameException;
import io.netty.handler.codec.http.websocketx.WebSocket13FrameDecoder;
import io.netty.handler.codec.http.websocketx.WebSocketCloseStatus;
import io.netty.handler.codec.http.websocketx.WebSocketDecoderConfig;
import java.util.List;
import java.util.function.Consumer;

/**
 * Netty's decoder of WebSocket frames, with a bound that can be raised while it works, and that is
 * told of when it is reached: the socket can then say why it closes. What comes behind a broken
 * frame is thrown away as it is read, so that the client gets to hear it (a connection that is
 * closed with input unread is reset).
 *
 * <p>One decoder for the whole life of a socket: half a frame that has been read is in it, and
 * another in its place would take the second half for the beginning of a frame.
 */
final class BoundedFrameDecoder extends WebSocket13FrameDecoder {
  private static final int LENGTH_BITS = 0x7f;
  private static final int TWO_BYTE_LENGTH = 126;
  private static final int EIGHT_BYTE_LENGTH = 127;

  private final Consumer<CorruptedWebSocketFrameException> violated;
  private int maxBytes;
  private boolean insideFrame;
  private boolean broken;

  /**
   * @param maxBytes of a frame's payload, for now
   * @param highestBytes that {@link #bound} will ever be told
   */
  BoundedFrameDecoder(
      int maxBytes, int highestBytes, Consumer<CorruptedWebSocketFrameException> violated) {
    super(
        WebSocketDecoderConfig.newBuilder()
            .expectMaskedFrames(true)
            .allowExtensions(false)
            .maxFramePayloadLength(Math.max(maxBytes, highestBytes))
            .closeOnProtocolViolation(false)
            .build());
    this.maxBytes = maxBytes;
    this.violated = violated;
  }

  /** The bound of frames that have not begun yet. */
  void bound(int bytes) {
    maxBytes = bytes;
  }

  /** Whether nothing more of what the client says is understood. */
  boolean isBroken() {
    return broken;
  }

  @Override
  protected void decode(ChannelHandlerContext context, ByteBuf in, List<Object> out)
      throws Exception {
    if (broken) {
      in.skipBytes(in.readableBytes());
      return;
    }
    try {
      if (!insideFrame && !begins(in)) {
        return;
      }
      int frames = out.size();
      super.decode(context, in, out);
      insideFrame = out.size() == frames;
    } catch (CorruptedWebSocketFrameException violation) {
      broken = true;
      in.skipBytes(in.readableBytes());
      violated.accept(violation);
    }
  }

  /** Whether the frame's length is there; one that is too long is refused before it is read. */
  private boolean begins(ByteBuf in) {
    int start = in.readerIndex();
    int readable = in.readableBytes();
    if (readable < 2) {
      return false;
    }
    int length = in.getByte(start + 1) & LENGTH_BITS;
    if (length == TWO_BYTE_LENGTH) {
      return readable >= 4 && isWithinBound(in.getUnsignedShort(start + 2));
    }
    if (length == EIGHT_BYTE_LENGTH) {
      return readable >= 10 && isWithinBound(in.getLong(start + 2));
    }
    return isWithinBound(length);
  }

  private boolean isWithinBound(long length) {
    if (length > maxBytes) {
      throw new CorruptedWebSocketFrameException(
          WebSocketCloseStatus.MESSAGE_TOO_BIG, "a frame of " + length + " bytes");
    }
    return true;
  }
}
