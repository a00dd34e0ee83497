package dev.quire.crdt.content;

import dev.quire.crdt.lib0.Json;
import dev.quire.crdt.lib0.Lib0Writer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A mark between characters: from here on, a formatting attribute has a value. Null ends it. */
public final class ContentFormat implements AtomicContent {
  /** Its number in the format. */
  public static final int REF = 6;

  private final String key;
  private final String json;

  /**
   * A mark.
   *
   * @param key the attribute
   * @param json its value from here on, as canonical JSON text
   */
  public ContentFormat(String key, String json) {
    this.key = key;
    this.json = json;
  }

  /** The attribute. */
  public String key() {
    return key;
  }

  /** Its value from here on; null where it ends. */
  public @Nullable Object value() {
    return Json.parse(json);
  }

  @Override
  public int ref() {
    return REF;
  }

  @Override
  public boolean isCountable() {
    return false;
  }

  @Override
  public void write(Lib0Writer out, long offset) {
    out.writeVarString(key);
    out.writeVarString(json);
  }

  @Override
  public List<@Nullable Object> values() {
    return List.of();
  }
}
