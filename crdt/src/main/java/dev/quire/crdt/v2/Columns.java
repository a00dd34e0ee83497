package dev.quire.crdt.v2;

import dev.quire.crdt.fault.MalformedUpdateException;
import dev.quire.crdt.fault.MalformedUpdateException.Fault;
import dev.quire.crdt.lib0.Lib0Reader;

/** The columns of an encoded update, in the order in which they stand, and the tail. */
final class Columns {
  final ClockColumnReader keyClocks;
  final UintColumnReader clients;
  final ClockColumnReader leftClocks;
  final ClockColumnReader rightClocks;
  final ByteColumnReader infos;
  final TextColumnReader texts;
  final ByteColumnReader parentInfos;
  final UintColumnReader typeRefs;
  final UintColumnReader lengths;

  /** What no column takes: numbers of structs, first clocks, values, bytes, the delete set. */
  final Lib0Reader tail;

  Columns(byte[] update) {
    tail = new Lib0Reader(update);
    if (tail.readVarUint() != 0) {
      throw tail.malformed(Fault.UNKNOWN_KIND, "unknown features of format v2");
    }
    keyClocks = new ClockColumnReader(column(update));
    clients = new UintColumnReader(column(update));
    leftClocks = new ClockColumnReader(column(update));
    rightClocks = new ClockColumnReader(column(update));
    infos = new ByteColumnReader(column(update));
    texts = new TextColumnReader(update, column(update));
    parentInfos = new ByteColumnReader(column(update));
    typeRefs = new UintColumnReader(column(update));
    lengths = new UintColumnReader(column(update));
  }

  private Lib0Reader column(byte[] update) {
    int size = tail.readCount("bytes");
    int from = tail.position();
    tail.skip(size);
    return new Lib0Reader(update, from, from + size);
  }

  /** Refuses what nothing has read. */
  void expectEnd() {
    tail.expectEnd();
    keyClocks.expectEnd();
    clients.expectEnd();
    leftClocks.expectEnd();
    rightClocks.expectEnd();
    infos.expectEnd();
    texts.expectEnd();
    parentInfos.expectEnd();
    typeRefs.expectEnd();
    lengths.expectEnd();
  }

  /** The refusal of a column that holds more than anything asks for. */
  static MalformedUpdateException unread(Lib0Reader in) {
    return in.malformed(Fault.TRAILING_BYTES, "column holds more than the structs need");
  }
}
