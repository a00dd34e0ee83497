package dev.quire.collab.host;

import dev.quire.collab.owner.OwnerLimits;
import dev.quire.kit.Settings;
import dev.quire.wire.doc.SnapshotFormat;

/**
 * What collab-service is told at the start.
 *
 * @param process this process's name in the cluster
 * @param lanes how many event loops host documents; each appends by itself
 * @param maxDocuments loaded at once in one lane; over it sessions end with {@code OVERLOADED}
 * @param maxLoads documents loaded at the same time in one lane; the others wait their turn
 * @param batchUpdates updates in one append, at most
 * @param batchBytes bytes of updates in one append, at most
 * @param maxTransferBytes states on their way to edges, in one lane; over it sessions end with
 *     {@code OVERLOADED}
 * @param maxHeldBytes what the loaded documents may take in memory, in one lane: its share of the
 *     process's. Over it those that nobody has open are unloaded, and where that is not enough no
 *     other is loaded: its sessions end with {@code OVERLOADED}
 * @param transferChunkBytes a part of a state that is too large for one message
 * @param logTimeoutMillis after it an append counts as of unknown outcome, and is settled
 */
public record CollabSettings(
    String process,
    int lanes,
    int maxDocuments,
    int maxLoads,
    int batchUpdates,
    int batchBytes,
    int maxTransferBytes,
    long maxHeldBytes,
    int transferChunkBytes,
    long logTimeoutMillis,
    OwnerLimits limits) {

  public static CollabSettings from(Settings settings) {
    int cores = Runtime.getRuntime().availableProcessors();
    OwnerLimits limits = OwnerLimits.DEFAULT;
    int lanes = settings.integer("QUIRE_COLLAB_LANES", Math.max(1, cores / 2), 1, 64);
    long heap = Runtime.getRuntime().maxMemory();
    return new CollabSettings(
        settings.text("QUIRE_PROCESS", "quire-1"),
        lanes,
        settings.integer("QUIRE_LIMIT_LOADED_DOCUMENTS", 100_000, 1, 10_000_000),
        settings.integer("QUIRE_COLLAB_LOADS", 16, 1, 1_000),
        settings.integer("QUIRE_COLLAB_BATCH_UPDATES", 2_000, 1, 100_000),
        settings.integer("QUIRE_COLLAB_BATCH_BYTES", 4 << 20, 1024, 64 << 20),
        settings.integer("QUIRE_LIMIT_TRANSFER_BYTES", 512 << 20, 1 << 20, Integer.MAX_VALUE),
        settings.number("QUIRE_LIMIT_HELD_BYTES", heap / 3, 1 << 20, Long.MAX_VALUE) / lanes,
        SnapshotFormat.CHUNK_BYTES,
        settings.number("QUIRE_COLLAB_LOG_TIMEOUT_MILLIS", 10_000, 100, 60_000),
        new OwnerLimits(
            settings.integer("QUIRE_LIMIT_DOCUMENT_BYTES", limits.maxStateBytes(), 1024, 1 << 30),
            limits.maxWaitingUpdates(),
            limits.maxWaitingBytes(),
            limits.maxHeldBytes(),
            settings.integer("QUIRE_LIMIT_DOCUMENT_SESSIONS", limits.maxSessions(), 1, 1_000_000),
            limits.recentBytes(),
            limits.pageItems(),
            limits.pageBytes(),
            settings.integer("QUIRE_SNAPSHOT_UPDATES", limits.snapshotUpdates(), 1, 1_000_000),
            settings.integer("QUIRE_SNAPSHOT_BYTES", limits.snapshotBytes(), 1024, 1 << 30),
            limits.inlineStateBytes(),
            settings.number("QUIRE_IDLE_UNLOAD_MILLIS", limits.idleMillis(), 1, 86_400_000)));
  }
}
