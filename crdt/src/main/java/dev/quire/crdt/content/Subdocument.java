package dev.quire.crdt.content;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A reference to another document.
 *
 * @param guid the other document's name
 * @param gc whether it collects what is deleted
 * @param autoLoad whether clients load it without being asked
 * @param meta anything the application keeps with the reference; null where nothing is kept
 */
public record Subdocument(String guid, boolean gc, boolean autoLoad, @Nullable Object meta) {

  /** A reference with yjs's defaults. */
  public Subdocument(String guid) {
    this(guid, true, false, null);
  }

  /** What differs from the defaults, in the order in which yjs writes it. */
  Map<String, @Nullable Object> options() {
    Map<String, @Nullable Object> options = new LinkedHashMap<>();
    if (!gc) {
      options.put("gc", false);
    }
    if (autoLoad) {
      options.put("autoLoad", true);
    }
    if (meta != null) {
      options.put("meta", meta);
    }
    return options;
  }
}
