package dev.quire.crdt.edit;

import dev.quire.crdt.content.Content;
import dev.quire.crdt.content.ContentEmbed;
import dev.quire.crdt.content.ContentFormat;
import dev.quire.crdt.content.ContentString;
import dev.quire.crdt.content.ContentType;
import dev.quire.crdt.content.TextChunk;
import dev.quire.crdt.struct.Branch;
import dev.quire.crdt.struct.Item;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.BiConsumer;

/** Reads a formatted text run by run. */
public final class TextReader {
  private final BiConsumer<Object, Map<String, Object>> runs;
  private final Map<String, Object> attributes = new LinkedHashMap<>();
  private final StringBuilder run = new StringBuilder();

  private TextReader(BiConsumer<Object, Map<String, Object>> runs) {
    this.runs = runs;
  }

  /**
   * Hands over the runs of a text.
   *
   * @param runs takes a {@link String}, or the {@link Content} of an embedded object or type; and
   *     the attributes in force on it
   */
  public static void read(Branch text, BiConsumer<Object, Map<String, Object>> runs) {
    TextReader reader = new TextReader(runs);
    for (Item item = text.start(); item != null; item = item.right()) {
      if (!item.isDeleted()) {
        reader.read(item.content());
      }
    }
    reader.endRun();
  }

  /** A text without formatting and objects. */
  public static String plain(Branch text) {
    byte[] latin = new byte[Math.toIntExact(text.length())];
    int size = 0;
    for (Item item = text.start(); item != null; item = item.right()) {
      TextChunk chunk = item.isDeleted() ? null : item.chunk();
      if (chunk != null) {
        if (!chunk.isLatin()) {
          return plainWide(text);
        }
        int length = (int) item.length();
        chunk.copyLatin(item.textFrom(), latin, size, length);
        size += length;
      }
    }
    return new String(latin, 0, size, StandardCharsets.ISO_8859_1);
  }

  private static String plainWide(Branch text) {
    StringBuilder out = new StringBuilder(Math.toIntExact(text.length()));
    for (Item item = text.start(); item != null; item = item.right()) {
      TextChunk chunk = item.isDeleted() ? null : item.chunk();
      if (chunk != null) {
        out.append(chunk.text(item.textFrom(), (int) item.length()));
      }
    }
    return out.toString();
  }

  private void read(Content content) {
    if (content instanceof ContentString string) {
      run.append(string.text());
    } else if (content instanceof ContentType || content instanceof ContentEmbed) {
      endRun();
      runs.accept(content, copyOfAttributes());
    } else if (content instanceof ContentFormat mark) {
      endRun();
      TextPosition.apply(attributes, mark);
    }
  }

  private void endRun() {
    if (run.length() > 0) {
      runs.accept(run.toString(), copyOfAttributes());
      run.setLength(0);
    }
  }

  private Map<String, Object> copyOfAttributes() {
    return attributes.isEmpty()
        ? Map.of()
        : Collections.unmodifiableMap(new LinkedHashMap<>(attributes));
  }
}
