package dev.quire.presence.room;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The last clocks of clients that were removed. Bounded: the one removed longest ago is forgotten
 * first, and should it come back with an old clock, its others hear it only after its next states.
 */
final class Departed {
  static final int MAX = 10_000;

  private final Map<Long, Long> clocks =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Long, Long> eldest) {
          return size() > MAX;
        }
      };

  void add(long clientId, long clock) {
    clocks.remove(clientId);
    clocks.put(clientId, clock);
  }

  /** -1 where the client has not been removed, or is here again. */
  long clockOf(long clientId) {
    return clocks.getOrDefault(clientId, -1L);
  }

  void forget(long clientId) {
    clocks.remove(clientId);
  }
}
