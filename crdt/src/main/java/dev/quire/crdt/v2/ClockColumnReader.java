package dev.quire.crdt.v2;

import dev.quire.crdt.MalformedUpdateException.Fault;
import dev.quire.crdt.lib0.Lib0Reader;

/** Reads what a {@link ClockColumnWriter} writes. */
final class ClockColumnReader {
  /** A difference has 54 bits with its sign, and one more says whether it repeats. */
  private static final int MAX_SHIFT = 48;

  private final Lib0Reader in;
  private long clock;
  private long difference;
  private long left;

  ClockColumnReader(Lib0Reader in) {
    this.in = in;
  }

  long read() {
    if (left == 0) {
      long marked = readSigned();
      difference = marked >> 1;
      left = (marked & 1) != 0 ? in.readVarUint() + 2 : 1;
    }
    left--;
    clock += difference;
    if (clock < 0 || clock > Lib0Reader.MAX_INTEGER) {
      throw in.malformed(Fault.OUT_OF_RANGE, "clock below 0 or above 2^53 - 1");
    }
    return clock;
  }

  /** Up to one bit more than {@link Lib0Reader#readVarInt} allows. */
  private long readSigned() {
    int first = in.readUint8();
    long magnitude = first & 0x3f;
    boolean more = (first & 0x80) != 0;
    for (int shift = 6; more; shift += 7) {
      if (shift > MAX_SHIFT) {
        throw in.malformed(Fault.OUT_OF_RANGE, "integer longer than 8 bytes");
      }
      int next = in.readUint8();
      magnitude |= (next & 0x7fL) << shift;
      more = next >= 0x80;
    }
    return (first & 0x40) == 0 ? magnitude : -magnitude;
  }

  void expectEnd() {
    if (left > 0) {
      throw Columns.unread(in);
    }
    in.expectEnd();
  }
}
