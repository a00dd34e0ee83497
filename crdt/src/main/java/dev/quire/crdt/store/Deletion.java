package dev.quire.crdt.store;

import dev.quire.crdt.IdSet;
import dev.quire.crdt.collection.Ranges;
import dev.quire.crdt.struct.Branch;
import dev.quire.crdt.struct.Item;
import dev.quire.crdt.struct.Slot;
import dev.quire.crdt.struct.Struct;
import java.util.ArrayDeque;
import java.util.Deque;

/** Deletes items, with all that hangs on them. */
final class Deletion {
  private final Transaction transaction;

  Deletion(Transaction transaction) {
    this.transaction = transaction;
  }

  /** Deletes an item and, if it is a type, everything in it; without recursion. */
  void delete(Item item) {
    if (item.isDeleted()) {
      return;
    }
    mark(item);
    Branch type = item.type();
    if (type != null) {
      Deque<Branch> branches = new ArrayDeque<>();
      branches.add(type);
      while (!branches.isEmpty()) {
        Branch branch = branches.pop();
        for (Item child = branch.start(); child != null; child = child.right()) {
          deleteChild(child, branches);
        }
        for (Slot slot : branch.slots()) {
          if (slot.last() != null) {
            deleteChild(slot.last(), branches);
          }
        }
      }
    }
  }

  private void deleteChild(Item child, Deque<Branch> branches) {
    if (!child.isDeleted()) {
      mark(child);
      Branch type = child.type();
      if (type != null) {
        branches.push(type);
      }
    }
  }

  private void mark(Item item) {
    if (item.slot() == null && item.isCountable()) {
      item.branch().addLength(-item.length());
    }
    item.markDeleted();
    transaction.noteDeleted(item);
  }

  /**
   * Deletes what is here of a set of ids; returns what isn't here yet.
   *
   * <p>From the highest client down, as delete sets are encoded: the order shows in which
   * neighbours are joined when the transaction ends.
   */
  IdSet delete(IdSet deletes) {
    IdSet missing = new IdSet();
    for (long client : deletes.clients()) {
      Ranges ranges = deletes.rangesOf(client);
      if (ranges != null) {
        delete(client, ranges, missing);
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
