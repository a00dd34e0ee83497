package dev.quire.collab.owner;

/**
 * When a snapshot is due. One at a time; one that could not be stored is due again after as many
 * updates, or when the document is unloaded: the log has everything meanwhile.
 */
final class Snapshots {
  private enum Step {
    NONE,
    ENCODING,
    STORING
  }

  private final OwnerLimits limits;
  private long storedRevision;
  private long updates;
  private long bytes;
  private Step step = Step.NONE;

  Snapshots(LoadedState loaded, OwnerLimits limits) {
    this.limits = limits;
    this.storedRevision = loaded.snapshotRevision();
    this.updates = loaded.tailUpdates();
    this.bytes = loaded.tailBytes();
  }

  void count(int updateBytes) {
    updates++;
    bytes += updateBytes;
  }

  boolean isDue() {
    return step == Step.NONE
        && (updates >= limits.snapshotUpdates() || bytes >= limits.snapshotBytes());
  }

  /** Whether the document was made anew lately, so that its size and its deletions are known. */
  boolean isMeasured() {
    return step != Step.NONE || updates == 0;
  }

  /** Whether the stored snapshot lacks something, and none is under way. */
  boolean isBehind(long durable) {
    return step == Step.NONE && storedRevision < durable;
  }

  boolean isUnderWay() {
    return step != Step.NONE;
  }

  void begin() {
    step = Step.ENCODING;
    updates = 0;
    bytes = 0;
  }

  void encoded() {
    step = Step.STORING;
  }

  void ended(long revision, boolean stored) {
    step = Step.NONE;
    if (stored) {
      storedRevision = revision;
    }
  }
}
