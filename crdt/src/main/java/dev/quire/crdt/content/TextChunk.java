package dev.quire.crdt.content;

import dev.quire.crdt.lib0.Lib0Reader;
import dev.quire.crdt.lib0.Lib0Writer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Text of many items, one behind the other: an item knows where its own begins, and how long it is.
 * A byte for each UTF-16 unit as long as all of them are below 256, two bytes otherwise.
 *
 * <p>Every unit belongs to one item at most. So what an item has may be changed in place, and an
 * item whose text ends where the chunk ends may go on there.
 */
public final class TextChunk implements Stored {
  private static final char REPLACEMENT = '\ufffd';
  private static final int LATIN_LIMIT = 0x100;
  private static final int LEAST_CAPACITY = 16;
  private static final byte[] NO_BYTES = {};
  private static final char[] NO_CHARS = {};

  private byte[] latin;
  private char[] wide;
  private int size;

  private TextChunk(byte[] latin, char[] wide, int size) {
    this.latin = latin;
    this.wide = wide;
    this.size = size;
  }

  /** A chunk without text. */
  static TextChunk empty(boolean isLatin, int capacity) {
    return isLatin
        ? new TextChunk(new byte[capacity], NO_CHARS, 0)
        : new TextChunk(NO_BYTES, new char[capacity], 0);
  }

  /** A chunk of one text. */
  static TextChunk of(String text) {
    TextChunk chunk = empty(isLatin(text), text.length());
    chunk.append(text);
    return chunk;
  }

  /** Whether a text can be kept in a byte for each unit. */
  static boolean isLatin(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) >= LATIN_LIMIT) {
        return false;
      }
    }
    return true;
  }

  /** How many units there are. */
  public int size() {
    return size;
  }

  /** Whether it holds units below 256 only, and takes no others. */
  public boolean isLatin() {
    return wide == NO_CHARS;
  }

  /** A unit. */
  public char charAt(int index) {
    return isLatin() ? (char) (latin[index] & 0xff) : wide[index];
  }

  /** Some of the units. */
  public String text(int from, int length) {
    return isLatin()
        ? new String(latin, from, length, StandardCharsets.ISO_8859_1)
        : new String(wide, from, length);
  }

  /** Copies units of a chunk that {@link #isLatin()}. */
  public void copyLatin(int from, byte[] to, int at, int length) {
    System.arraycopy(latin, from, to, at, length);
  }

  /** Writes units as UTF-8 with its length before it; what is half a pair becomes U+FFFD. */
  public void write(Lib0Writer out, int from, int length) {
    if (isLatin()) {
      out.writeVarLatin(latin, from, length);
    } else {
      out.writeVarString(text(from, length));
    }
  }

  /** Whether units of that chunk can be put in here. */
  private boolean takes(TextChunk other) {
    return !isLatin() || other.isLatin();
  }

  /** Adds a text that fits in kind; returns where it begins. */
  int append(String text) {
    int length = text.length();
    ensure(length);
    if (isLatin()) {
      for (int i = 0; i < length; i++) {
        latin[size + i] = (byte) text.charAt(i);
      }
    } else {
      text.getChars(0, length, wide, size);
    }
    return grown(length);
  }

  /** Adds units of a chunk that fits in kind; returns where they begin. */
  public int append(TextChunk other, int from, int length) {
    ensure(length);
    if (!isLatin()) {
      other.copy(from, wide, size, length);
    } else if (length == 1) {
      latin[size] = other.latin[from];
    } else {
      System.arraycopy(other.latin, from, latin, size, length);
    }
    return grown(length);
  }

  /** Adds bytes that are ASCII; returns where they begin. */
  int append(Lib0Reader from, int at, int length) {
    ensure(length);
    from.copy(at, latin, size, length);
    return grown(length);
  }

  private void copy(int from, char[] to, int at, int length) {
    if (isLatin()) {
      for (int i = 0; i < length; i++) {
        to[at + i] = (char) (latin[from + i] & 0xff);
      }
    } else {
      System.arraycopy(wide, from, to, at, length);
    }
  }

  private int grown(int length) {
    int at = size;
    size += length;
    return at;
  }

  /** Makes room for more units, and for as many again as there are half. */
  private void ensure(int more) {
    int needed = Math.addExact(size, more);
    int capacity = isLatin() ? latin.length : wide.length;
    if (needed > capacity) {
      int grown = Math.max(needed, Math.max(LEAST_CAPACITY, size + (size >> 1)));
      if (isLatin()) {
        latin = Arrays.copyOf(latin, grown);
      } else {
        wide = Arrays.copyOf(wide, grown);
      }
    }
  }

  /** Gives back room that nothing is in. */
  void trim() {
    if (latin.length > size) {
      latin = Arrays.copyOf(latin, size);
    }
    if (wide.length > size) {
      wide = Arrays.copyOf(wide, size);
    }
  }

  /**
   * Cuts an item's text before a unit. Where that is inside a surrogate pair, each half becomes
   * U+FFFD, as in yjs: neither could be encoded.
   */
  public void cut(int before) {
    if (!isLatin() && Character.isHighSurrogate(wide[before - 1])) {
      wide[before - 1] = REPLACEMENT;
      wide[before] = REPLACEMENT;
    }
  }

  /**
   * Lets the text of one item go on with that of another.
   *
   * @return the chunk in which both lie one behind the other from now on
   */
  public static Joined join(
      TextChunk left, int leftFrom, int leftLength, TextChunk right, int rightFrom, int length) {
    if (left == right && leftFrom + leftLength == rightFrom) {
      return new Joined(left, leftFrom);
    }
    TextChunk to = left;
    int from = leftFrom;
    if (leftFrom + leftLength != left.size || !left.takes(right)) {
      boolean isLatin = left.isLatin() && right.isLatin();
      int together = leftLength + length;
      to = empty(isLatin, together + (together >> 1) + LEAST_CAPACITY);
      from = to.append(left, leftFrom, leftLength);
    }
    to.append(right, rightFrom, length);
    if (rightFrom + length == right.size) {
      right.size = rightFrom;
    }
    return new Joined(to, from);
  }

  /**
   * Where a text lies.
   *
   * @param chunk in here
   * @param from its first unit
   */
  public record Joined(TextChunk chunk, int from) {}
}
