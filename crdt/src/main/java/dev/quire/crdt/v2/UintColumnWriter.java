package dev.quire.crdt.v2;

import dev.quire.crdt.lib0.Lib0Writer;

/**
 * Writes a column of integers from 0 on, in which a value that repeats stands once, with how often
 * it comes (lib0's {@code UintOptRleEncoder}). A negative sign, of zero too, says that a number of
 * repetitions follows.
 */
final class UintColumnWriter {
  private final Lib0Writer out = new Lib0Writer();
  private long value;
  private long count;

  void write(long next) {
    if (next == value) {
      count++;
    } else {
      flush();
      value = next;
      count = 1;
    }
  }

  private void flush() {
    if (count > 0) {
      out.writeVarInt(value, count > 1);
      if (count > 1) {
        out.writeVarUint(count - 2);
      }
      count = 0;
    }
  }

  /** All that was written; nothing may be added afterwards. */
  Lib0Writer finish() {
    flush();
    return out;
  }
}
