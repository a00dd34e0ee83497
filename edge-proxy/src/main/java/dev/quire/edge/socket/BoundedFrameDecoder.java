package dev.quire.edge.socket;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.websocketx.CorruptedWebSocketFrameException;
import io.netty.handler.codec.http.websocketx.WebSocket13FrameDecoder;
import io.netty.handler.codec.http.websocketx.WebSocketDecoderConfig;
import java.util.List;
import java.util.function.Consumer;

/**
 * Netty's decoder of WebSocket frames, with a bound that is told of when it is reached: the socket
 * can then say why it closes. What comes behind a broken frame is thrown away as it is read, so
 * that the client gets to hear it (a connection that is closed with input unread is reset).
 */
final class BoundedFrameDecoder extends WebSocket13FrameDecoder {
  private final Consumer<CorruptedWebSocketFrameException> violated;
  private boolean broken;

  BoundedFrameDecoder(int maxBytes, Consumer<CorruptedWebSocketFrameException> violated) {
    super(
        WebSocketDecoderConfig.newBuilder()
            .expectMaskedFrames(true)
            .allowExtensions(false)
            .maxFramePayloadLength(maxBytes)
            .closeOnProtocolViolation(false)
            .build());
    this.violated = violated;
  }

  @Override
  protected void decode(ChannelHandlerContext context, ByteBuf in, List<Object> out)
      throws Exception {
    if (broken) {
      in.skipBytes(in.readableBytes());
      return;
    }
    try {
      super.decode(context, in, out);
    } catch (CorruptedWebSocketFrameException violation) {
      broken = true;
      in.skipBytes(in.readableBytes());
      violated.accept(violation);
    }
  }
}
