package dev.quire.crdt.v2;

import dev.quire.crdt.lib0.Lib0Reader;

/** Reads what a {@link ByteColumnWriter} writes. */
final class ByteColumnReader {
  private final Lib0Reader in;
  private int value;
  private long left;

  ByteColumnReader(Lib0Reader in) {
    this.in = in;
  }

  int read() {
    if (left == 0) {
      value = in.readUint8();
      left = in.remaining() > 0 ? in.readVarUint() + 1 : Long.MAX_VALUE;
    }
    left--;
    return value;
  }

  void expectEnd() {
    if (left > 0 && left <= Lib0Reader.MAX_INTEGER + 1) {
      throw Columns.unread(in);
    }
    in.expectEnd();
  }
}
