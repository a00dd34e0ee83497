package dev.quire.crdt.undo;

import dev.quire.crdt.event.ItemChange;
import dev.quire.crdt.store.Author;
import dev.quire.crdt.store.Redone;
import dev.quire.crdt.store.Transaction;
import dev.quire.crdt.struct.Item;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Turns one step back: brings back what it deleted, deletes what it added. */
final class Reversal {
  private final UndoManager manager;
  private final Transaction transaction;
  private final StackItem step;
  private final Redone links;

  private Reversal(UndoManager manager, Transaction transaction, StackItem step) {
    this.manager = manager;
    this.transaction = transaction;
    this.step = step;
    this.links = transaction.redone();
  }

  /** Turns a step back; false if that changed nothing. */
  static boolean of(UndoManager manager, Transaction transaction, StackItem step) {
    return new Reversal(manager, transaction, step).run();
  }

  private boolean run() {
    List<Item> toDelete = itemsToDelete();
    Set<Item> toRedo = itemsToRedo();
    boolean changed = false;
    if (!toRedo.isEmpty()) {
      Redo redo =
          new Redo(
              transaction,
              new Author(transaction, manager.doc().clientId()),
              toRedo,
              later -> step.inserted().containsStartOf(later) || manager.isDeletedByStacks(later),
              manager.options().ignoreRemoteMapChanges());
      for (Item item : toRedo) {
        changed |= redo.redo(item);
      }
    }
    // Children before the types that they lie in, so that the filter sees more.
    for (int i = toDelete.size() - 1; i >= 0; i--) {
      Item item = toDelete.get(i);
      if (manager.options().deleteFilter().test(ItemChange.of(item, manager.doc().values(item)))) {
        transaction.delete(item);
        changed = true;
      }
    }
    return changed;
  }

  private List<Item> itemsToDelete() {
    List<Item> items = new ArrayList<>();
    step.inserted()
        .forEachItem(
            transaction,
            added -> {
              Item item = links.follow(transaction, added);
              if (item != null && !item.isDeleted() && manager.scope().contains(item)) {
                items.add(item);
              }
            });
    return items;
  }

  /** Not what the step itself had added. */
  private Set<Item> itemsToRedo() {
    Set<Item> items = new LinkedHashSet<>();
    step.deleted()
        .forEachItem(
            transaction,
            item -> {
              if (manager.scope().contains(item) && !step.inserted().containsStartOf(item)) {
                items.add(item);
              }
            });
    return items;
  }
}
