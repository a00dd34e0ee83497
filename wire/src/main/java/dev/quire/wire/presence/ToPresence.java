package dev.quire.wire.presence;

import dev.quire.wire.Bytes;
import dev.quire.wire.DocumentId;
import dev.quire.wire.WireMessage;
import java.util.List;

/**
 * From an edge to the presence process of the documents named in it. Sent at least every 5 s while
 * the edge has sessions there, empty if need be; an edge that is silent for 15 s is gone, and its
 * sessions with it. When a document comes to belong to another process, its sessions are entered
 * there; the process that had it lets go of them by itself and announces nothing.
 */
public record ToPresence(String edge, List<Input> inputs) implements WireMessage {

  /** Sessions are numbered by their edge. */
  public sealed interface Input extends WireMessage {
    DocumentId document();

    long session();
  }

  /** A session may now publish, and gets everybody's present states. */
  public record Enter(DocumentId document, long session, String userId, String displayName)
      implements Input {}

  /**
   * @param awareness an awareness update of the y-protocols as the client sent it: hostile
   */
  public record Publish(DocumentId document, long session, Bytes awareness) implements Input {}

  /** The session is gone: its states are removed and the removal announced. */
  public record Exit(DocumentId document, long session) implements Input {}
}
