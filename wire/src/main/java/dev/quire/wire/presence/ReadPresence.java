package dev.quire.wire.presence;

import dev.quire.wire.DocumentId;
import dev.quire.wire.WireMessage;
import java.util.List;

/** Asks a presence process who is in a document that belongs to it. */
public record ReadPresence(DocumentId document) implements WireMessage {

  /** Everybody that the process knows of, empty where it knows of nobody. */
  public record States(List<State> states) implements WireMessage {}

  /**
   * One client's state.
   *
   * @param clientId as Yjs numbers it; one person may have several
   * @param json the state, a JSON object stamped with identity
   * @param lastSeenMillis when the client last sent it, milliseconds since 1970
   */
  public record State(
      long clientId, String userId, String displayName, String json, long lastSeenMillis)
      implements WireMessage {}
}
