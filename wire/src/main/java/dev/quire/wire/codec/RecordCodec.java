package dev.quire.wire.codec;

import io.vertx.core.buffer.Buffer;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;

/** One record type: {@code u32 length} and its components in order. */
final class RecordCodec {
  private final Class<?> type;
  private final MethodHandle constructor;
  private final MethodHandle[] accessors;
  private final FieldCodec[] fields;

  RecordCodec(Class<?> type, RecordCodecs codecs) {
    if (!type.isRecord()) {
      throw new IllegalArgumentException(type + " is not a record");
    }
    this.type = type;
    RecordComponent[] components = type.getRecordComponents();
    accessors = new MethodHandle[components.length];
    fields = new FieldCodec[components.length];
    try {
      MethodHandles.Lookup lookup = MethodHandles.lookup();
      for (int i = 0; i < components.length; i++) {
        accessors[i] =
            lookup
                .unreflect(components[i].getAccessor())
                .asType(MethodType.methodType(Object.class, Object.class));
        fields[i] = FieldCodec.of(components[i], codecs);
      }
      Class<?>[] parameters =
          Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
      constructor =
          lookup
              .findConstructor(type, MethodType.methodType(void.class, parameters))
              .asSpreader(Object[].class, components.length)
              .asType(MethodType.methodType(Object.class, Object[].class));
    } catch (ReflectiveOperationException e) {
      throw new IllegalArgumentException(type + " must be public, with a public constructor", e);
    }
  }

  void write(Buffer out, Object record) {
    int start = out.length();
    out.appendInt(0);
    for (int i = 0; i < fields.length; i++) {
      fields[i].write(out, get(i, record));
    }
    out.setInt(start, out.length() - start - 4);
  }

  Object read(RecordInput in) {
    int outer = in.enter(in.readInt());
    Object[] values = new Object[fields.length];
    for (int i = 0; i < fields.length; i++) {
      values[i] = in.atEnd() ? fields[i].absent() : fields[i].read(in);
    }
    in.leave(outer);
    try {
      return constructor.invokeExact(values);
    } catch (Throwable e) {
      throw refused(e);
    }
  }

  private Object get(int field, Object record) {
    try {
      return accessors[field].invokeExact(record);
    } catch (Throwable e) {
      throw refused(e);
    }
  }

  private WireFormatException refused(Throwable e) {
    WireFormatException refused = new WireFormatException(type.getSimpleName() + ": " + e);
    refused.initCause(e);
    return refused;
  }
}
