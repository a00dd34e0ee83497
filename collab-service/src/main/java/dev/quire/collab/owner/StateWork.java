package dev.quire.collab.owner;

import dev.quire.crdt.DocOptions;
import dev.quire.crdt.fault.MalformedUpdateException;
import dev.quire.crdt.fault.WorkLimitException;
import dev.quire.crdt.id.StateVector;
import dev.quire.crdt.lazy.FoldedDoc;
import dev.quire.crdt.lazy.FrozenDoc;
import dev.quire.wire.Bytes;
import org.jspecify.annotations.Nullable;

/**
 * Work on a document's state away from the event loop, on what nobody changes: the document itself
 * goes on living on the event loop meanwhile.
 *
 * @param number tells one work of an owner from another
 * @param revision what the state will hold
 * @param doc the document at that revision
 * @param stateVector an encoded state vector: what may be left out
 * @param compacts whether the document is to be built and encoded anew, for a snapshot: the one
 *     work whose time does not depend on its size alone
 */
public record StateWork(
    long number, long revision, FrozenDoc doc, Bytes stateVector, boolean compacts) {

  /** A second, perhaps two: what people type needs a few steps an update. */
  private static final long MAX_STEPS = 50_000_000;

  /**
   * What the work made.
   *
   * @param state one update
   * @param stateVector the document's, encoded
   * @param whole the document as one run; null where something was left out
   * @param compacted whether nothing is in it that a loaded document would not hold
   */
  public record Result(
      Bytes state, Bytes stateVector, @Nullable FoldedDoc whole, boolean compacted) {}

  /** Pure; for a worker thread. */
  public Result run() {
    if (compacts) {
      return compact();
    }
    StateVector known = known();
    return known.size() == 0
        ? whole(doc.fold(), false)
        : new Result(Bytes.of(doc.encode(known)), vector(), null, false);
  }

  /** A document that takes too long to build stays as it was sent: that is as good, if longer. */
  private Result compact() {
    try {
      return whole(doc.compact(DocOptions.DEFAULT.withMaxSteps(MAX_STEPS)), true);
    } catch (WorkLimitException tooMuch) {
      return whole(doc.fold(), false);
    }
  }

  /** Edges let state vectors through and nothing else; whoever sends another gets everything. */
  private StateVector known() {
    try {
      return StateVector.decode(stateVector.array());
    } catch (MalformedUpdateException malformed) {
      return StateVector.EMPTY;
    }
  }

  private Result whole(FoldedDoc folded, boolean compacted) {
    return new Result(Bytes.of(folded.bytes()), vector(), folded, compacted);
  }

  private Bytes vector() {
    return Bytes.of(doc.stateVector().encode());
  }
}
