package dev.quire.presence.awareness;

import org.jspecify.annotations.Nullable;

/**
 * What an awareness update says of one client.
 *
 * @param clientId as Yjs numbers it, 0 to 2^53 - 1
 * @param clock grows with each state of the client; the newest counts
 * @param json the state as JSON text, null where the client is gone
 */
public record AwarenessEntry(long clientId, long clock, @Nullable String json) {

  /** The state belongs to a person and stays out of logs. */
  @Override
  public String toString() {
    return clientId + "@" + clock + (json == null ? " gone" : "");
  }
}
