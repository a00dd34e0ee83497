package dev.quire.presence.room;

import dev.quire.presence.awareness.AwarenessEntry;
import dev.quire.presence.awareness.Identity;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * What a state has to be for a room to look at it, and the name that it is given.
 *
 * @param limited told when a bound was reached
 */
record StateRules(RoomLimits limits, Consumer<String> limited) {
  /** Far below where a client, adding one each time, leaves the integers of JavaScript. */
  private static final long MAX_CLOCK = 1L << 50;

  /** The entry with the identity of its session; empty where it is to be dropped. */
  Optional<AwarenessEntry> stamped(AwarenessEntry entry, Identity identity) {
    String state = entry.json();
    if (entry.clock() > MAX_CLOCK) {
      return Optional.empty();
    }
    if (state == null) {
      return Optional.of(entry);
    }
    if (!fits(state)) {
      limited.accept("presence_state_bytes");
      return Optional.empty();
    }
    return identity
        .stamp(state)
        .map(json -> new AwarenessEntry(entry.clientId(), entry.clock(), json));
  }

  private boolean fits(String json) {
    return json.length() <= limits.stateBytes()
        && json.getBytes(StandardCharsets.UTF_8).length <= limits.stateBytes();
  }
}
