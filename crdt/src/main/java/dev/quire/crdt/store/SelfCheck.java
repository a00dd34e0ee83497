package dev.quire.crdt.store;

/**
 * Verifies a document's invariants after its transactions, where assertions are enabled: in every
 * test, and in no production.
 *
 * <p>A document of up to {@link #PER_TRANSACTION} structs is verified after each transaction, a
 * larger one as often as keeps the cost of a transaction constant on average. The next check is put
 * off by the size that the last one found, so one large update is followed by a check at once.
 */
final class SelfCheck {
  /** How many structs a transaction pays for. */
  static final int PER_TRANSACTION = 256;

  private long owed;

  /**
   * Verifies the document if it is its turn.
   *
   * @return true, for an {@code assert}
   * @throws IllegalStateException if an invariant doesn't hold
   */
  boolean holds(StructStore store) {
    owed -= PER_TRANSACTION;
    if (owed <= 0) {
      owed = new StoreCheck(store).run();
    }
    return true;
  }
}
