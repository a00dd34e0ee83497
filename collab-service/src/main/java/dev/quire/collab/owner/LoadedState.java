package dev.quire.collab.owner;

import dev.quire.crdt.UpdateContents;
import dev.quire.crdt.id.IdSet;
import dev.quire.crdt.lazy.LazyDoc;
import dev.quire.wire.Bytes;
import dev.quire.wire.DocumentId;
import dev.quire.wire.SeedClients;
import dev.quire.wire.doc.ReadLog;
import java.util.List;
import java.util.Optional;

/**
 * A document as it was read: handed over to one {@link DocumentOwner}, which changes it. It stays
 * encoded; that it can be loaded is checked, not done.
 */
public final class LoadedState {
  private final long snapshotRevision;
  private final LazyDoc doc;
  private long revision;
  private long tailUpdates;
  private long tailBytes;
  private final long seedClient;
  private boolean seeded;
  private Optional<SeedPrint> seed = Optional.empty();

  private LoadedState(DocumentId document, long snapshotRevision, LazyDoc doc) {
    this.seedClient = SeedClients.of(document);
    this.snapshotRevision = snapshotRevision;
    this.revision = snapshotRevision;
    this.doc = doc;
  }

  /**
   * Validates the document: for a worker thread, as it costs time in proportion to the state.
   *
   * @param document which one it is
   * @param snapshotRevision 0 where there is no snapshot
   * @param snapshot the state in the snapshot, decompressed; of no bytes where there is none
   * @param entries every update after the snapshot, in the order of the log
   * @throws IllegalArgumentException where the entries have a gap
   * @throws dev.quire.crdt.fault.MalformedUpdateException where what was stored is not a Yjs update
   */
  public static LoadedState of(
      DocumentId document, long snapshotRevision, byte[] snapshot, List<ReadLog.Entry> entries) {
    LazyDoc doc = snapshot.length == 0 ? LazyDoc.empty() : LazyDoc.open(snapshot);
    LoadedState state = new LoadedState(document, snapshotRevision, doc);
    for (ReadLog.Entry entry : entries) {
      if (!entry.follows(state.revision)) {
        throw new IllegalArgumentException(
            "revision " + entry.fromRevision() + " after " + state.revision);
      }
      doc.absorb(entry.update().array());
      state.revision = entry.revision();
      state.tailUpdates++;
      state.tailBytes += entry.update().length();
    }
    IdSet seed = new IdSet();
    seed.add(state.seedClient, 0, 1);
    state.seeded = doc.unknown(new UpdateContents(seed, new IdSet())).isEmpty();
    return state;
  }

  /** Whether the document began with content that the server put there. */
  public boolean isSeeded() {
    return seeded;
  }

  /**
   * The same state, with what its initial content was: for a worker thread.
   *
   * @param first the log's first update; somebody may have been there before the server
   */
  public LoadedState withSeed(Bytes first) {
    boolean isSeed = UpdateContents.read(first.array()).structs().rangesOf(seedClient) != null;
    seed = isSeed ? SeedPrint.of(first) : Optional.empty();
    return this;
  }

  /** What the initial content was; empty where that is not known. */
  Optional<SeedPrint> seed() {
    return seed;
  }

  /** The last revision that it holds. */
  public long revision() {
    return revision;
  }

  /** What it takes in memory, in bytes. */
  public long heldBytes() {
    return doc.heldBytes();
  }

  long snapshotRevision() {
    return snapshotRevision;
  }

  /** How many updates there are after the snapshot. */
  long tailUpdates() {
    return tailUpdates;
  }

  long tailBytes() {
    return tailBytes;
  }

  LazyDoc doc() {
    return doc;
  }
}
