package dev.quire.crdt.event;

import dev.quire.crdt.DeltaOp;
import dev.quire.crdt.store.Transaction;
import dev.quire.crdt.struct.Branch;
import dev.quire.crdt.struct.Item;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * From what an event is worked out: the branch that changed, in which keys, in what transaction.
 */
final class EventSource {
  private final Dispatcher dispatcher;
  private final Transaction transaction;
  private final Branch branch;
  private final Set<@Nullable String> subs;

  EventSource(
      Dispatcher dispatcher, Transaction transaction, Branch branch, Set<@Nullable String> subs) {
    this.dispatcher = dispatcher;
    this.transaction = transaction;
    this.branch = branch;
    this.subs = subs;
  }

  Transaction transaction() {
    return transaction;
  }

  Branch branch() {
    return branch;
  }

  /** The keys that changed, with null for the list. */
  Set<@Nullable String> subs() {
    return subs;
  }

  void requireCurrent() {
    if (transaction.isOver()) {
      throw new IllegalStateException(
          "changes are to be read while the listeners of their transaction are called");
    }
  }

  /** The elements of an item as readers get them. */
  List<? extends @Nullable Object> values(Item item) {
    return dispatcher.doc().values(item);
  }

  ItemChange describe(Item item) {
    return ItemChange.of(dispatcher.doc(), item);
  }

  List<DeltaOp> textDelta() {
    return dispatcher.textDelta(this);
  }
}
