package dev.quire.collab.owner;

import dev.quire.crdt.UpdateContents;
import dev.quire.crdt.id.StateVector;
import dev.quire.crdt.lazy.FoldedDoc;
import dev.quire.crdt.lazy.FrozenDoc;
import dev.quire.crdt.lazy.LazyDoc;
import dev.quire.wire.Bytes;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The document up to its last durable revision, as bytes, and its encodings.
 *
 * <p>Nothing here integrates an update: that can take seconds for a few hundred kilobytes that
 * somebody has made for it, and everybody on the event loop would wait. What is done at once takes
 * time for the bytes it goes through, and no more of them than {@link
 * OwnerLimits#inlineStateBytes}; the rest is {@link StateWork}. A whole state is kept until
 * something is committed: a crowd that joins costs one encoding.
 */
final class DocumentState {
  /** The state vector of somebody who has nothing. */
  static final Bytes EVERYTHING = Bytes.of(StateVector.EMPTY.encode());

  private static final int MAX_PASSING = 63;

  private final LazyDoc doc;
  private final int inlineBytes;
  private @Nullable Bytes whole;
  private @Nullable Bytes encodedVector;
  private long revision;
  private long works;

  /** Snapshots for which it is not tried to build the document. */
  private int snapshotsToPass;

  private int passing;

  DocumentState(LoadedState loaded, int inlineBytes) {
    this.doc = loaded.doc();
    this.inlineBytes = inlineBytes;
    this.revision = loaded.revision();
  }

  /** The last revision that it holds. */
  long revision() {
    return revision;
  }

  /** At most what the state measures: as last made anew, and all bytes since. */
  long estimatedBytes() {
    return doc.encodedBytes();
  }

  /** What it takes in memory, in bytes. */
  long heldBytes() {
    return doc.heldBytes() + (whole == null || doc.runs() == 1 ? 0 : whole.length());
  }

  /** What of an update is neither in the document nor waits in it. */
  UpdateContents unknown(UpdateContents contents) {
    return doc.unknown(contents);
  }

  /** For each client, what has come without a gap; encoded. */
  Bytes stateVector() {
    if (encodedVector == null) {
      encodedVector = Bytes.of(doc.stateVector().encode());
    }
    return encodedVector;
  }

  /** Takes committed updates, which were validated before they were sequenced. */
  void absorb(List<Sequenced> committed) {
    for (Sequenced sequenced : committed) {
      doc.absorb(sequenced.update().array());
      revision = sequenced.revision();
    }
    whole = null;
    encodedVector = null;
  }

  /** What the client lacks; empty where that is work for another thread. */
  Optional<Bytes> encodeAtOnce(Bytes stateVector) {
    if (stateVector.length() > inlineBytes || doc.vectorBytes() > inlineBytes) {
      return Optional.empty();
    }
    StateVector known = StateVector.decode(stateVector.array());
    if (known.size() == 0) {
      return encodeWhole();
    }
    return doc.encodeCost(known) > inlineBytes
        ? Optional.empty()
        : Optional.of(Bytes.of(doc.encode(known)));
  }

  private Optional<Bytes> encodeWhole() {
    if (whole == null && (doc.isFolded() || estimatedBytes() <= inlineBytes)) {
      doc.fold();
      whole = Bytes.of(doc.encode());
    }
    return Optional.ofNullable(whole);
  }

  /** The work that encodes what {@link #encodeAtOnce} did not. */
  StateWork workFor(Bytes stateVector) {
    FrozenDoc frozen = stateVector.equals(EVERYTHING) ? doc.pin() : doc.freeze();
    return new StateWork(++works, revision, frozen, stateVector, false);
  }

  /** The work that makes a snapshot. */
  StateWork snapshot() {
    boolean compacts = snapshotsToPass == 0;
    if (!compacts) {
      snapshotsToPass--;
    }
    return new StateWork(++works, revision, doc.pin(), EVERYTHING, compacts);
  }

  /** A document that could not be built in time is tried again, but ever more seldom. */
  void tooMuchWork() {
    passing = Math.min(MAX_PASSING, passing * 2 + 1);
    snapshotsToPass = passing;
  }

  /** What a work made of the whole document takes the place of what it was made of. */
  void replace(StateWork work, FoldedDoc folded) {
    if (doc.replace(folded) && work.revision() == revision) {
      whole = Bytes.of(folded.bytes());
    }
  }
}
