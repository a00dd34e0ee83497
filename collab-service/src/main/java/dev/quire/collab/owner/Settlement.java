package dev.quire.collab.owner;

import dev.quire.wire.DocumentId;
import dev.quire.wire.doc.ReadLog;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads what the log holds after the last durable revision, once the epoch has been raised and
 * nothing can come into it any more. Reading without raising would be guessing: the append may
 * still be queued somewhere.
 */
final class Settlement {
  private final DocumentId document;
  private final OwnerLimits limits;
  private final Outbox outbox;
  private final List<ReadLog.Entry> found = new ArrayList<>();

  /** Counts downwards: told from the reads of replays, which count upwards, by its sign. */
  private long read;

  private long lastRevision;
  private boolean waitsForTick;

  Settlement(DocumentId document, OwnerLimits limits, Outbox outbox) {
    this.document = document;
    this.limits = limits;
    this.outbox = outbox;
  }

  /** Begins to read, from the start if it had begun before. */
  void begin(long durable) {
    found.clear();
    ask(durable);
  }

  boolean isRead(long number) {
    return number == read && read != 0;
  }

  /** Takes a page; true where it was the last. */
  boolean take(ReadLog.Page page, long durable) {
    read--;
    found.addAll(page.entries());
    lastRevision = page.lastRevision();
    if (page.entries().isEmpty() || reached(durable) >= page.lastRevision()) {
      return true;
    }
    ask(reached(durable));
    return false;
  }

  /** Whether the log has lost what was durable: it was restored from a backup. */
  boolean isLogShorterThan(long durable) {
    return lastRevision < durable;
  }

  /** Everything after the last durable revision. */
  List<ReadLog.Entry> found() {
    return found;
  }

  /** The log could not be read: {@link #tick} asks again. */
  void unavailable() {
    waitsForTick = true;
  }

  void tick(long durable) {
    if (waitsForTick) {
      ask(reached(durable));
    }
  }

  private long reached(long durable) {
    return found.isEmpty() ? durable : found.get(found.size() - 1).revision();
  }

  private void ask(long after) {
    waitsForTick = false;
    read--;
    outbox.add(new Effect.ReadLog(document, read, after, limits.pageItems(), limits.pageBytes()));
  }
}
