package dev.quire.edge.socket;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import java.nio.charset.StandardCharsets;

/** A server's WebSocket frames as bytes (RFC 6455, section 5.2), in direct memory. */
final class WebSocketBytes {
  private static final int FINAL = 0x80;
  private static final int CONTINUATION = 0x0;
  private static final int BINARY = 0x2;
  private static final int PING = 0x9;

  private static final int MAX_HEADER = 10;
  private static final int MAX_CONTROL_PAYLOAD = 125;

  private WebSocketBytes() {}

  /** A whole message of these parts, one behind the other. */
  static ByteBuf message(byte[]... parts) {
    return frame(FINAL | BINARY, parts);
  }

  /** The beginning of a message that goes on. */
  static ByteBuf first(byte[]... parts) {
    return frame(BINARY, parts);
  }

  /** The next part of a message. */
  static ByteBuf next(boolean last, byte[] part) {
    return frame(last ? FINAL | CONTINUATION : CONTINUATION, part);
  }

  static ByteBuf ping() {
    return frame(FINAL | PING);
  }

  /** As much of the reason as fits a close frame; cut where no character is broken. */
  static String closeReason(String reason) {
    int room = MAX_CONTROL_PAYLOAD - 2;
    if (reason.getBytes(StandardCharsets.UTF_8).length <= room) {
      return reason;
    }
    String plain =
        new String(reason.getBytes(StandardCharsets.US_ASCII), StandardCharsets.US_ASCII);
    return plain.substring(0, Math.min(plain.length(), room));
  }

  private static ByteBuf frame(int head, byte[]... parts) {
    int length = 0;
    for (byte[] part : parts) {
      length += part.length;
    }
    ByteBuf out = PooledByteBufAllocator.DEFAULT.directBuffer(MAX_HEADER + length);
    out.writeByte(head);
    if (length <= 125) {
      out.writeByte(length);
    } else if (length <= 0xffff) {
      out.writeByte(126).writeShort(length);
    } else {
      out.writeByte(127).writeLong(length);
    }
    for (byte[] part : parts) {
      out.writeBytes(part);
    }
    return out;
  }
}
