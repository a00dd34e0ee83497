package dev.quire.crdt;

import dev.quire.crdt.event.YTransaction;
import org.jspecify.annotations.Nullable;

/** That a transaction has changed a document, with the bytes that bring others up to date. */
public final class UpdateEvent {
  private final byte[] update;
  private final YDoc doc;
  private final YTransaction transaction;

  UpdateEvent(byte[] update, YDoc doc, YTransaction transaction) {
    this.update = update;
    this.doc = doc;
    this.transaction = transaction;
  }

  /** The update; the same array for all listeners, not to be changed. */
  public byte[] update() {
    return update;
  }

  /** What was given to recognise the change by. */
  public @Nullable Object origin() {
    return transaction.origin();
  }

  /** The document that has changed. */
  public YDoc doc() {
    return doc;
  }

  /** The transaction that changed it. */
  public YTransaction transaction() {
    return transaction;
  }
}
