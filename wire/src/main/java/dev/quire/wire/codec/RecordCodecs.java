package dev.quire.wire.codec;

import dev.quire.wire.WireMessage;
import io.vertx.core.buffer.Buffer;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The codecs of all records that travel, built once from their components. Immutable but for the
 * cache of codecs of nested records; safe from any thread.
 */
final class RecordCodecs {
  private final Map<Integer, Class<? extends WireMessage>> byNumber;
  private final Map<Class<?>, Integer> byType = new HashMap<>();
  private final Map<Class<?>, RecordCodec> codecs = new ConcurrentHashMap<>();

  RecordCodecs(Map<Integer, Class<? extends WireMessage>> types) {
    byNumber = Map.copyOf(types);
    byNumber.forEach(
        (number, type) -> {
          if (byType.put(type, number) != null) {
            throw new IllegalArgumentException(type + " has two numbers");
          }
        });
    byNumber.values().forEach(this::codecOf);
  }

  void writeTagged(Buffer out, Object message) {
    Integer number = byType.get(message.getClass());
    if (number == null) {
      throw new IllegalArgumentException(message.getClass() + " is not registered in WireTypes");
    }
    out.appendUnsignedShort(number);
    codecOf(message.getClass()).write(out, message);
  }

  WireMessage readTagged(RecordInput in) {
    int number = in.readUnsignedShort();
    Class<? extends WireMessage> type = byNumber.get(number);
    if (type == null) {
      throw new WireFormatException("message type " + number + " is not known here");
    }
    return type.cast(codecOf(type).read(in));
  }

  RecordCodec codecOf(Class<?> type) {
    RecordCodec known = codecs.get(type);
    if (known != null) {
      return known;
    }
    RecordCodec made = new RecordCodec(type, this);
    codecs.put(type, made);
    return made;
  }
}
