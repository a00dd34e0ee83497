package dev.quire.crdt.store;

import java.util.HashMap;
import java.util.Map;

/** For each client of whom pending structs wait for more, the lowest clock that has to come. */
final class MissingClocks {
  private final Map<Long, Long> clocks = new HashMap<>();

  void add(long client, long clock) {
    clocks.merge(client, clock, Math::min);
  }

  void addAll(MissingClocks other) {
    other.clocks.forEach(this::add);
  }

  boolean isAnyHere(StructStore store) {
    for (Map.Entry<Long, Long> entry : clocks.entrySet()) {
      if (entry.getValue() < store.state(entry.getKey())) {
        return true;
      }
    }
    return false;
  }
}
