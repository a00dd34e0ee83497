package dev.quire.crdt.store;

import dev.quire.crdt.collection.LongMap;
import org.jspecify.annotations.Nullable;

/** A clock of each of some clients: of most changes, of a single one, which takes no table. */
final class Clocks {
  private static final long NONE = -1;

  private long firstClient = NONE;
  private long firstClock;
  private @Nullable LongMap<Long> others;

  /** The clock of a client, or another one if it has none here. */
  long getOrDefault(long client, long otherwise) {
    if (client == firstClient) {
      return firstClock;
    }
    Long clock = others == null ? null : others.get(client);
    return clock == null ? otherwise : clock;
  }

  /** Whether a client has a clock here. */
  boolean contains(long client) {
    return getOrDefault(client, NONE) != NONE;
  }

  /** Keeps a clock for a client that has none. */
  void put(long client, long clock) {
    if (firstClient == NONE) {
      firstClient = client;
      firstClock = clock;
    } else {
      if (others == null) {
        others = new LongMap<>();
      }
      others.put(client, clock);
    }
  }
}
