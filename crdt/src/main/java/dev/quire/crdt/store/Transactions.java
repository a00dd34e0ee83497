package dev.quire.crdt.store;

import dev.quire.crdt.id.IdSet;
import dev.quire.crdt.listen.Failures;
import dev.quire.crdt.struct.Item;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Runs the transactions of one document: edits first, then listeners, then cleaning up.
 *
 * <p>Edits made while a transaction runs are part of it. Edits that listeners make are transactions
 * of their own, which wait until the one that they were told of is over; so listeners are never
 * called within each other, and of several transactions each is told of in the order in which they
 * ran. Without listeners a transaction is its edits and the cleaning up.
 */
final class Transactions {
  /** How many transactions may follow from one: listeners that answer each other without end. */
  static final int MAX_FOLLOWING = 10_000;

  private final StructStore structs;
  private final Predicate<? super Item> mayCollect;
  private final SelfCheck selfCheck = new SelfCheck();
  private final List<Transaction> unfinished = new ArrayList<>();
  private @Nullable TransactionObserver observer;
  private @Nullable Transaction current;

  Transactions(StructStore structs, Predicate<? super Item> mayCollect) {
    this.structs = structs;
    this.mayCollect = mayCollect;
  }

  void observe(TransactionObserver observer) {
    this.observer = observer;
  }

  /**
   * Runs a change, as part of the one under way if there is one.
   *
   * @param open whether the edits are the caller's own code, which may begin to listen meanwhile
   */
  void run(@Nullable Object origin, boolean local, boolean open, Consumer<Transaction> change) {
    if (current != null) {
      change.accept(current);
      return;
    }
    structs.work().begin();
    TransactionObserver watcher = watcher();
    Transaction transaction = new Transaction(structs, origin, local, open || watcher != null);
    if (watcher == null && unfinished.isEmpty()) {
      runUnwatched(transaction, change);
    } else {
      runWatched(transaction, watcher, change);
    }
  }

  private @Nullable TransactionObserver watcher() {
    return observer != null && observer.isWatching() ? observer : null;
  }

  private void runUnwatched(Transaction transaction, Consumer<Transaction> change) {
    Failures failures = null;
    current = transaction;
    try {
      change.accept(transaction);
    } catch (RuntimeException | Error failure) {
      failures = new Failures();
      failures.add(failure);
    }
    current = null;
    if (watcher() != null) {
      finishAll(transaction, failures == null ? new Failures() : failures);
      return;
    }
    cleanUp(transaction);
    if (failures != null) {
      failures.rethrow();
    }
  }

  private void runWatched(
      Transaction transaction,
      @Nullable TransactionObserver watcher,
      Consumer<Transaction> change) {
    boolean outermost = unfinished.isEmpty();
    Failures failures = new Failures();
    follow(transaction);
    current = transaction;
    failures.collect(
        () -> {
          if (watcher != null) {
            if (outermost) {
              watcher.beforeAll();
            }
            watcher.before(transaction);
          }
          change.accept(transaction);
        });
    current = null;
    transaction.endEdits();
    if (outermost) {
      finishAll(failures);
    }
    failures.rethrow();
  }

  private void follow(Transaction transaction) {
    if (unfinished.size() > MAX_FOLLOWING) {
      throw new IllegalStateException(
          "listeners answered one change by more than " + MAX_FOLLOWING + " others");
    }
    transaction.follow(unfinished.isEmpty() ? null : unfinished.get(unfinished.size() - 1));
    unfinished.add(transaction);
  }

  /** Somebody began to listen during a transaction that nobody listened to when it began. */
  private void finishAll(Transaction transaction, Failures failures) {
    follow(transaction);
    transaction.endEdits();
    finishAll(failures);
    failures.rethrow();
  }

  /** Tells of the transactions that ran, and of those that come of it. */
  private void finishAll(Failures failures) {
    for (int i = 0; i < unfinished.size(); i++) {
      finish(unfinished.get(i), failures);
    }
    List<Transaction> finished = List.copyOf(unfinished);
    unfinished.clear();
    for (Transaction transaction : finished) {
      transaction.setOver();
    }
    if (observer != null && !structs.work().isGivenUp()) {
      observer.afterAll(finished, failures);
    }
  }

  private void finish(Transaction transaction, Failures failures) {
    if (structs.work().isGivenUp()) {
      // The document is lost, maybe in the middle of a cut: nobody may read it or pass it on.
      return;
    }
    transaction.beginTelling();
    if (observer != null) {
      observer.after(transaction, failures);
    }
    failures.collect(() -> cleanUp(transaction));
    if (observer != null) {
      observer.cleanedUp(transaction, failures);
    }
  }

  /** Collects what is deleted of some ids, outside of any transaction. */
  void collect(IdSet ids, Predicate<? super Item> filter) {
    if (current != null || !unfinished.isEmpty()) {
      throw new IllegalStateException("a transaction is under way, which collects when it ends");
    }
    IdSet here = new IdSet();
    ids.forEach(
        (client, clock, length) -> {
          long end = Math.min(clock + length, structs.state(client));
          if (clock < end) {
            here.add(client, clock, end - clock);
          }
        });
    new Cleanup(new Transaction(structs, null, true)).collect(here, filter);
    assert selfCheck.holds(structs);
  }

  private void cleanUp(Transaction transaction) {
    if (structs.work().isGivenUp()) {
      return;
    }
    new Cleanup(transaction).run(mayCollect);
    assert selfCheck.holds(structs);
  }
}
