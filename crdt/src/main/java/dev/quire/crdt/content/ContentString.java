package dev.quire.crdt.content;

import dev.quire.crdt.lib0.Lib0Writer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Text: a view of where it lies. One that an item in a document gives holds until the document
 * changes.
 */
public final class ContentString implements Content {
  /** Its number in the format. */
  public static final int REF = 4;

  private final TextChunk chunk;
  private final int from;
  private final int length;

  /** A text of at least one unit. */
  public ContentString(String text) {
    this(TextChunk.of(text), 0, text.length());
  }

  /** The text that lies in a part of a chunk. */
  public ContentString(TextChunk chunk, int from, int length) {
    this.chunk = chunk;
    this.from = from;
    this.length = length;
  }

  /** The text. */
  public String text() {
    return chunk.text(from, length);
  }

  /** Where it lies. */
  public TextChunk chunk() {
    return chunk;
  }

  /** Where it begins there. */
  public int from() {
    return from;
  }

  @Override
  public int ref() {
    return REF;
  }

  @Override
  public long length() {
    return length;
  }

  @Override
  public boolean isCountable() {
    return true;
  }

  @Override
  public void write(Lib0Writer out, long offset) {
    chunk.write(out, from + (int) offset, length - (int) offset);
  }

  @Override
  public List<@Nullable Object> values() {
    String text = text();
    List<@Nullable Object> units = new ArrayList<>(text.length());
    for (int i = 0; i < text.length(); i++) {
      units.add(String.valueOf(text.charAt(i)));
    }
    return units;
  }
}
