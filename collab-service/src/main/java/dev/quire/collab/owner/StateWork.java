package dev.quire.collab.owner;

import dev.quire.crdt.StateVector;
import dev.quire.crdt.YDoc;
import dev.quire.wire.Bytes;
import java.util.List;

/**
 * Encodes a large document's state away from the event loop, from parts that nobody changes: the
 * document itself goes on living on the event loop meanwhile.
 *
 * @param number tells one work of an owner from another
 * @param revision what the state will hold
 * @param base an encoded state
 * @param tail the updates from there to the revision
 * @param stateVector what may be left out
 */
public record StateWork(
    long number, long revision, Bytes base, List<Bytes> tail, StateVector stateVector) {

  /** The state, as the document itself would encode it. Pure; for a worker thread. */
  public Bytes run() {
    if (tail.isEmpty() && isWhole()) {
      return base;
    }
    YDoc doc = new YDoc();
    doc.applyUpdate(base.array());
    for (Bytes update : tail) {
      doc.applyUpdate(update.array());
    }
    return Bytes.of(doc.encodeStateAsUpdate(stateVector));
  }

  /** Whether nothing is to be left out. */
  boolean isWhole() {
    return stateVector.size() == 0;
  }
}
