package dev.quire.presence.room;

import dev.quire.presence.awareness.AwarenessEntry;
import dev.quire.presence.awareness.Identity;
import org.jspecify.annotations.Nullable;

/**
 * A client that is there.
 *
 * @param session who speaks for it; null where another process knew it and its session has not yet
 *     published here
 * @param json its state, stamped
 * @param lastSeenMillis when it was published last
 */
public record Presence(
    long clientId,
    long clock,
    Identity identity,
    @Nullable SessionKey session,
    String json,
    long lastSeenMillis) {

  AwarenessEntry entry() {
    return new AwarenessEntry(clientId, clock, json);
  }

  Presence renewed(SessionKey by, long now) {
    return new Presence(clientId, clock, identity, by, json, now);
  }

  /** The state belongs to a person and stays out of logs. */
  @Override
  public String toString() {
    return clientId + "@" + clock + " of " + identity;
  }
}
