package dev.quire.collab.owner;

import dev.quire.wire.Bytes;
import dev.quire.wire.DocumentId;
import dev.quire.wire.session.ToEdge;

/** What a {@link DocumentOwner} wants done, in the order of the list. */
public sealed interface Effect {

  /**
   * Read the document: the head, its snapshot, and every update after it. Answered by {@link
   * Input.Loaded} or {@link Input.LoadFailed}.
   *
   * @param epoch to be given back with the answer
   */
  record Load(DocumentId document, long epoch) implements Effect {}

  /**
   * There is something to append: the lane is to ask with {@link Input.TakeBatch} as soon as its
   * append under way is over. Said at the first waiting update, and again after each batch that
   * left some waiting.
   */
  record Ready(DocumentId document) implements Effect {}

  /**
   * The answer to {@link Input.TakeBatch}: to be appended with the other documents' parts. Answered
   * by {@link Input.AppendEnded} or {@link Input.OutcomeUnknown}.
   */
  record Append(dev.quire.wire.doc.Append.Part part) implements Effect {
    /** What the part weighs, in bytes of updates. */
    public int bytes() {
      int bytes = 0;
      for (dev.quire.wire.doc.Append.Update update : part.updates()) {
        bytes += update.update().length();
      }
      return bytes;
    }
  }

  /**
   * Raise the epoch of the document's shard: an append's outcome is not known. To be tried until it
   * works; answered by {@link Input.EpochRaised} to all owners of the shard, or by {@link
   * Input.Fenced} where the process is no longer to own it.
   */
  record Settle(DocumentId document) implements Effect {}

  /**
   * Read the log. Answered by {@link Input.LogRead} or {@link Input.LogUnavailable}.
   *
   * @param read to be given back with the answer
   */
  record ReadLog(DocumentId document, long read, long after, int maxItems, int maxBytes)
      implements Effect {}

  /** Send this to the edge. */
  record Send(String edge, ToEdge.Output output) implements Effect {}

  /**
   * Send the edge a {@link ToEdge.Synchronised}; a state over one message's size in parts.
   *
   * @param state never written to again
   */
  record Synchronise(
      DocumentId document,
      String edge,
      long session,
      long number,
      long revision,
      Bytes stateVector,
      Bytes state)
      implements Effect {}

  /**
   * Run the work on a worker thread; one that compacts on one of its own, so that nobody waits
   * behind it. Answered by {@link Input.StateEncoded}.
   */
  record EncodeState(DocumentId document, StateWork work) implements Effect {}

  /**
   * Compress and store the state as the snapshot of the revision. Answered by {@link
   * Input.SnapshotEnded}.
   */
  record StoreSnapshot(DocumentId document, long epoch, long revision, Bytes state)
      implements Effect {}

  /**
   * The last effect of an owner: forget it. The next {@code Open} of the document makes another.
   */
  record Unload(DocumentId document) implements Effect {}
}
