package dev.quire.doc.baseline;

import dev.quire.wire.DocumentId;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Documents that may be in want of a baseline: their log was packed, or took long to read. Past
 * {@link #MOST} they are forgotten; who reads or packs them next asks again. Any thread.
 */
public final class BaselineRequests {
  static final int MOST = 1_000;

  private final Set<DocumentId> waiting = new LinkedHashSet<>();

  /** Each is there once, at the place where it was first asked for. */
  public synchronized void offer(DocumentId document) {
    if (waiting.size() < MOST) {
      waiting.add(document);
    }
  }

  /** Takes the one that waited longest; null where there is none. */
  public synchronized @Nullable DocumentId poll() {
    Iterator<DocumentId> first = waiting.iterator();
    if (!first.hasNext()) {
      return null;
    }
    DocumentId next = first.next();
    first.remove();
    return next;
  }
}
