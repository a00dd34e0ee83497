package dev.quire.crdt.store;

import java.util.HashMap;
import java.util.List;
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

  /** Whether one of them has come with what was added to these clients. */
  boolean isAnyIn(List<ClientStructs> touched) {
    for (ClientStructs structs : touched) {
      Long clock = clocks.get(structs.id());
      if (clock != null && clock < structs.state()) {
        return true;
      }
    }
    return false;
  }
}
