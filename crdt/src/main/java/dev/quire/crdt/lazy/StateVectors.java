package dev.quire.crdt.lazy;

import dev.quire.crdt.collection.LongMap;
import dev.quire.crdt.id.IdSet;
import dev.quire.crdt.id.Ranges;
import dev.quire.crdt.id.StateVector;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How far several runs together know each client without a gap. */
final class StateVectors {
  private StateVectors() {}

  /** Linear in the clients of the first run and in the ranges of the others. */
  static StateVector of(List<EncodedRun> runs) {
    IdSet later = new IdSet();
    for (EncodedRun run : runs.subList(1, runs.size())) {
      PackedIds.Walk walk = run.structs().walk();
      while (walk.next()) {
        later.add(walk.client(), walk.start(), walk.end() - walk.start());
      }
    }
    PackedIds base = runs.get(0).structs();
    LongMap<Long> ends = new LongMap<>();
    for (long client : later.clients()) {
      long end = end(base, client, later.rangesOf(client));
      if (end > 0) {
        ends.put(client, end);
      }
    }
    Vector vector = new Vector();
    PackedIds.Walk walk = base.walk();
    while (walk.next()) {
      if (walk.start() == 0 && later.rangesOf(walk.client()) == null) {
        vector.add(walk.client(), walk.end());
      }
    }
    return vector.with(ends);
  }

  private static long end(PackedIds base, long client, @Nullable Ranges later) {
    PackedIds.Walk walk = base.walk();
    long end = 0;
    while (later != null) {
      int index = later.floor(end);
      long reached = index < 0 ? end : Math.max(end, later.end(index));
      if (walk.seek(client, reached) && walk.client() == client && walk.start() <= reached) {
        reached = walk.end();
      }
      if (reached == end) {
        return end;
      }
      end = reached;
    }
    return end;
  }

  /** Clients as they come from the base, descending, and those that the others changed. */
  private static final class Vector {
    private long[] clients = new long[4];
    private long[] clocks = new long[4];
    private int size;

    void add(long client, long clock) {
      if (size == clients.length) {
        clients = Arrays.copyOf(clients, size * 2);
        clocks = Arrays.copyOf(clocks, size * 2);
      }
      clients[size] = client;
      clocks[size] = clock;
      size++;
    }

    StateVector with(LongMap<Long> ends) {
      long[] changed = ends.sortedKeys();
      long[] allClients = new long[size + changed.length];
      long[] allClocks = new long[size + changed.length];
      int ours = size - 1;
      int theirs = 0;
      for (int i = 0; i < allClients.length; i++) {
        if (theirs == changed.length || (ours >= 0 && clients[ours] < changed[theirs])) {
          allClients[i] = clients[ours];
          allClocks[i] = clocks[ours--];
        } else {
          allClients[i] = changed[theirs];
          Long end = ends.get(changed[theirs++]);
          allClocks[i] = end == null ? 0 : end;
        }
      }
      return StateVector.ofSorted(allClients, allClocks);
    }
  }
}
