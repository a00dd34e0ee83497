package dev.quire.crdt.content;

import dev.quire.crdt.lib0.Lib0Reader;
import org.jspecify.annotations.Nullable;

/**
 * The text of a document, or of an update on its way into one. What comes in one after the other
 * lies one behind the other, so what was typed as one has its place already when it is joined.
 *
 * <p>Chunks end at {@link #CHUNK_LIMIT} units, unless a single text is longer: an item keeps its
 * whole chunk alive, whatever became of the other text in it.
 */
public final class TextStore {
  private static final int CHUNK_LIMIT = 4096;

  /** Where text in a byte for each unit goes on. */
  private @Nullable TextChunk latin;

  /** Where other text goes on. */
  private @Nullable TextChunk wide;

  /** Takes over text that lies elsewhere; returns the chunk, at whose end it lies now. */
  public TextChunk add(TextChunk from, int at, int length) {
    TextChunk to = open(from.isLatin(), length);
    to.append(from, at, length);
    return to;
  }

  /** Reads a text with its length before it, strictly. */
  ContentString read(Lib0Reader in) {
    int from = in.position();
    int length = in.skipVarAscii();
    if (length >= 0) {
      TextChunk to = open(true, length);
      return new ContentString(to, to.append(in, in.position() - length, length), length);
    }
    in.seek(from);
    String text = in.readVarString();
    TextChunk to = open(TextChunk.isLatin(text), text.length());
    return new ContentString(to, to.append(text), text.length());
  }

  private TextChunk open(boolean isLatin, int length) {
    TextChunk last = isLatin ? latin : wide;
    if (last != null && last.size() + length <= CHUNK_LIMIT) {
      return last;
    }
    if (last != null) {
      last.trim();
    }
    TextChunk fresh = TextChunk.empty(isLatin, length);
    if (isLatin) {
      latin = fresh;
    } else {
      wide = fresh;
    }
    return fresh;
  }

  /** Gives back room in which no text lies, where it is much. */
  public void trim() {
    if (latin != null) {
      latin.trim();
    }
    if (wide != null) {
      wide.trim();
    }
  }
}
