package dev.quire.presence.host;

import dev.quire.wire.DocumentId;
import dev.quire.wire.presence.PresenceAddresses;
import dev.quire.wire.presence.PresenceAlive;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * The presence processes that live, this one always among them: those heard within the last 3 s. At
 * most so many are remembered; more can only be a mistake and are not heard.
 */
public final class Peers {
  static final long SILENCE_MILLIS = 3000;
  private static final int MAX = 1000;

  private final String self;
  private final Map<String, Long> heard = new HashMap<>();
  private Set<String> living;

  public Peers(String self) {
    this.self = self;
    this.living = Set.of(self);
  }

  public void heard(PresenceAlive said, long now) {
    String process = said.process();
    if (said.leaving()) {
      if (heard.remove(process) != null) {
        recount();
      }
    } else if (heard.containsKey(process) || heard.size() < MAX) {
      if (heard.put(process, now) == null) {
        recount();
      }
    }
  }

  public void expire(long now) {
    if (heard.values().removeIf(last -> now - last > SILENCE_MILLIS)) {
      recount();
    }
  }

  private void recount() {
    Set<String> all = new TreeSet<>(heard.keySet());
    all.add(self);
    living = Set.copyOf(all);
  }

  /** The process that the document belongs to. */
  public String processOf(DocumentId document) {
    return PresenceAddresses.processOf(document, living).orElse(self);
  }

  public boolean isMine(DocumentId document) {
    return processOf(document).equals(self);
  }
}
