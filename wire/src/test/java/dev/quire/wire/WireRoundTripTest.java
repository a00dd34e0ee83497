package dev.quire.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.quire.wire.codec.WireCodec;
import dev.quire.wire.codec.WireFormatException;
import io.vertx.core.buffer.Buffer;
import java.lang.reflect.AnnotatedParameterizedType;
import java.lang.reflect.AnnotatedType;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every registered message survives the road between processes, and damage is noticed. */
final class WireRoundTripTest {
  private static final WireCodec CODEC = new WireCodec(WireTypes.ALL);

  static Stream<Class<? extends WireMessage>> types() {
    return WireTypes.ALL.values().stream();
  }

  @ParameterizedTest
  @MethodSource("types")
  void aMessageComesBackEqual(Class<? extends WireMessage> type) throws Exception {
    Random random = new Random(type.getName().hashCode());
    for (int i = 0; i < 50; i++) {
      WireMessage message = type.cast(randomRecord(type, random));
      Buffer buffer = Buffer.buffer("before");
      CODEC.encodeToWire(buffer, message);

      assertThat(CODEC.decodeFromWire(6, buffer)).isEqualTo(message);
    }
  }

  @ParameterizedTest
  @MethodSource("types")
  void aMessageCutShortIsRefused(Class<? extends WireMessage> type) throws Exception {
    Random random = new Random(type.getName().hashCode());
    Buffer buffer = Buffer.buffer();
    CODEC.encodeToWire(buffer, type.cast(randomRecord(type, random)));
    for (int length = 0; length < buffer.length(); length++) {
      Buffer cut = buffer.getBuffer(0, length);
      assertThatThrownBy(() -> CODEC.decodeFromWire(0, cut))
          .isInstanceOfAny(WireFormatException.class, IndexOutOfBoundsException.class);
    }
  }

  private static Object randomRecord(Class<?> type, Random random) throws Exception {
    RecordComponent[] components = type.getRecordComponents();
    Class<?>[] types = new Class<?>[components.length];
    @Nullable Object[] values = new Object[components.length];
    for (int i = 0; i < components.length; i++) {
      types[i] = components[i].getType();
      values[i] = randomValue(types[i], components[i].getAnnotatedType(), random);
    }
    return type.getDeclaredConstructor(types).newInstance(values);
  }

  private static @Nullable Object randomValue(Class<?> type, AnnotatedType annotated, Random random)
      throws Exception {
    if (annotated.isAnnotationPresent(Nullable.class) && random.nextBoolean()) {
      return null;
    }
    if (type == boolean.class) {
      return random.nextBoolean();
    } else if (type == int.class) {
      return random.nextInt();
    } else if (type == long.class || type == Long.class) {
      return random.nextLong();
    } else if (type == String.class) {
      return random.nextBoolean() ? "" : "zürich 🦆 " + random.nextInt();
    } else if (type == Bytes.class) {
      byte[] bytes = new byte[random.nextInt(40)];
      random.nextBytes(bytes);
      return Bytes.of(bytes);
    } else if (type.isEnum()) {
      Object[] constants = type.getEnumConstants();
      return constants[random.nextInt(constants.length)];
    } else if (type == List.class) {
      AnnotatedType element =
          ((AnnotatedParameterizedType) annotated).getAnnotatedActualTypeArguments()[0];
      List<Object> list = new ArrayList<>();
      for (int i = random.nextInt(4); i > 0; i--) {
        Object value = randomValue((Class<?>) element.getType(), element, random);
        if (value != null) {
          list.add(value);
        }
      }
      return List.copyOf(list);
    } else if (type.isSealed()) {
      Class<?>[] kinds = type.getPermittedSubclasses();
      return randomRecord(kinds[random.nextInt(kinds.length)], random);
    }
    return randomRecord(type, random);
  }
}
