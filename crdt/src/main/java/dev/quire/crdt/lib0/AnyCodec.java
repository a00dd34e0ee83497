package dev.quire.crdt.lib0;

import dev.quire.crdt.fault.MalformedUpdateException.Fault;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * lib0's self-describing values, as they stand in Java:
 *
 * <table>
 * <caption>Values</caption>
 * <tr><td>undefined, null</td><td>{@link Undefined#UNDEFINED}, {@code null}</td></tr>
 * <tr><td>boolean, string</td><td>{@link Boolean}, {@link String}</td></tr>
 * <tr><td>number</td><td>{@link Long} where it is an integer within ±(2^53 - 1), else {@link
 * Double}; -0 is a Double</td></tr>
 * <tr><td>bigint</td><td>{@link BigInteger} of 64 bits</td></tr>
 * <tr><td>array, object</td><td>{@link List}, {@link Map} in JavaScript's order of keys</td></tr>
 * <tr><td>Uint8Array</td><td>{@code byte[]}</td></tr>
 * </table>
 *
 * What is read and written again has the bytes that yjs would write, even where the input chose
 * another of the several encodings of a number. Nesting ends at {@link #MAX_DEPTH}.
 */
public final class AnyCodec {
  /** How many arrays and objects may lie within each other. */
  public static final int MAX_DEPTH = 100;

  private static final int UNDEFINED = 127;
  private static final int NULL = 126;
  private static final int INTEGER = 125;
  private static final int FLOAT32 = 124;
  private static final int FLOAT64 = 123;
  private static final int BIGINT = 122;
  private static final int FALSE = 121;
  private static final int TRUE = 120;
  private static final int STRING = 119;
  private static final int OBJECT = 118;
  private static final int ARRAY = 117;
  private static final int BINARY = 116;

  /** Integers beyond this are written as floating point. */
  private static final long MAX_VAR_INT = 0x7fffffffL;

  /** Arrays within arrays may each declare all that is left: what is declared is not allocated. */
  private static final int MAX_INITIAL_CAPACITY = 16;

  private AnyCodec() {}

  /** Reads one value. */
  public static @Nullable Object read(Lib0Reader in) {
    return read(in, MAX_DEPTH);
  }

  private static @Nullable Object read(Lib0Reader in, int depth) {
    int tag = in.readUint8();
    return switch (tag) {
      case UNDEFINED -> Undefined.UNDEFINED;
      case NULL -> null;
      case INTEGER -> in.readVarInt();
      case FLOAT32 -> JsNumber.of(in.readFloat32());
      case FLOAT64 -> JsNumber.of(in.readFloat64());
      case BIGINT -> BigInteger.valueOf(in.readInt64());
      case FALSE -> false;
      case TRUE -> true;
      case STRING -> in.readVarString();
      case OBJECT -> readObject(in, nested(in, depth));
      case ARRAY -> readArray(in, nested(in, depth));
      case BINARY -> in.readVarBytes();
      default -> throw in.malformed(Fault.UNKNOWN_KIND, "unknown kind of value " + tag);
    };
  }

  /** Passes over one value, checking no less than {@link #read} does. */
  public static void skip(Lib0Reader in) {
    skip(in, MAX_DEPTH);
  }

  private static void skip(Lib0Reader in, int depth) {
    int tag = in.readUint8();
    switch (tag) {
      case UNDEFINED, NULL, FALSE, TRUE -> {}
      case INTEGER -> in.readVarInt();
      case FLOAT32 -> in.readFloat32();
      case FLOAT64 -> in.readFloat64();
      case BIGINT -> in.readInt64();
      case STRING -> in.skipVarString();
      case OBJECT -> skipObject(in, nested(in, depth));
      case ARRAY -> skipArray(in, nested(in, depth));
      case BINARY -> in.skip(in.readCount("bytes"));
      default -> throw in.malformed(Fault.UNKNOWN_KIND, "unknown kind of value " + tag);
    }
  }

  private static void skipObject(Lib0Reader in, int depth) {
    int count = in.readCount("object entries");
    for (int i = 0; i < count; i++) {
      in.skipVarString();
      skip(in, depth);
    }
  }

  private static void skipArray(Lib0Reader in, int depth) {
    int count = in.readCount("array elements");
    for (int i = 0; i < count; i++) {
      skip(in, depth);
    }
  }

  private static int nested(Lib0Reader in, int depth) {
    if (depth == 0) {
      throw in.malformed(Fault.NESTED_TOO_DEEP, "values nested deeper than " + MAX_DEPTH);
    }
    return depth - 1;
  }

  private static Map<String, @Nullable Object> readObject(Lib0Reader in, int depth) {
    int count = in.readCount("object entries");
    JsObject object = new JsObject();
    for (int i = 0; i < count; i++) {
      String key = in.readVarString();
      Object value = read(in, depth);
      // Assigning it sets a JavaScript object's prototype and leaves no entry.
      if (!key.equals("__proto__")) {
        object.put(key, value);
      }
    }
    return object.toMap();
  }

  private static List<@Nullable Object> readArray(Lib0Reader in, int depth) {
    int count = in.readCount("array elements");
    List<@Nullable Object> array = new ArrayList<>(Math.min(count, MAX_INITIAL_CAPACITY));
    for (int i = 0; i < count; i++) {
      array.add(read(in, depth));
    }
    return Collections.unmodifiableList(array);
  }

  /**
   * A value as it comes back after writing and reading: immutable, and independent of what was
   * given.
   *
   * @throws IllegalArgumentException if it is of no kind that the format knows
   */
  public static @Nullable Object copyOf(@Nullable Object value) {
    if (value instanceof Long number && number == number.intValue()) {
      return number;
    }
    Lib0Writer out = new Lib0Writer();
    write(out, value);
    return read(new Lib0Reader(out.toByteArray()));
  }

  /**
   * Writes one value.
   *
   * @throws IllegalArgumentException if it is of no kind that the format knows
   */
  public static void write(Lib0Writer out, @Nullable Object value) {
    if (value == null) {
      out.writeUint8(NULL);
    } else if (value instanceof String string) {
      out.writeUint8(STRING);
      out.writeVarString(string);
    } else if (value instanceof Boolean bool) {
      out.writeUint8(bool ? TRUE : FALSE);
    } else if (value instanceof BigInteger big) {
      out.writeUint8(BIGINT);
      out.writeInt64(big.longValue());
    } else if (value instanceof Number number) {
      writeNumber(out, number.doubleValue());
    } else if (value instanceof Map<?, ?> object) {
      writeObject(out, object);
    } else if (value instanceof List<?> array) {
      out.writeUint8(ARRAY);
      out.writeVarUint(array.size());
      for (Object element : array) {
        write(out, element);
      }
    } else if (value instanceof byte[] binary) {
      out.writeUint8(BINARY);
      out.writeVarBytes(binary);
    } else if (value == Undefined.UNDEFINED) {
      out.writeUint8(UNDEFINED);
    } else {
      throw new IllegalArgumentException("no encoding for a " + value.getClass().getName());
    }
  }

  /** Writes a number as JavaScript's, in the shortest of its forms. */
  public static void writeNumber(Lib0Writer out, double number) {
    if (number == Math.rint(number) && Math.abs(number) <= MAX_VAR_INT) {
      out.writeUint8(INTEGER);
      boolean negative = Double.doubleToRawLongBits(number) < 0;
      out.writeVarInt((long) Math.abs(number), negative);
    } else if ((float) number == number) {
      out.writeUint8(FLOAT32);
      out.writeFloat32((float) number);
    } else {
      out.writeUint8(FLOAT64);
      out.writeFloat64(number);
    }
  }

  private static void writeObject(Lib0Writer out, Map<?, ?> object) {
    out.writeUint8(OBJECT);
    out.writeVarUint(object.size());
    for (Map.Entry<?, ?> entry : object.entrySet()) {
      if (!(entry.getKey() instanceof String key)) {
        throw new IllegalArgumentException("keys of an object are strings");
      }
      out.writeVarString(key);
      write(out, entry.getValue());
    }
  }
}
