package dev.quire.collab.host;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** When each edge was last heard of. Edges say something every second. */
final class EdgesHeard {
  private static final long SILENT_MILLIS = 10_000;

  private final Map<String, Long> heardAtMillis = new HashMap<>();

  void heard(String edge, long nowMillis) {
    heardAtMillis.put(edge, nowMillis);
  }

  /** Those that are gone, each named once. */
  List<String> gone(long nowMillis) {
    List<String> gone = new ArrayList<>();
    heardAtMillis.forEach(
        (edge, at) -> {
          if (nowMillis - at >= SILENT_MILLIS) {
            gone.add(edge);
          }
        });
    gone.forEach(heardAtMillis::remove);
    return gone;
  }
}
