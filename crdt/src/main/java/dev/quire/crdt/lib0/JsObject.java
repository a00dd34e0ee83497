package dev.quire.crdt.lib0;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The entries of a JavaScript object, in the order in which JavaScript lists them: keys that are
 * array indices first and ascending, then the others as first assigned.
 */
final class JsObject {
  private static final long MAX_ARRAY_INDEX = 0xfffffffeL;

  private final Map<String, @Nullable Object> named = new LinkedHashMap<>();
  private @Nullable TreeMap<Long, @Nullable Object> indexed;

  void put(String key, @Nullable Object value) {
    long index = arrayIndex(key);
    if (index < 0) {
      named.put(key, value);
    } else {
      if (indexed == null) {
        indexed = new TreeMap<>();
      }
      indexed.put(index, value);
    }
  }

  /** The entries, unmodifiable. */
  Map<String, @Nullable Object> toMap() {
    if (indexed == null) {
      return named.isEmpty() ? Map.of() : Collections.unmodifiableMap(named);
    }
    Map<String, @Nullable Object> ordered = new LinkedHashMap<>();
    indexed.forEach((index, value) -> ordered.put(Long.toString(index), value));
    ordered.putAll(named);
    return Collections.unmodifiableMap(ordered);
  }

  private static long arrayIndex(String key) {
    int length = key.length();
    if (length == 0 || length > 10 || (length > 1 && key.charAt(0) == '0')) {
      return -1;
    }
    long index = 0;
    for (int i = 0; i < length; i++) {
      char digit = key.charAt(i);
      if (digit < '0' || digit > '9') {
        return -1;
      }
      index = index * 10 + (digit - '0');
    }
    return index <= MAX_ARRAY_INDEX ? index : -1;
  }
}
