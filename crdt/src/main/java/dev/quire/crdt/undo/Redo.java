package dev.quire.crdt.undo;

import dev.quire.crdt.id.Id;
import dev.quire.crdt.store.Author;
import dev.quire.crdt.store.Redone;
import dev.quire.crdt.store.Transaction;
import dev.quire.crdt.struct.Branch;
import dev.quire.crdt.struct.Item;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Brings deleted items back, each as a new one at the old place: {@code redoItem} of yjs 13.6, case
 * by case, since the place shows in the document.
 */
final class Redo {
  private final Transaction transaction;
  private final Author author;
  private final Redone links;
  private final Set<Item> items;
  private final Predicate<Item> overwritable;
  private final boolean ignoreRemoteMapChanges;

  /**
   * One undo.
   *
   * @param items all that it is going to bring back
   * @param overwritable whether a later value of a key is one's own, on its way out or on a stack
   */
  Redo(
      Transaction transaction,
      Author author,
      Set<Item> items,
      Predicate<Item> overwritable,
      boolean ignoreRemoteMapChanges) {
    this.transaction = transaction;
    this.author = author;
    this.links = transaction.redone();
    this.items = items;
    this.overwritable = overwritable;
    this.ignoreRemoteMapChanges = ignoreRemoteMapChanges;
  }

  /** Brings an item back, after what it lies in; false if it has no place any more. */
  boolean redo(Item item) {
    Deque<Item> outermostFirst = new ArrayDeque<>();
    for (Item each = item; each != null; each = deletedParent(each)) {
      if (each != item && !items.contains(each)) {
        return false;
      }
      outermostFirst.push(each);
    }
    for (Item each : outermostFirst) {
      if (links.of(each) == null && !redoInParent(each)) {
        return false;
      }
    }
    return true;
  }

  /** The item that holds an item, if it is deleted and hasn't come back. */
  private @Nullable Item deletedParent(Item item) {
    Item parent = links.of(item) != null ? null : item.branch().item();
    return parent != null && parent.isDeleted() && links.of(parent) == null ? parent : null;
  }

  private boolean redoInParent(Item item) {
    Item parent = item.branch().item();
    if (parent != null && parent.isDeleted()) {
      parent = links.follow(transaction, parent);
      if (parent == null) {
        return false;
      }
    }
    Branch branch = parent == null ? item.branch() : parent.type();
    if (branch == null) {
      return false;
    }
    String key = item.key();
    Item redone = key == null ? redoInList(item, branch) : redoUnderKey(item, branch, parent, key);
    if (redone == null) {
      return false;
    }
    links.add(item, redone);
    Kept.keep(redone, true);
    return true;
  }

  private Item redoInList(Item item, Branch branch) {
    Item left = item.left();
    Item tracedLeft = null;
    while (left != null && tracedLeft == null) {
      tracedLeft = traceInto(branch, left);
      left = left.left();
    }
    Item right = item;
    Item tracedRight = null;
    while (right != null && tracedRight == null) {
      tracedRight = traceInto(branch, right);
      right = right.right();
    }
    return author.insert(branch, tracedLeft, tracedRight, ContentCopy.of(item.content()));
  }

  /** The first of an item and those as which it came back that lies in a branch, or null. */
  private @Nullable Item traceInto(Branch branch, Item item) {
    Item trace = item;
    while (trace != null && trace.branch().item() != branch.item()) {
      trace = next(trace);
    }
    return trace;
  }

  private @Nullable Item next(Item item) {
    Id redone = links.of(item);
    return redone == null ? null : transaction.itemAt(redone);
  }

  private @Nullable Item redoUnderKey(Item item, Branch branch, @Nullable Item parent, String key) {
    Item left;
    if (item.right() != null && !ignoreRemoteMapChanges) {
      left = lastOwnValue(item);
      if (left == null || left.right() != null) {
        return null;
      }
    } else {
      left = branch.get(key);
    }
    // Where the parent came back as another, the old values are no neighbours in it.
    if (left != null && left.branch().item() != parent) {
      left = branch.get(key);
    }
    return author.putBehind(branch, key, left, ContentCopy.of(item.content()));
  }

  /** Goes from a value to those after it, as long as they are to be overwritten anyway. */
  private @Nullable Item lastOwnValue(Item value) {
    Item left = value;
    while (left != null) {
      Item right = left.right();
      if (right == null || !(links.of(right) != null || overwritable.test(right))) {
        return left;
      }
      left = links.of(right) == null ? right : links.follow(transaction, right);
    }
    return null;
  }
}
