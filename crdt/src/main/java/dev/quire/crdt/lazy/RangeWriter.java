package dev.quire.crdt.lazy;

import dev.quire.crdt.lib0.Lib0Writer;

/**
 * Writes ids in the form of {@link PackedIds} as they come: clients descending, clocks ascending.
 */
final class RangeWriter {
  private final Lib0Writer all = new Lib0Writer();
  private final Lib0Writer ofClient = new Lib0Writer();
  private int clients;
  private int ranges;
  private long client;
  private long start;
  private long end;

  void begin(long nextClient) {
    client = nextClient;
    ranges = 0;
    start = 0;
    end = 0;
    ofClient.clear();
  }

  /** Adds clocks that lie at or behind the end of those before. */
  void add(long from, long to) {
    if (from > end) {
      flush();
      start = from;
    } else if (end == 0) {
      start = from;
    }
    end = to;
  }

  private void flush() {
    if (end > start) {
      ofClient.writeVarUint(start);
      ofClient.writeVarUint(end - start);
      ranges++;
    }
  }

  void end() {
    flush();
    if (ranges > 0) {
      all.writeVarUint(client);
      all.writeVarUint(ranges);
      all.writeAll(ofClient);
      clients++;
    }
  }

  byte[] toByteArray() {
    Lib0Writer out = new Lib0Writer(all.size() + 8);
    out.writeVarUint(clients);
    out.writeAll(all);
    return out.toByteArray();
  }
}
