package dev.quire.edge.route;

import dev.quire.wire.DocumentId;
import dev.quire.wire.Rendezvous;
import dev.quire.wire.presence.PresenceAlive;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Which presence process has a document: the first of the living by rendezvous hashing, the same
 * for every edge. Not thread-safe.
 */
public final class PresenceRoutes {
  static final long SILENCE_MILLIS = 3_000;

  private record Alive(long start, long heardAt) {}

  private final Map<String, Alive> processes = new HashMap<>();

  /**
   * @return whether any document may have another process now
   */
  public boolean announced(PresenceAlive alive, long nowMillis) {
    if (alive.leaving()) {
      return processes.remove(alive.process()) != null;
    }
    Alive before = processes.put(alive.process(), new Alive(alive.start(), nowMillis));
    return before == null || before.start() != alive.start();
  }

  /**
   * @return whether any document may have another process now
   */
  public boolean expire(long nowMillis) {
    return processes.values().removeIf(alive -> nowMillis - alive.heardAt() >= SILENCE_MILLIS);
  }

  /** The document's process; empty while none is alive. */
  public Optional<String> processOf(DocumentId document) {
    return Rendezvous.first(document.high() ^ document.low(), processes.keySet());
  }

  /** A number that changes when the process starts again. */
  public OptionalLong startOf(String process) {
    Alive alive = processes.get(process);
    return alive == null ? OptionalLong.empty() : OptionalLong.of(alive.start());
  }

  public Collection<String> living() {
    return processes.keySet();
  }
}
