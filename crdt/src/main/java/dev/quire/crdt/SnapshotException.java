package dev.quire.crdt;

/**
 * A document can't be read at a snapshot: what the snapshot shows has been collected, or was never
 * in this document.
 */
public final class SnapshotException extends IllegalStateException {
  private static final long serialVersionUID = 1L;

  SnapshotException(String message) {
    super(message);
  }

  static SnapshotException collected() {
    return new SnapshotException(
        "deleted content has been collected: make documents that are read at snapshots with gc"
            + " off, before anything is deleted");
  }
}
