package dev.quire.crdt.v2;

import dev.quire.crdt.lib0.Lib0Writer;

/**
 * Writes a column of bytes, each with how often it comes (lib0's {@code RleEncoder}). The last one
 * has no number: it comes for as long as somebody reads.
 */
final class ByteColumnWriter {
  private final Lib0Writer out = new Lib0Writer();
  private int value;
  private long count;

  void write(int next) {
    if (count > 0 && next == value) {
      count++;
      return;
    }
    if (count > 0) {
      out.writeVarUint(count - 1);
    }
    out.writeUint8(next);
    value = next;
    count = 1;
  }

  /** All that was written; nothing may be added afterwards. */
  Lib0Writer finish() {
    return out;
  }
}
