package dev.quire.edge.socket;

import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http.websocketx.CorruptedWebSocketFrameException;
import io.netty.handler.codec.http.websocketx.WebSocketCloseStatus;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * What stands before the payload of a client's WebSocket frame (RFC 6455, section 5.2).
 *
 * @param isPacked whether it begins a message of permessage-deflate
 * @param length of the payload, in bytes
 * @param mask of the payload, its first byte the highest
 */
record FrameHead(int opcode, boolean isFinal, boolean isPacked, long length, int mask) {
  static final int CONTINUATION = 0;
  static final int TEXT = 1;
  static final int BINARY = 2;
  static final int CLOSE = 8;
  static final int PING = 9;
  static final int PONG = 10;

  /** Not there yet. */
  static final FrameHead NONE = new FrameHead(-1, false, false, 0, 0);

  private static final int FINAL = 0x80;
  private static final int PACKED = 0x40;
  private static final int RESERVED = 0x30;
  private static final int OPCODE = 0x0f;
  private static final int MASKED = 0x80;
  private static final int SHORT_LENGTH = 0x7f;
  private static final int TWO_BYTES = 126;
  private static final int EIGHT_BYTES = 127;
  private static final int MASK_BYTES = 4;
  private static final int MAX_CONTROL_BYTES = 125;

  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

  /**
   * Takes the head off, when all of it is there; {@link #NONE} else, and nothing is taken.
   *
   * @param mayBePacked whether the client was told that it may pack messages
   * @throws CorruptedWebSocketFrameException as soon as what is there breaks the protocol or says
   *     that the payload has more than {@code maxBytes}
   */
  static FrameHead read(ByteBuf in, int maxBytes, boolean mayBePacked) {
    int start = in.readerIndex();
    int readable = in.readableBytes();
    if (readable < 2) {
      return NONE;
    }
    int first = in.getUnsignedByte(start);
    int second = in.getUnsignedByte(start + 1);
    int opcode = first & OPCODE;
    boolean packed = (first & PACKED) != 0;
    require(
        (first & RESERVED) == 0 && (mayBePacked || !packed), "an extension that was not agreed on");
    require((second & MASKED) != 0, "not masked");
    boolean control = opcode >= CLOSE;
    require(!packed || opcode == TEXT || opcode == BINARY, "packed where no message begins");
    require(control ? opcode <= PONG : opcode <= BINARY, "no such frame");
    int code = second & SHORT_LENGTH;
    require(
        !control || ((first & FINAL) != 0 && code <= MAX_CONTROL_BYTES),
        "a control frame that is long or in fragments");
    int bytes = 2 + (code == EIGHT_BYTES ? 8 : code == TWO_BYTES ? 2 : 0);
    if (readable < bytes) {
      return NONE;
    }
    long length = code;
    if (code == TWO_BYTES) {
      length = in.getUnsignedShort(start + 2);
      require(length >= TWO_BYTES, "a length in more bytes than it takes");
    } else if (code == EIGHT_BYTES) {
      length = in.getLong(start + 2);
      require(length > 0xffff, "a length in more bytes than it takes");
    }
    if (length > maxBytes && !control) {
      throw new CorruptedWebSocketFrameException(
          WebSocketCloseStatus.MESSAGE_TOO_BIG, "a frame of " + length + " bytes");
    }
    if (readable < bytes + MASK_BYTES) {
      return NONE;
    }
    int mask = in.getInt(start + bytes);
    in.skipBytes(bytes + MASK_BYTES);
    return new FrameHead(opcode, (first & FINAL) != 0, packed, length, mask);
  }

  private static void require(boolean holds, String otherwise) {
    if (!holds) {
      throw new CorruptedWebSocketFrameException(WebSocketCloseStatus.PROTOCOL_ERROR, otherwise);
    }
  }

  /** The payload of a close frame: nothing, or a code that may be sent and a reason. */
  static ByteBuf closeBody(ByteBuf body) {
    require(
        !body.isReadable()
            || (body.readableBytes() >= 2
                && WebSocketCloseStatus.isValidStatusCode(body.getUnsignedShort(0))),
        "a close code that does not exist");
    return body;
  }

  /** Whether it is more than {@link #NONE}. */
  boolean isThere() {
    return opcode >= 0;
  }

  boolean isControl() {
    return opcode >= CLOSE;
  }

  boolean isContinuation() {
    return opcode == CONTINUATION;
  }

  /** Unmasks bytes of the payload in their place; the first of them under the mask's first. */
  void unmask(byte[] bytes) {
    long twice = ((long) mask << 32) | (mask & 0xffffffffL);
    int i = 0;
    for (; i + Long.BYTES <= bytes.length; i += Long.BYTES) {
      LONGS.set(bytes, i, (long) LONGS.get(bytes, i) ^ twice);
    }
    for (; i < bytes.length; i++) {
      bytes[i] ^= (byte) (mask >> (24 - 8 * (i & 3)));
    }
  }
}
