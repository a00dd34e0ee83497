package dev.quire.wire.doc;

import dev.quire.wire.DocumentId;
import dev.quire.wire.WireMessage;
import dev.quire.wire.rest.RestReply;
import org.jspecify.annotations.Nullable;

/**
 * How a request went that began with {@link TakeKey}.
 *
 * @param resource as it was given: who began again since is not disturbed by a late word
 * @param answer with {@link Ending#DONE}, its body sealed by the edge
 */
public record KeepAnswer(
    String caller, String key, DocumentId resource, Ending ending, @Nullable RestReply answer)
    implements WireMessage {

  /** What is to become of the key. */
  public enum Ending {
    /** The request has had its effect: its answer is kept. */
    DONE,
    /** It was refused, and had none: the key is free. */
    REFUSED,
    /** Nobody knows: the same request may begin again. */
    UNKNOWN
  }

  public record Kept() implements WireMessage {}
}
