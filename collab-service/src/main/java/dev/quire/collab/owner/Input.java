package dev.quire.collab.owner;

import dev.quire.wire.doc.Append;
import dev.quire.wire.doc.ReadLog;
import dev.quire.wire.doc.Revocation;
import dev.quire.wire.session.ToEdge;
import dev.quire.wire.session.ToOwner;

/** What a {@link DocumentOwner} is told. */
public sealed interface Input {

  /** A message of a session or an edge, in the order in which the edge sent them. */
  record FromEdge(String edge, ToOwner.Input message) implements Input {}

  /** The edge has been silent for too long: its sessions are gone with it. */
  record EdgeGone(String edge) implements Input {}

  /**
   * Answers {@link Effect.Load}.
   *
   * @param epoch the epoch that the effect named: a load begun under another one is done again
   * @param state handed over: nobody else keeps it
   */
  record Loaded(long epoch, LoadedState state) implements Input {}

  /**
   * Answers {@link Effect.Load}: every waiting session ends with the reason, and the owner with
   * them.
   *
   * @param reason {@code GONE}, {@code UNAVAILABLE}, or {@code OVERLOADED} where there is no room
   */
  record LoadFailed(ToEdge.Reason reason) implements Input {}

  /**
   * The lane has room in its next append. Answered by {@link Effect.Append}, or by nothing where
   * there is nothing to append just now. The first waiting update is taken whatever its size.
   *
   * @param maxUpdates at most this many updates, at least 1
   * @param maxBytes stops before the update that would go over this
   */
  record TakeBatch(int maxUpdates, int maxBytes) implements Input {}

  /** What became of the last {@link Effect.Append}. */
  record AppendEnded(Append.Outcome outcome) implements Input {}

  /** No answer to the last {@link Effect.Append}: it may or may not have been committed. */
  record OutcomeUnknown() implements Input {}

  /**
   * The shard's epoch was raised by this process, and every append under an older one has ended:
   * told to <em>all</em> owners of the shard, whoever asked for it by {@link Effect.Settle}. No
   * append that holds a document of the shard may be in flight while the epoch is being raised.
   */
  record EpochRaised(long epoch) implements Input {}

  /**
   * Answers {@link Effect.ReadLog}.
   *
   * @param read the number that the effect gave
   */
  record LogRead(long read, ReadLog.Page page) implements Input {}

  /** Answers {@link Effect.ReadLog}: it could not be read. It is asked again at the next tick. */
  record LogUnavailable(long read) implements Input {}

  /** Answers {@link Effect.EncodeState} with what {@link StateWork#run} returned. */
  record StateEncoded(StateWork work, StateWork.Result result) implements Input {}

  /**
   * Answers {@link Effect.StoreSnapshot}, whether or not it could be stored.
   *
   * @param stored whether the snapshot is the document's now
   */
  record SnapshotEnded(long revision, boolean stored) implements Input {}

  /**
   * Once a second.
   *
   * @param nowMillis a clock that never goes back; only differences count
   */
  record Tick(long nowMillis) implements Input {}

  /** Somebody's right, on this document or all, is not what it was. */
  record Revoked(Revocation revocation) implements Input {}

  /** Memory is short: a document that nobody has open is unloaded, stored or not. */
  record MakeRoom() implements Input {}

  /**
   * The shard is to be handed over: what is sequenced is still committed and answered, nothing new
   * is taken, then the sessions end with {@code NOT_OWNER} and the owner with {@link
   * Effect.Unload}.
   */
  record Release() implements Input {}

  /** Another process owns the shard: everything is thrown away. */
  record Fenced(long epoch) implements Input {}
}
