package dev.quire.crdt.v2;

import dev.quire.crdt.lib0.Lib0Writer;

/**
 * Writes a column of texts: all of them as one, then the length of each in UTF-16 units (lib0's
 * {@code StringEncoder}).
 */
final class TextColumnWriter {
  private final Lib0Writer text = new Lib0Writer(256);
  private final UintColumnWriter lengths = new UintColumnWriter();

  /**
   * Appends a text.
   *
   * @param bytes holds it as UTF-8
   * @param units its length in UTF-16 units
   */
  void write(byte[] bytes, int from, int size, int units) {
    text.writeBytes(bytes, from, size);
    lengths.write(units);
  }

  /** All that was written; nothing may be added afterwards. */
  Lib0Writer finish() {
    Lib0Writer ends = lengths.finish();
    Lib0Writer out = new Lib0Writer(text.size() + ends.size() + 8);
    out.writeVarUint(text.size());
    out.writeAll(text);
    out.writeAll(ends);
    return out;
  }
}
