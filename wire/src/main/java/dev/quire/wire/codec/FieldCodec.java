package dev.quire.wire.codec;

import dev.quire.wire.Bytes;
import io.vertx.core.buffer.Buffer;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.AnnotatedParameterizedType;
import java.lang.reflect.AnnotatedType;
import java.lang.reflect.RecordComponent;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How one component of a record is written and read. */
abstract sealed class FieldCodec {

  abstract void write(Buffer out, @Nullable Object value);

  abstract @Nullable Object read(RecordInput in);

  /** The value where an older writer did not know the component. */
  abstract @Nullable Object absent();

  static FieldCodec of(RecordComponent component, RecordCodecs codecs) {
    return of(component.getType(), component.getAnnotatedType(), codecs);
  }

  private static FieldCodec of(Class<?> type, AnnotatedType annotated, RecordCodecs codecs) {
    FieldCodec plain = plain(type, annotated, codecs);
    return isNullable(annotated) ? new OfNullable(plain) : plain;
  }

  private static boolean isNullable(AnnotatedElement element) {
    return element.isAnnotationPresent(Nullable.class);
  }

  private static FieldCodec plain(Class<?> type, AnnotatedType annotated, RecordCodecs codecs) {
    if (type == boolean.class) {
      return new OfBoolean();
    } else if (type == int.class) {
      return new OfInt();
    } else if (type == long.class || type == Long.class) {
      return new OfLong();
    } else if (type == String.class) {
      return new OfString();
    } else if (type == Bytes.class) {
      return new OfBytes();
    } else if (type.isEnum()) {
      return new OfEnum(type.getEnumConstants());
    } else if (type == List.class) {
      AnnotatedType element =
          ((AnnotatedParameterizedType) annotated).getAnnotatedActualTypeArguments()[0];
      return new OfList(of((Class<?>) element.getType(), element, codecs));
    } else if (type.isRecord()) {
      return new OfRecord(type, codecs);
    } else if (type.isSealed()) {
      return new OfSealed(type, codecs);
    }
    throw new IllegalArgumentException(type + " can't be a component of a message");
  }

  private static final class OfBoolean extends FieldCodec {
    @Override
    void write(Buffer out, @Nullable Object value) {
      out.appendByte((byte) (Boolean.TRUE.equals(value) ? 1 : 0));
    }

    @Override
    Object read(RecordInput in) {
      return in.readByte() != 0;
    }

    @Override
    Object absent() {
      return false;
    }
  }

  private static final class OfInt extends FieldCodec {
    @Override
    void write(Buffer out, @Nullable Object value) {
      out.appendInt((Integer) present(value));
    }

    @Override
    Object read(RecordInput in) {
      return in.readInt();
    }

    @Override
    Object absent() {
      return 0;
    }
  }

  private static final class OfLong extends FieldCodec {
    @Override
    void write(Buffer out, @Nullable Object value) {
      out.appendLong((Long) present(value));
    }

    @Override
    Object read(RecordInput in) {
      return in.readLong();
    }

    @Override
    Object absent() {
      return 0L;
    }
  }

  private static final class OfString extends FieldCodec {
    @Override
    void write(Buffer out, @Nullable Object value) {
      byte[] utf8 = ((String) present(value)).getBytes(StandardCharsets.UTF_8);
      out.appendInt(utf8.length).appendBytes(utf8);
    }

    @Override
    Object read(RecordInput in) {
      return new String(in.readBytes(), StandardCharsets.UTF_8);
    }

    @Override
    Object absent() {
      return "";
    }
  }

  private static final class OfBytes extends FieldCodec {
    @Override
    void write(Buffer out, @Nullable Object value) {
      byte[] bytes = ((Bytes) present(value)).array();
      out.appendInt(bytes.length).appendBytes(bytes);
    }

    @Override
    Object read(RecordInput in) {
      return Bytes.of(in.readBytes());
    }

    @Override
    Object absent() {
      return Bytes.EMPTY;
    }
  }

  /** By position: constants are only ever added at the end. */
  private static final class OfEnum extends FieldCodec {
    private final Object[] constants;

    OfEnum(Object[] constants) {
      this.constants = constants;
    }

    @Override
    @SuppressWarnings("EnumOrdinal") // the position is the format: see above
    void write(Buffer out, @Nullable Object value) {
      out.appendByte((byte) ((Enum<?>) present(value)).ordinal());
    }

    @Override
    Object read(RecordInput in) {
      int ordinal = in.readByte();
      if (ordinal < 0 || ordinal >= constants.length) {
        throw new WireFormatException("constant " + ordinal + " is not known here");
      }
      return constants[ordinal];
    }

    @Override
    Object absent() {
      return constants[0];
    }
  }

  private static final class OfList extends FieldCodec {
    private final FieldCodec element;

    OfList(FieldCodec element) {
      this.element = element;
    }

    @Override
    void write(Buffer out, @Nullable Object value) {
      List<?> list = (List<?>) present(value);
      out.appendInt(list.size());
      for (Object each : list) {
        element.write(out, each);
      }
    }

    @Override
    Object read(RecordInput in) {
      int count = in.readCount();
      List<Object> list = new ArrayList<>(Math.min(count, 1024));
      for (int i = 0; i < count; i++) {
        list.add(present(element.read(in)));
      }
      return List.copyOf(list);
    }

    @Override
    Object absent() {
      return List.of();
    }
  }

  private static final class OfRecord extends FieldCodec {
    private final Class<?> type;
    private final RecordCodecs codecs;

    OfRecord(Class<?> type, RecordCodecs codecs) {
      this.type = type;
      this.codecs = codecs;
    }

    @Override
    void write(Buffer out, @Nullable Object value) {
      codecs.codecOf(type).write(out, present(value));
    }

    @Override
    Object read(RecordInput in) {
      return codecs.codecOf(type).read(in);
    }

    @Override
    Object absent() {
      throw new WireFormatException("a " + type.getSimpleName() + " is missing");
    }
  }

  /** One of several registered records, told apart by their numbers. */
  private static final class OfSealed extends FieldCodec {
    private final Class<?> type;
    private final RecordCodecs codecs;

    OfSealed(Class<?> type, RecordCodecs codecs) {
      this.type = type;
      this.codecs = codecs;
    }

    @Override
    void write(Buffer out, @Nullable Object value) {
      codecs.writeTagged(out, present(value));
    }

    @Override
    Object read(RecordInput in) {
      Object value = codecs.readTagged(in);
      if (!type.isInstance(value)) {
        throw new WireFormatException(
            value.getClass().getSimpleName() + " is no " + type.getSimpleName());
      }
      return value;
    }

    @Override
    Object absent() {
      throw new WireFormatException("a " + type.getSimpleName() + " is missing");
    }
  }

  private static final class OfNullable extends FieldCodec {
    private final FieldCodec present;

    OfNullable(FieldCodec present) {
      this.present = present;
    }

    @Override
    void write(Buffer out, @Nullable Object value) {
      out.appendByte((byte) (value == null ? 0 : 1));
      if (value != null) {
        present.write(out, value);
      }
    }

    @Override
    @Nullable Object read(RecordInput in) {
      return in.readByte() == 0 ? null : present.read(in);
    }

    @Override
    @Nullable Object absent() {
      return null;
    }
  }

  private static Object present(@Nullable Object value) {
    if (value == null) {
      throw new IllegalArgumentException("null in a component that is not marked @Nullable");
    }
    return value;
  }
}
