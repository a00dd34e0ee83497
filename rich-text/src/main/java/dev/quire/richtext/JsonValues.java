package dev.quire.richtext;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Cuts values from outside down to what JSON can hold. */
public final class JsonValues {
  private static final int MAX_DEPTH = 50;

  private JsonValues() {}

  /**
   * Attributes that JSON can hold: those that are null, or that it has no form for, are left out.
   *
   * @param meter counts the text in them
   */
  public static Map<String, Object> attributes(Map<?, ?> values, ContentMeter meter) {
    Map<String, Object> attributes = new LinkedHashMap<>();
    values.forEach(
        (key, value) -> {
          Object held = value(value, 0, meter);
          if (key instanceof String name && held != null) {
            meter.text(name);
            attributes.put(name, held);
          }
        });
    return attributes;
  }

  private static @Nullable Object value(@Nullable Object value, int depth, ContentMeter meter) {
    if (value instanceof String text) {
      meter.text(text);
      return text;
    }
    if (value instanceof Number number) {
      return number(number);
    }
    if (value instanceof Boolean) {
      return value;
    }
    if (depth < MAX_DEPTH && value instanceof Map<?, ?> map) {
      return map(map, depth, meter);
    }
    if (depth < MAX_DEPTH && value instanceof List<?> list) {
      return list(list, depth, meter);
    }
    return null;
  }

  /** Yjs knows one kind of number; so that equal ones are equal here, whole ones become long. */
  private static @Nullable Object number(Number number) {
    double value = number.doubleValue();
    if (!Double.isFinite(value)) {
      return null;
    }
    long whole = (long) value;
    return whole == value ? (Object) whole : (Object) value;
  }

  private static Map<String, @Nullable Object> map(Map<?, ?> map, int depth, ContentMeter meter) {
    Map<String, @Nullable Object> copy = new LinkedHashMap<>();
    map.forEach(
        (key, value) -> {
          if (key instanceof String name) {
            meter.text(name);
            copy.put(name, value(value, depth + 1, meter));
          }
        });
    return copy;
  }

  private static List<@Nullable Object> list(List<?> list, int depth, ContentMeter meter) {
    List<@Nullable Object> copy = new ArrayList<>(list.size());
    list.forEach(value -> copy.add(value(value, depth + 1, meter)));
    return copy;
  }
}
