package dev.quire.collab.owner;

import dev.quire.crdt.KnownContents;
import dev.quire.crdt.YDoc;
import dev.quire.crdt.update.Updates;
import dev.quire.wire.Bytes;
import dev.quire.wire.doc.ReadLog;
import java.util.ArrayList;
import java.util.List;

/** A document as it was read: handed over to one {@link DocumentOwner}, which changes it. */
public final class LoadedState {
  private final long snapshotRevision;
  private final Bytes snapshot;
  private final YDoc doc = new YDoc();
  private final List<Bytes> tail = new ArrayList<>();
  private KnownContents known = new KnownContents();

  private LoadedState(long snapshotRevision, Bytes snapshot) {
    this.snapshotRevision = snapshotRevision;
    this.snapshot = snapshot;
  }

  /**
   * Builds the document: for a worker thread, as it costs time in proportion to the state.
   *
   * @param snapshotRevision 0 where there is no snapshot
   * @param snapshot the state in the snapshot, decompressed; of no bytes where there is none
   * @param entries every update after the snapshot, in the order of the log
   * @throws IllegalArgumentException where the entries have a gap
   * @throws dev.quire.crdt.MalformedUpdateException where what was stored is not a Yjs update
   */
  public static LoadedState of(
      long snapshotRevision, byte[] snapshot, List<ReadLog.Entry> entries) {
    Bytes base = Bytes.of(snapshot.length == 0 ? Updates.empty() : snapshot);
    LoadedState state = new LoadedState(snapshotRevision, base);
    state.integrate(base);
    for (ReadLog.Entry entry : entries) {
      if (entry.revision() != state.revision() + 1) {
        throw new IllegalArgumentException(
            "revision " + entry.revision() + " after " + state.revision());
      }
      state.integrate(entry.update());
      state.tail.add(entry.update());
    }
    state.known = state.doc.knownContents();
    return state;
  }

  private void integrate(Bytes update) {
    doc.applyUpdate(update.array());
  }

  /** The last revision that it holds. */
  public long revision() {
    return snapshotRevision + tail.size();
  }

  long snapshotRevision() {
    return snapshotRevision;
  }

  Bytes snapshot() {
    return snapshot;
  }

  List<Bytes> tail() {
    return tail;
  }

  YDoc doc() {
    return doc;
  }

  /** What the document holds, integrated or pending. */
  KnownContents known() {
    return known;
  }
}
