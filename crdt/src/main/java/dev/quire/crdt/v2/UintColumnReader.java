package dev.quire.crdt.v2;

import dev.quire.crdt.lib0.Lib0Reader;

/** Reads what a {@link UintColumnWriter} writes. */
final class UintColumnReader {
  private final Lib0Reader in;
  private long value;
  private long left;

  UintColumnReader(Lib0Reader in) {
    this.in = in;
  }

  long read() {
    if (left == 0) {
      Number signed = in.readVarInt();
      // Only negative zero comes as a Double.
      value = Math.abs(signed.longValue());
      boolean repeats = signed instanceof Double || signed.longValue() < 0;
      left = repeats ? in.readVarUint() + 2 : 1;
    }
    left--;
    return value;
  }

  void expectEnd() {
    if (left > 0) {
      throw Columns.unread(in);
    }
    in.expectEnd();
  }
}
