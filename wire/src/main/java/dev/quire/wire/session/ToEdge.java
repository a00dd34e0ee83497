package dev.quire.wire.session;

import dev.quire.wire.Bytes;
import dev.quire.wire.DocumentId;
import dev.quire.wire.WireMessage;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** From one lane of a collab process to one edge. */
public record ToEdge(String process, int lane, List<Output> outputs) implements WireMessage {

  public sealed interface Output extends WireMessage {
    DocumentId document();
  }

  /**
   * The session is open at this owner.
   *
   * @param revision the document's last durable revision: fan-out to this edge goes on after the
   *     revision it named, or after this one where it named none
   */
  public record Opened(DocumentId document, long session, long epoch, long revision)
      implements Output {}

  /**
   * What the client lacks, as one update, and the owner's state vector. The state holds every
   * update up to {@code revision}; what comes after reaches the edge by {@link Fanout}.
   *
   * @param number the frame that asked
   * @param length of the whole state; what {@code head} lacks of it is read by {@link ReadState}
   */
  public record Synchronised(
      DocumentId document,
      long session,
      long number,
      long revision,
      Bytes stateVector,
      long transfer,
      int length,
      Bytes head)
      implements Output {}

  /**
   * Answers every edit of the session up to {@code through} that is not answered yet, all alike.
   *
   * @param revision the document's last durable revision
   * @param after what the session's last answer went {@code through}, 0 before its first: an edge
   *     that knows another number has missed an answer, and must not give this verdict in its place
   */
  public record Answered(
      DocumentId document, long session, long through, Verdict verdict, long revision, long after)
      implements Output {}

  /** What became of an edit. */
  public enum Verdict {
    /** Everything in it is durable. */
    APPLIED,
    /** It holds something new, and the session may not edit. */
    READ_ONLY,
    /** Not a Yjs update; nothing was stored. */
    MALFORMED,
    /** The document would grow over its limit; nothing was stored. */
    TOO_LARGE,
    /** The document is not at the revision that the edit was to be taken at; nothing was stored. */
    CHANGED
  }

  /**
   * Revisions {@code after + 1 … through} as one update, for every session of the document.
   *
   * @param epoch the owner's
   */
  public record Fanout(DocumentId document, long epoch, long after, long through, Bytes update)
      implements Output {}

  /**
   * The document's last durable revision, told once a second to an edge that has not confirmed it,
   * and every ten seconds to any: an edge that is behind asks for a {@link ToOwner.Replay}, one
   * that has no session of the document says so by a {@link ToOwner.Probe}.
   */
  public record Compare(DocumentId document, long epoch, long revision) implements Output {}

  /**
   * The owner has ended the session.
   *
   * @param elsewhere with {@link Reason#NOT_OWNER}, who owns the shard as far as is known there
   */
  public record Ended(
      DocumentId document, long session, Reason reason, @Nullable Elsewhere elsewhere)
      implements Output {

    public Ended(DocumentId document, long session, Reason reason) {
      this(document, session, reason, null);
    }
  }

  /**
   * Where a shard's owner is reached. Worth following only where the epoch is higher than that of
   * the owner which was asked, so that a question is passed on a bounded number of times.
   *
   * @param lanes how many lanes the process has
   */
  public record Elsewhere(String process, int lanes, long epoch) implements WireMessage {}

  /** Why an owner ends a session, and what the edge does about it. */
  public enum Reason {
    /** Another process owns the shard: open it there, or look at the routes. */
    NOT_OWNER,
    /** A frame was lost, or the owner lost its place: the client must resynchronise (4205). */
    LOST_PLACE,
    /** A bound is reached: the client comes back later (1013). */
    OVERLOADED,
    /** There is no such document any more (4404). */
    GONE,
    /** The document can't be loaded just now: open it again in a moment. */
    UNAVAILABLE,
    /** What the client has is the history of another document (4409): nothing of it is taken. */
    OTHER_HISTORY,
    /**
     * A frame holds something new under the Yjs client id of another user who is here. What he has
     * written himself may be on its way: try again in a moment, and not for ever (4205).
     */
    CLIENT_TAKEN
  }
}
