package dev.quire.collab.owner;

import dev.quire.crdt.StateVector;
import dev.quire.crdt.YDoc;
import dev.quire.wire.Bytes;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The document up to its last durable revision, and its encodings.
 *
 * <p>A small document is encoded at once, on the event loop, and its whole state kept until
 * something is committed: a crowd that joins costs one encoding. A large one also keeps an encoded
 * state with the updates since, as {@link StateWork} needs them; the base is renewed by each
 * snapshot, which bounds the updates.
 */
final class DocumentState {
  /** What a client may lack of a large document and still be answered at once, in clocks. */
  private static final long INLINE_CLOCKS = 10_000;

  /** What came after the base, up to a revision. */
  private record Part(long through, Bytes update) {}

  private final YDoc doc;
  private final int inlineBytes;
  private final List<Part> tail = new ArrayList<>();
  private @Nullable Bytes base;
  private @Nullable Bytes whole;
  private @Nullable Bytes encodedVector;
  private long revision;
  private long estimatedBytes;
  private long works;

  DocumentState(LoadedState loaded, int inlineBytes) {
    this.doc = loaded.doc();
    this.inlineBytes = inlineBytes;
    this.base = loaded.snapshot();
    this.revision = loaded.snapshotRevision();
    for (Bytes update : loaded.tail()) {
      tail.add(new Part(++revision, update));
    }
    this.estimatedBytes = base.length() + tailBytes();
    if (!isLarge()) {
      forgetBase();
    }
  }

  /** The last revision that it holds. */
  long revision() {
    return revision;
  }

  /** At most what the state measures: as last encoded, and all bytes since. */
  long estimatedBytes() {
    return estimatedBytes;
  }

  boolean isLarge() {
    return estimatedBytes > inlineBytes;
  }

  Bytes stateVector() {
    if (encodedVector == null) {
      encodedVector = Bytes.of(doc.stateVector().encode());
    }
    return encodedVector;
  }

  /**
   * Puts committed updates into the document: one by one, as somebody does who loads it from the
   * log. Merged first they would mean the same, but pending parts could be encoded otherwise.
   */
  void integrate(List<Sequenced> committed) {
    for (Sequenced sequenced : committed) {
      doc.applyUpdate(sequenced.update().array());
      revision = sequenced.revision();
      estimatedBytes += sequenced.update().length();
      if (base != null) {
        tail.add(new Part(revision, sequenced.update()));
      }
    }
    whole = null;
    encodedVector = null;
    if (isLarge() && base == null) {
      measure(revision, encodeWhole());
    }
  }

  /** What the client lacks; empty where encoding it is work for another thread. */
  Optional<Bytes> encodeAtOnce(StateVector known) {
    if (known.size() == 0) {
      return isLarge() && whole == null ? Optional.empty() : Optional.of(encodeWhole());
    }
    return isLarge() && lacks(known) > INLINE_CLOCKS
        ? Optional.empty()
        : Optional.of(Bytes.of(doc.encodeStateAsUpdate(known)));
  }

  /** The work that encodes what {@link #encodeAtOnce} did not. */
  StateWork workFor(StateVector known) {
    if (base == null) {
      throw new IllegalStateException("a small document is encoded at once");
    }
    return new StateWork(++works, revision, base, tail.stream().map(Part::update).toList(), known);
  }

  /** What the work made: where it is the whole state, a new base. */
  void encoded(StateWork work, Bytes state) {
    if (work.isWhole()) {
      measure(work.revision(), state);
    }
  }

  private void measure(long atRevision, Bytes state) {
    tail.removeIf(part -> part.through() <= atRevision);
    base = state;
    whole = atRevision == revision ? state : null;
    estimatedBytes = state.length() + tailBytes();
    if (!isLarge()) {
      forgetBase();
    }
  }

  private long tailBytes() {
    long bytes = 0;
    for (Part part : tail) {
      bytes += part.update().length();
    }
    return bytes;
  }

  private void forgetBase() {
    base = null;
    tail.clear();
  }

  private Bytes encodeWhole() {
    if (whole == null) {
      whole = Bytes.of(doc.encodeStateAsUpdate(StateVector.EMPTY));
      if (!isLarge()) {
        estimatedBytes = whole.length();
      }
    }
    return whole;
  }

  private long lacks(StateVector known) {
    long clocks = 0;
    for (Map.Entry<Long, Long> mine : doc.stateVector().toMap().entrySet()) {
      clocks += Math.max(0, mine.getValue() - known.get(mine.getKey()));
    }
    return clocks;
  }
}
