package dev.quire.crdt.store;

import dev.quire.crdt.listen.Failures;
import java.util.List;

/**
 * Who is told of a document's transactions: the seam between the engine, which knows structs and
 * branches, and {@code dev.quire.crdt.event}, which makes events of them.
 *
 * <p>All is called on the thread of the document, in the order of the methods. What is thrown
 * reaches whoever began the outermost transaction, after everybody else has been called.
 */
public interface TransactionObserver {
  /** Whether anybody wants to know anything: if not, transactions keep no account of changes. */
  boolean isWatching();

  /** The first of some transactions that are going to follow from each other begins. */
  void beforeAll();

  /** A transaction has begun and nothing has changed yet; changes made here are part of it. */
  void before(Transaction transaction);

  /**
   * A transaction has ended; what it deleted is still there to be looked at. Changes made here are
   * transactions of their own, whose turn comes when this one is over.
   */
  void after(Transaction transaction, Failures failures);

  /** What a transaction deleted has been collected, and neighbours have been joined. */
  void cleanedUp(Transaction transaction, Failures failures);

  /** The last of some transactions that followed from each other is over. */
  void afterAll(List<Transaction> transactions, Failures failures);
}
