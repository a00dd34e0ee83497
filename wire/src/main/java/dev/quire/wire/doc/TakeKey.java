package dev.quire.wire.doc;

import dev.quire.wire.Bytes;
import dev.quire.wire.DocumentId;
import dev.quire.wire.WireMessage;
import dev.quire.wire.rest.RestReply;
import org.jspecify.annotations.Nullable;

/**
 * Somebody's request begins that carries an idempotency key. Whoever is answered {@link
 * Outcome#BEGUN} answers the request, and says with {@link KeepAnswer} how that went.
 *
 * @param caller whose key it is: keys of different callers are different
 * @param key what the edge makes of it: the client's own is stored nowhere
 * @param request a digest of the request: another one under the same key is a mistake
 */
public record TakeKey(String caller, String key, Bytes request) implements WireMessage {

  /** What is known of the key. */
  public enum Outcome {
    /** Nothing: the request is to be answered now. */
    BEGUN,
    /** The request was answered before; here is that answer. */
    ANSWERED,
    /** The key was used for another request. */
    OTHER_REQUEST,
    /** The same request is being answered just now. */
    UNDER_WAY,
    /** The caller has used as many keys as are kept. */
    TOO_MANY
  }

  /**
   * @param resource with {@link Outcome#BEGUN}, the id of what the request creates: the same
   *     whenever it begins again, so that it is created once
   * @param answer with {@link Outcome#ANSWERED}
   */
  public record Taken(Outcome outcome, @Nullable DocumentId resource, @Nullable RestReply answer)
      implements WireMessage {}
}
