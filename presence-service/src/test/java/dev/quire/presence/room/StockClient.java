package dev.quire.presence.room;

import dev.quire.presence.awareness.AwarenessEntry;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** What a stock client does with the awareness updates it gets (y-protocols 1, awareness). */
final class StockClient {
  private final long own;
  private final Map<Long, Long> clocks = new HashMap<>();
  private final Map<Long, String> states = new HashMap<>();

  StockClient(long own) {
    this.own = own;
  }

  /** Sets its own state and publishes it. */
  AwarenessEntry sets(String json) {
    clocks.merge(own, 0L, (clock, first) -> clock + 1);
    states.put(own, json);
    return announcement();
  }

  /** What it sends of itself when it (re)connects. */
  AwarenessEntry announcement() {
    return new AwarenessEntry(own, clocks.getOrDefault(own, 0L), states.get(own));
  }

  /** Answers with what it publishes in turn. */
  List<AwarenessEntry> hears(List<AwarenessEntry> update) {
    List<AwarenessEntry> answers = new ArrayList<>();
    for (AwarenessEntry entry : update) {
      long known = clocks.getOrDefault(entry.clientId(), 0L);
      boolean isRemovalOfKnown =
          known == entry.clock() && entry.json() == null && states.containsKey(entry.clientId());
      if (known < entry.clock() || isRemovalOfKnown) {
        hear(entry, answers);
      }
    }
    return answers;
  }

  private void hear(AwarenessEntry entry, List<AwarenessEntry> answers) {
    if (entry.clientId() == own && entry.json() == null && states.containsKey(own)) {
      clocks.put(own, entry.clock() + 1);
      answers.add(announcement());
      return;
    }
    clocks.put(entry.clientId(), entry.clock());
    if (entry.json() == null) {
      states.remove(entry.clientId());
    } else {
      states.put(entry.clientId(), entry.json());
    }
  }

  Set<Long> sees() {
    return new TreeSet<>(states.keySet());
  }

  @Nullable String stateOf(long clientId) {
    return states.get(clientId);
  }
}
