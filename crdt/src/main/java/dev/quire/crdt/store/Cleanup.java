package dev.quire.crdt.store;

import dev.quire.crdt.id.IdSet;
import dev.quire.crdt.id.Ranges;
import dev.quire.crdt.listen.Failures;
import dev.quire.crdt.struct.Branch;
import dev.quire.crdt.struct.Gc;
import dev.quire.crdt.struct.Item;
import dev.quire.crdt.struct.Slot;
import dev.quire.crdt.struct.Struct;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What happens at the end of a transaction: deleted content is collected, and structs that belong
 * together are joined.
 *
 * <p>Which neighbours are looked at shows in the bytes of the document. This looks wherever
 * something was added, split, deleted or collected, so that two structs that can be joined never
 * stay apart, and the bytes are those that a yjs document has when it was loaded from its state. A
 * yjs document that lived through the same transactions may keep more structs: it overlooks what
 * was deleted earlier and is collected now with its parent, so its bytes depend on how updates were
 * batched.
 */
final class Cleanup {
  private final Transaction transaction;
  private final StructStore store;
  private final @Nullable Redone redone;

  /** Was deleted before the transaction, and collected with its parent in it. */
  private @Nullable IdSet collected;

  Cleanup(Transaction transaction) {
    this.transaction = transaction;
    this.store = transaction.store();
    this.redone = store.redone();
  }

  /** Throws what the filter throws, when all is cleaned up: what it should tell of is kept. */
  void run(Predicate<? super Item> mayCollect) {
    Failures failures = new Failures();
    if (!transaction.deletes().isEmpty()) {
      failures.collect(() -> collect(transaction.deletes(), mayCollect));
    }
    for (ClientStructs structs : transaction.touched()) {
      joinAdded(structs);
    }
    joinSplits(transaction.splits());
    transaction.touched().forEach(ClientStructs::endChange);
    failures.rethrow();
  }

  /** Collects what is deleted of some ids, all of which are here. */
  void collect(IdSet ids, Predicate<? super Item> mayCollect) {
    try {
      ids.forEach((client, clock, length) -> collect(client, clock, length, mayCollect));
    } finally {
      joinDeleted(ids);
      if (collected != null) {
        joinDeleted(collected);
      }
    }
  }

  private void collect(long client, long clock, long length, Predicate<? super Item> mayCollect) {
    ClientStructs structs = store.known(client);
    for (int i = structs.indexOf(clock); i < structs.size(); i++) {
      Struct struct = structs.get(i);
      if (struct.clock() >= clock + length) {
        break;
      }
      if (struct instanceof Item item
          && item.isDeleted()
          && !item.isKept()
          && mayCollect.test(item)) {
        Branch type = item.type();
        if (type != null) {
          collectChildren(type);
        }
        item.collectContent();
      }
    }
  }

  /** Replaces everything in a branch, and in the branches in it, by {@link Gc}. */
  private void collectChildren(Branch top) {
    Deque<Branch> branches = new ArrayDeque<>();
    branches.add(top);
    while (!branches.isEmpty()) {
      Branch branch = branches.pop();
      for (Item child = branch.start(); child != null; child = child.right()) {
        collectChild(child, branches);
      }
      for (Slot slot : branch.slots()) {
        for (Item child = slot.last(); child != null; child = child.left()) {
          collectChild(child, branches);
        }
      }
      branch.clear();
    }
  }

  private void collectChild(Item child, Deque<Branch> branches) {
    Branch type = child.type();
    if (type != null) {
      branches.push(type);
    }
    if (!transaction.deletes().contains(child.client(), child.clock())) {
      if (collected == null) {
        collected = new IdSet();
      }
      collected.add(child.client(), child.clock(), child.length());
    }
    store.replace(child, new Gc(child.owner(), child.clock(), child.length()));
  }

  private void joinDeleted(IdSet deleted) {
    for (long client : deleted.clients()) {
      Ranges ranges = deleted.rangesOf(client);
      if (ranges != null) {
        joinDeleted(store.known(client), ranges);
      }
    }
  }

  private void joinDeleted(ClientStructs structs, Ranges ranges) {
    long added = transaction.stateBefore(structs.id());
    for (int range = ranges.size() - 1; range >= 0; range--) {
      if (ranges.start(range) > added) {
        // Among what was added all neighbours are looked at anyway.
        continue;
      }
      int last = structs.indexOf(ranges.end(range) - 1);
      int index = Math.min(structs.size() - 1, last + 1);
      while (index > 0 && structs.get(index).clock() >= ranges.start(range)) {
        index -= 1 + joinLefts(structs, index);
      }
    }
  }

  private void joinAdded(ClientStructs structs) {
    long from = transaction.stateBefore(structs.id());
    if (transaction.stateAfter(structs.id()) == from) {
      return;
    }
    int first = Math.max(1, structs.indexOf(from));
    for (int index = structs.size() - 1; index >= first; ) {
      index -= 1 + joinLefts(structs, index);
    }
  }

  private void joinSplits(List<Struct> splits) {
    for (int i = splits.size() - 1; i >= 0; i--) {
      Struct split = splits.get(i);
      ClientStructs structs = store.clientOf(split);
      int index = structs.indexOf(split.clock());
      if (index + 1 < structs.size() && joinLefts(structs, index + 1) > 1) {
        continue;
      }
      if (index > 0) {
        joinLefts(structs, index);
      }
    }
  }

  /**
   * Joins a struct to those on its left as far as they belong together.
   *
   * <p>Found from right to left but joined from left to right: joining text appends to it.
   *
   * @return how many structs are gone
   */
  private int joinLefts(ClientStructs structs, int index) {
    int first = index;
    Struct right = structs.get(index);
    while (first > 0) {
      Struct left = structs.get(first - 1);
      if (!left.canAbsorb(right) || isRedone(left) || isRedone(right)) {
        break;
      }
      right = left;
      first--;
    }
    Struct joined = right;
    for (int i = first + 1; i <= index; i++) {
      Struct next = structs.get(i);
      joined.absorb(next);
      if (joined instanceof Item item && next instanceof Item gone) {
        replaceUnderKey(gone, item);
      }
    }
    structs.remove(first + 1, index - first);
    return index - first;
  }

  /** What was redone stays apart: each item stands for the one that took its place. */
  private boolean isRedone(Struct struct) {
    return redone != null && struct instanceof Item item && redone.of(item) != null;
  }

  private static void replaceUnderKey(Item gone, Item by) {
    Slot slot = gone.slot();
    if (slot != null && slot.last() == gone) {
      slot.setLast(by);
    }
  }
}
