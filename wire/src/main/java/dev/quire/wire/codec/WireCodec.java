package dev.quire.wire.codec;

import dev.quire.wire.WireMessage;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.eventbus.MessageCodec;
import java.util.Map;

/**
 * The event bus codec for every message. Between verticles of one JVM the immutable message is
 * passed by reference; between processes it travels as {@code u8 format, u16 type, record}.
 */
public final class WireCodec implements MessageCodec<WireMessage, WireMessage> {
  public static final String NAME = "quire";

  /** The format of the framing itself; a reader refuses any other. */
  static final byte FORMAT = 1;

  private final RecordCodecs codecs;

  /**
   * @param types every message type by its number
   */
  public WireCodec(Map<Integer, Class<? extends WireMessage>> types) {
    codecs = new RecordCodecs(types);
  }

  @Override
  public void encodeToWire(Buffer buffer, WireMessage message) {
    buffer.appendByte(FORMAT);
    codecs.writeTagged(buffer, message);
  }

  @Override
  public WireMessage decodeFromWire(int position, Buffer buffer) {
    byte format = buffer.getByte(position);
    if (format != FORMAT) {
      throw new WireFormatException(
          "format " + format + " of a newer Quire; upgrade this process before the sender");
    }
    return codecs.readTagged(new RecordInput(buffer, position + 1, buffer.length()));
  }

  @Override
  public WireMessage transform(WireMessage message) {
    return message;
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public byte systemCodecID() {
    return -1;
  }
}
