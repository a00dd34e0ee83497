package dev.quire.presence.host;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * When each edge was heard last. An edge is forgotten when it has been silent for 15 s; more than
 * so many at once are not let in.
 */
final class Edges {
  static final long SILENCE_MILLIS = 15_000;
  private static final int MAX = 10_000;

  private final Map<String, Long> heard = new HashMap<>();

  /** False where there are too many. */
  boolean heard(String edge, long now) {
    if (!heard.containsKey(edge) && heard.size() >= MAX) {
      return false;
    }
    heard.put(edge, now);
    return true;
  }

  /** Those that have been silent for too long; forgets them. */
  List<String> takeSilent(long now) {
    List<String> silent = new ArrayList<>();
    heard.forEach(
        (edge, last) -> {
          if (now - last > SILENCE_MILLIS) {
            silent.add(edge);
          }
        });
    heard.keySet().removeAll(silent);
    return silent;
  }
}
