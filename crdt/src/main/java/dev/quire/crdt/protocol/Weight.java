package dev.quire.crdt.protocol;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a value of JSON takes in memory, in bytes, reckoned from above. */
final class Weight {
  private static final long OBJECT = 64;
  private static final long ENTRY = 48;
  private static final long REFERENCE = 8;
  private static final long NUMBER = 24;

  private Weight() {}

  static long of(@Nullable Object value) {
    if (value instanceof String string) {
      return OBJECT + 2L * string.length();
    }
    if (value instanceof Map<?, ?> object) {
      long weight = OBJECT;
      for (Map.Entry<?, ?> entry : object.entrySet()) {
        weight += ENTRY + of(entry.getKey()) + of(entry.getValue());
      }
      return weight;
    }
    if (value instanceof List<?> array) {
      long weight = OBJECT;
      for (Object element : array) {
        weight += REFERENCE + of(element);
      }
      return weight;
    }
    return value == null ? 0 : NUMBER;
  }
}
