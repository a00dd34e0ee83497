package dev.quire.crdt.v2;

import dev.quire.crdt.collection.LongMap;
import dev.quire.crdt.fault.MalformedUpdateException.Fault;
import dev.quire.crdt.id.IdSet;
import dev.quire.crdt.id.Ranges;
import dev.quire.crdt.lib0.Lib0Reader;
import dev.quire.crdt.lib0.Lib0Writer;
import java.util.Objects;

/**
 * The delete set of format v2: each range as its distance from the one before, and its length less
 * one. Of clients, the highest first.
 */
public final class DeleteSetV2 {
  private DeleteSetV2() {}

  /** Writes a set. */
  public static void write(Lib0Writer out, IdSet set) {
    long[] ascending = set.clients();
    out.writeVarUint(ascending.length);
    for (int i = ascending.length - 1; i >= 0; i--) {
      Ranges ranges = Objects.requireNonNull(set.rangesOf(ascending[i]));
      out.writeVarUint(ascending[i]);
      out.writeVarUint(ranges.size());
      long end = 0;
      for (int range = 0; range < ranges.size(); range++) {
        out.writeVarUint(ranges.start(range) - end);
        out.writeVarUint(ranges.end(range) - ranges.start(range) - 1);
        end = ranges.end(range);
      }
    }
  }

  /**
   * Reads a set.
   *
   * @throws dev.quire.crdt.fault.MalformedUpdateException if there is none
   */
  public static IdSet read(Lib0Reader in) {
    IdSet set = new IdSet();
    LongMap<Boolean> seen = new LongMap<>();
    int clients = in.readCount("clients in the delete set");
    for (int i = 0; i < clients; i++) {
      long client = in.readVarUint();
      if (seen.get(client) != null) {
        throw in.malformed(Fault.REPEATED_CLIENT, "client named twice in the delete set");
      }
      seen.put(client, true);
      readRanges(in, client, set);
    }
    return set;
  }

  private static void readRanges(Lib0Reader in, long client, IdSet set) {
    int ranges = in.readCount("deleted ranges");
    long end = 0;
    for (int i = 0; i < ranges; i++) {
      long start = end + in.readVarUint();
      long length = in.readVarUint() + 1;
      end = start + length;
      if (end > Lib0Reader.MAX_INTEGER) {
        throw in.malformed(Fault.OUT_OF_RANGE, "clock above 2^53 - 1");
      }
      set.add(client, start, length);
    }
  }
}
