package dev.quire.collab.owner;

/**
 * The bounds of one document's owner, and what happens at each.
 *
 * @param maxStateBytes how large the document may grow, pending parts included; an update over it
 *     is answered {@code TOO_LARGE}. Measured at each snapshot, and by the bytes of the updates
 *     since
 * @param maxWaitingUpdates sequenced updates that are not durable yet; the session that goes over
 *     it ends with {@code OVERLOADED}. The edge reads a socket no further than a window of
 *     unanswered frames, so that this is reached only by very many sessions at once, or a database
 *     away
 * @param maxWaitingBytes as above, in bytes
 * @param maxHeldBytes frames that wait for the document to be loaded, in bytes; over it as above
 * @param maxSessions sessions of the document at this owner; over it as above
 * @param recentBytes how much of the last fan-out is kept for replay; older is read from the log
 * @param pageItems how many updates are read from the log at a time
 * @param pageBytes how many bytes are read from the log at a time
 * @param snapshotUpdates a snapshot is stored after this many updates
 * @param snapshotBytes a snapshot is stored after this many bytes of updates
 * @param inlineStateBytes up to this size a state is encoded at once, on the event loop; a larger
 *     one is worker's work
 * @param idleMillis how long a document stays loaded without a session
 */
public record OwnerLimits(
    int maxStateBytes,
    int maxWaitingUpdates,
    int maxWaitingBytes,
    int maxHeldBytes,
    int maxSessions,
    int recentBytes,
    int pageItems,
    int pageBytes,
    int snapshotUpdates,
    int snapshotBytes,
    int inlineStateBytes,
    long idleMillis) {

  public static final OwnerLimits DEFAULT =
      new OwnerLimits(
          64 << 20, 100_000, 64 << 20, 64 << 20, 20_000, 1 << 20, 1_000, 1 << 20, 1_000, 4 << 20,
          256 << 10, 300_000);
}
