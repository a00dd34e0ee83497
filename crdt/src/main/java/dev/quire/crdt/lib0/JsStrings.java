package dev.quire.crdt.lib0;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** How JavaScript puts a value into a string. */
public final class JsStrings {
  private JsStrings() {}

  /** {@code String(value)} of ECMAScript. */
  public static String of(@Nullable Object value) {
    if (value instanceof Number number) {
      double asDouble = number.doubleValue();
      return Double.isFinite(asDouble) ? JsNumber.print(asDouble) : String.valueOf(asDouble);
    }
    if (value instanceof List<?> list) {
      return list.stream()
          .map(element -> element == null ? "" : of(element))
          .collect(Collectors.joining(","));
    }
    return value instanceof Map<?, ?> ? "[object Object]" : String.valueOf(value);
  }
}
