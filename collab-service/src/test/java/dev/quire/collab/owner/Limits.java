package dev.quire.collab.owner;

/** Limits for tests: the defaults, but for what is said. */
final class Limits {
  private OwnerLimits limits = OwnerLimits.DEFAULT;

  static Limits with() {
    return new Limits();
  }

  OwnerLimits get() {
    return limits;
  }

  Limits maxStateBytes(int bytes) {
    return set(bytes, limits.maxWaitingUpdates(), limits.recentBytes(), limits.pageItems());
  }

  Limits maxWaitingUpdates(int updates) {
    return set(limits.maxStateBytes(), updates, limits.recentBytes(), limits.pageItems());
  }

  /** Nothing is kept for replay, and the log is read in pages of so many updates. */
  Limits pagesOf(int items) {
    return set(limits.maxStateBytes(), limits.maxWaitingUpdates(), 0, items);
  }

  private Limits set(int maxStateBytes, int maxWaitingUpdates, int recentBytes, int pageItems) {
    return set(
        new OwnerLimits(
            maxStateBytes,
            maxWaitingUpdates,
            limits.maxWaitingBytes(),
            limits.maxHeldBytes(),
            limits.maxSessions(),
            recentBytes,
            pageItems,
            limits.pageBytes(),
            limits.snapshotUpdates(),
            limits.snapshotBytes(),
            limits.inlineStateBytes(),
            limits.idleMillis()));
  }

  Limits joining(int maxHeldBytes, int maxSessions) {
    return set(
        new OwnerLimits(
            limits.maxStateBytes(),
            limits.maxWaitingUpdates(),
            limits.maxWaitingBytes(),
            maxHeldBytes,
            maxSessions,
            limits.recentBytes(),
            limits.pageItems(),
            limits.pageBytes(),
            limits.snapshotUpdates(),
            limits.snapshotBytes(),
            limits.inlineStateBytes(),
            limits.idleMillis()));
  }

  Limits storing(int snapshotUpdates, int inlineStateBytes, long idleMillis) {
    return set(
        new OwnerLimits(
            limits.maxStateBytes(),
            limits.maxWaitingUpdates(),
            limits.maxWaitingBytes(),
            limits.maxHeldBytes(),
            limits.maxSessions(),
            limits.recentBytes(),
            limits.pageItems(),
            limits.pageBytes(),
            snapshotUpdates,
            limits.snapshotBytes(),
            inlineStateBytes,
            idleMillis));
  }

  private Limits set(OwnerLimits next) {
    limits = next;
    return this;
  }
}
