package dev.quire.crdt.v2;

import dev.quire.crdt.lib0.Lib0Writer;

/**
 * Writes a column of clocks as differences, in which a difference that repeats stands once, with
 * how often it comes (lib0's {@code IntDiffOptRleEncoder}). The lowest bit of a written difference
 * says that a number of repetitions follows.
 */
final class ClockColumnWriter {
  private final Lib0Writer out = new Lib0Writer();
  private long last;
  private long difference;
  private long count;

  void write(long clock) {
    long step = clock - last;
    if (step != difference) {
      flush();
      difference = step;
    }
    last = clock;
    count++;
  }

  private void flush() {
    if (count > 0) {
      long marked = difference * 2 + (count > 1 ? 1 : 0);
      out.writeVarInt(Math.abs(marked), marked < 0);
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
