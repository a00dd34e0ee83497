package dev.quire.crdt.lib0;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * JSON exactly as JavaScript's {@code JSON.parse} reads and {@code JSON.stringify} writes it.
 *
 * <p>Update format v1 keeps embeds, formatting values and some old array elements as JSON text. yjs
 * parses and prints that text each time it passes through, so {@link #canonical} is what such a
 * passage leaves. Values are those of {@link AnyCodec} without undefined, bigint and binary.
 */
public final class Json {
  /** Canonical already; most formatting marks hold one of these. */
  private static final Set<String> COMMON = Set.of("null", "true", "false", "{}", "[]", "\"\"");

  private Json() {}

  /**
   * The value of a JSON text.
   *
   * @throws IllegalArgumentException if it isn't one, or nests deeper than {@link
   *     AnyCodec#MAX_DEPTH}
   */
  public static @Nullable Object parse(String text) {
    return new JsonParser(text).parse();
  }

  /** What is left of a JSON text that JavaScript parses and prints again. */
  public static String canonical(String text) {
    if (COMMON.contains(text)) {
      return text;
    }
    String printed = print(parse(text));
    return printed.equals(text) ? text : printed;
  }

  /**
   * Prints a value.
   *
   * @throws IllegalArgumentException if JSON has no form for it
   */
  public static String print(@Nullable Object value) {
    StringBuilder out = new StringBuilder();
    print(out, value);
    return out.toString();
  }

  private static void print(StringBuilder out, @Nullable Object value) {
    if (value == null) {
      out.append("null");
    } else if (value instanceof String string) {
      printString(out, string);
    } else if (value instanceof Boolean bool) {
      out.append(bool.booleanValue());
    } else if (value instanceof Number number) {
      double asDouble = number.doubleValue();
      out.append(Double.isFinite(asDouble) ? JsNumber.print(asDouble) : "null");
    } else if (value instanceof List<?> array) {
      printArray(out, array);
    } else if (value instanceof Map<?, ?> object) {
      printObject(out, object);
    } else if (value instanceof byte[] binary) {
      printBinary(out, binary);
    } else {
      throw new IllegalArgumentException("no JSON for a " + value.getClass().getName());
    }
  }

  /** JavaScript prints a Uint8Array as an object whose keys are its indices. */
  private static void printBinary(StringBuilder out, byte[] binary) {
    out.append('{');
    for (int i = 0; i < binary.length; i++) {
      out.append(i == 0 ? "\"" : ",\"").append(i).append("\":").append(binary[i] & 0xff);
    }
    out.append('}');
  }

  private static void printArray(StringBuilder out, List<?> array) {
    char separator = '[';
    for (Object element : array) {
      out.append(separator);
      print(out, element == Undefined.UNDEFINED ? null : element);
      separator = ',';
    }
    out.append(array.isEmpty() ? "[]" : "]");
  }

  private static void printObject(StringBuilder out, Map<?, ?> object) {
    out.append('{');
    boolean first = true;
    for (Map.Entry<?, ?> entry : object.entrySet()) {
      if (entry.getValue() != Undefined.UNDEFINED) {
        if (!first) {
          out.append(',');
        }
        first = false;
        printString(out, String.valueOf(entry.getKey()));
        out.append(':');
        print(out, entry.getValue());
      }
    }
    out.append('}');
  }

  private static void printString(StringBuilder out, String string) {
    out.append('"');
    for (int i = 0; i < string.length(); i++) {
      char unit = string.charAt(i);
      switch (unit) {
        case '"' -> out.append("\\\"");
        case '\\' -> out.append("\\\\");
        case '\b' -> out.append("\\b");
        case '\f' -> out.append("\\f");
        case '\n' -> out.append("\\n");
        case '\r' -> out.append("\\r");
        case '\t' -> out.append("\\t");
        default -> {
          if (unit < 0x20 || isUnpaired(string, i)) {
            printEscaped(out, unit);
          } else {
            out.append(unit);
          }
        }
      }
    }
    out.append('"');
  }

  private static void printEscaped(StringBuilder out, char unit) {
    out.append("\\u");
    for (int shift = 12; shift >= 0; shift -= 4) {
      out.append(Character.forDigit(unit >> shift & 0xf, 16));
    }
  }

  private static boolean isUnpaired(String string, int i) {
    char unit = string.charAt(i);
    if (Character.isHighSurrogate(unit)) {
      return i + 1 >= string.length() || !Character.isLowSurrogate(string.charAt(i + 1));
    }
    return Character.isLowSurrogate(unit)
        && (i == 0 || !Character.isHighSurrogate(string.charAt(i - 1)));
  }
}
