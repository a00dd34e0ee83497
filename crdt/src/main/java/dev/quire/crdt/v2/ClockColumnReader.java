package dev.quire.crdt.v2;

import dev.quire.crdt.fault.MalformedUpdateException.Fault;
import dev.quire.crdt.lib0.Lib0Reader;
import dev.quire.crdt.struct.Struct;

/** Reads what a {@link ClockColumnWriter} writes. */
final class ClockColumnReader {
  private final Lib0Reader in;
  private long clock;
  private long difference;
  private long left;

  ClockColumnReader(Lib0Reader in) {
    this.in = in;
  }

  long read() {
    if (left == 0) {
      long marked = in.readVarInt().longValue();
      difference = marked >> 1;
      left = (marked & 1) != 0 ? in.readVarUint() + 2 : 1;
    }
    left--;
    clock += difference;
    if (clock < 0 || clock > Struct.MAX_CLOCK) {
      throw in.malformed(Fault.OUT_OF_RANGE, "clock below 0 or above 2^31 - 1");
    }
    return clock;
  }

  void expectEnd() {
    if (left > 0) {
      throw Columns.unread(in);
    }
    in.expectEnd();
  }
}
