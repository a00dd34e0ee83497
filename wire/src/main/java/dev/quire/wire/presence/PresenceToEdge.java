package dev.quire.wire.presence;

import dev.quire.wire.Bytes;
import dev.quire.wire.DocumentId;
import dev.quire.wire.WireMessage;
import java.util.List;

/** From a presence process to one edge. */
public record PresenceToEdge(List<Output> outputs) implements WireMessage {

  public sealed interface Output extends WireMessage {
    DocumentId document();
  }

  /**
   * For every session of the document on this edge, the one it came from included (stock clients
   * hang up after 30 s of silence).
   *
   * @param awareness an awareness update of the y-protocols, stamped with identity
   */
  public record Changed(DocumentId document, Bytes awareness) implements Output {}

  /** Everybody's states, for one session that has just entered. */
  public record Present(DocumentId document, long session, Bytes awareness) implements Output {}

  /** What the session sent was not taken. */
  public record Rejected(DocumentId document, long session, Reason reason) implements Output {}

  /** Why something was not taken, and what the edge does about it. */
  public enum Reason {
    /** The process doesn't know the session (any more): enter it again where it belongs now. */
    UNKNOWN_SESSION,
    /** No awareness update: the client's frame was malformed (4400). */
    MALFORMED,
    /** A bound is reached: the session goes on without presence. */
    OVERLOADED
  }
}
