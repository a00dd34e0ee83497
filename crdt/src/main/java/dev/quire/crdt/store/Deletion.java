package dev.quire.crdt.store;

import dev.quire.crdt.content.ContentDoc;
import dev.quire.crdt.id.IdSet;
import dev.quire.crdt.id.Ranges;
import dev.quire.crdt.struct.Branch;
import dev.quire.crdt.struct.Children;
import dev.quire.crdt.struct.Item;
import dev.quire.crdt.struct.Struct;
import java.util.ArrayDeque;
import java.util.Deque;

/** Deletes items, with all that hangs on them. */
final class Deletion {
  private final Transaction transaction;

  Deletion(Transaction transaction) {
    this.transaction = transaction;
  }

  /**
   * Deletes an item and, if it is a type, everything in it: each child with all that is in it
   * before the next, without recursion.
   */
  void delete(Item item) {
    if (item.isDeleted()) {
      return;
    }
    mark(item);
    Branch type = item.type();
    if (type != null) {
      Deque<Children> path = new ArrayDeque<>();
      path.push(new Children(type));
      while (!path.isEmpty()) {
        Children children = path.getFirst();
        if (children.hasNext()) {
          deleteChild(children.next(), path);
        } else {
          path.pop();
        }
      }
    }
  }

  private void deleteChild(Item child, Deque<Children> path) {
    if (!child.isDeleted()) {
      mark(child);
      Branch type = child.type();
      if (type != null) {
        path.push(new Children(type));
      }
    }
  }

  private void mark(Item item) {
    if (item.slot() == null && item.isCountable()) {
      item.branch().addLength(-item.length());
    }
    item.markDeleted();
    transaction.noteDeleted(item);
    ContentDoc subdocument = item.subdocument();
    if (subdocument != null) {
      transaction.noteSubdocumentGone(subdocument);
    }
  }

  /**
   * Deletes what is here of a set of ids; returns what isn't here yet.
   *
   * <p>From the highest client down, as delete sets are encoded: the order in which clients come is
   * that in which an undo brings their content back.
   */
  IdSet delete(IdSet deletes) {
    IdSet missing = new IdSet();
    if (deletes.isEmpty()) {
      return missing;
    }
    long[] ascending = deletes.clients();
    for (int i = ascending.length - 1; i >= 0; i--) {
      Ranges ranges = deletes.rangesOf(ascending[i]);
      if (ranges != null) {
        delete(ascending[i], ranges, missing);
      }
    }
    return missing;
  }

  /** Deletes what is here of a client's ids; adds what isn't here yet to {@code missing}. */
  void delete(long client, Ranges ranges, IdSet missing) {
    ClientStructs structs = transaction.store().client(client);
    long state = structs == null ? 0 : structs.state();
    for (int i = 0; i < ranges.size(); i++) {
      long start = ranges.start(i);
      long end = ranges.end(i);
      if (structs != null && start < state) {
        delete(structs, start, Math.min(end, state));
      }
      if (end > state) {
        long from = Math.max(start, state);
        missing.add(client, from, end - from);
      }
    }
  }

  private void delete(ClientStructs structs, long start, long end) {
    int index = structs.indexOf(start);
    Struct first = structs.get(index);
    if (first.clock() < start && first instanceof Item item && !item.isDeleted()) {
      transaction.split(structs, index, item, start - first.clock());
      index++;
    }
    while (index < structs.size() && structs.get(index).clock() < end) {
      if (structs.get(index) instanceof Item item && !item.isDeleted()) {
        if (end < item.end()) {
          transaction.split(structs, index, item, end - item.clock());
        }
        delete(item);
      }
      index++;
    }
  }
}
