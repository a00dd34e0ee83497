package dev.quire.crdt.content;

import dev.quire.crdt.lib0.Json;
import dev.quire.crdt.lib0.Lib0Writer;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** An object in a text, such as an image. */
public final class ContentEmbed implements AtomicContent {
  /** Its number in the format. */
  public static final int REF = 5;

  private final String json;

  /**
   * An embedded value.
   *
   * @param json canonical JSON text
   */
  public ContentEmbed(String json) {
    this.json = json;
  }

  /** The embedded value. */
  public @Nullable Object value() {
    return Json.parse(json);
  }

  @Override
  public int ref() {
    return REF;
  }

  @Override
  public boolean isCountable() {
    return true;
  }

  @Override
  public void write(Lib0Writer out, long offset) {
    out.writeVarString(json);
  }

  @Override
  public List<@Nullable Object> values() {
    return Collections.singletonList(value());
  }
}
