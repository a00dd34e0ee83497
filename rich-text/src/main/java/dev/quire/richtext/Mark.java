package dev.quire.richtext;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How characters are marked: bold, a link, a comment.
 *
 * @param type ProseMirror's name of the mark type; any text
 * @param attributes values that JSON can hold, without those that are null
 */
public record Mark(String type, Map<String, Object> attributes) {
  /** Copies the attributes. */
  public Mark {
    attributes = Collections.unmodifiableMap(new LinkedHashMap<>(attributes));
  }

  /** A mark without attributes. */
  public Mark(String type) {
    this(type, Map.of());
  }
}
