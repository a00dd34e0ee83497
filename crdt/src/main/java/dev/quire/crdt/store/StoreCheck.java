package dev.quire.crdt.store;

import dev.quire.crdt.content.TextChunk;
import dev.quire.crdt.struct.Branch;
import dev.quire.crdt.struct.Client;
import dev.quire.crdt.struct.Item;
import dev.quire.crdt.struct.Skip;
import dev.quire.crdt.struct.Slot;
import dev.quire.crdt.struct.Struct;
import java.util.ArrayDeque;
import java.util.BitSet;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Verifies every invariant of a document; linear in its size. */
final class StoreCheck {
  private final StructStore store;
  private final Set<Item> linked = Collections.newSetFromMap(new IdentityHashMap<>());

  /** Which units of each chunk are an item's. */
  private final IdentityHashMap<TextChunk, BitSet> texts = new IdentityHashMap<>();

  StoreCheck(StructStore store) {
    this.store = store;
  }

  /** Verifies everything; returns how many structs there are. */
  long run() {
    Deque<Branch> branches = new ArrayDeque<>(store.roots().values());
    while (!branches.isEmpty()) {
      checkBranch(branches.pop(), branches);
    }
    long structs = 0;
    for (long client : store.clientIds()) {
      checkClient(store.known(client));
      structs += store.known(client).size();
    }
    return structs;
  }

  private void checkBranch(Branch branch, Deque<Branch> branches) {
    long length = 0;
    Item previous = null;
    for (Item item = branch.start(); item != null; item = item.right()) {
      checkLinks(branch, item, previous, branches);
      require(item.key() == null, "item with a key in a list");
      length += item.isVisible() ? item.length() : 0;
      previous = item;
    }
    require(length == branch.length(), "length of a branch differs from its items");
    branch.checkIndex();
    for (Slot slot : branch.slots()) {
      checkSlot(branch, slot, branches);
    }
  }

  private void checkSlot(Branch branch, Slot slot, Deque<Branch> branches) {
    require(slot.branch() == branch, "list of a key in another branch");
    Item last = slot.last();
    require(last == null || last.right() == null, "value of a key is not the last of its list");
    Item previous = null;
    for (Item item = slot.first(); item != null; item = item.right()) {
      checkLinks(branch, item, previous, branches);
      require(item.slot() == slot, "item in the list of another key");
      require(item == last || item.isDeleted(), "value of a key alive behind a later one");
      require(item.isDeleted() || item.length() == 1, "value of a key with several clocks");
      previous = item;
    }
    require(previous == last, "list of a key is broken");
  }

  private void checkLinks(
      Branch branch, Item item, @Nullable Item previous, Deque<Branch> branches) {
    require(linked.add(item), "item linked twice");
    require(item.left() == previous, "links of neighbours disagree");
    require(item.branch() == branch, "item linked into a branch that isn't its own");
    require(item.isDeleted() || !branch.isDeleted(), "item alive in a deleted type");
    Branch type = item.type();
    if (type != null) {
      require(type.item() == item, "type that doesn't know its item");
      branches.push(type);
    }
  }

  private void checkClient(ClientStructs structs) {
    long clock = 0;
    for (int i = 0; i < structs.size(); i++) {
      Struct struct = structs.get(i);
      require(struct.clock() == clock, "gap between structs");
      require(struct.length() > 0, "struct without length");
      require(struct.owner() == structs, "struct of another client");
      require(!(struct instanceof Skip), "gap kept as a struct");
      if (struct instanceof Item item) {
        require(item.content().length() == item.length(), "content of another length");
        require(linked.contains(item), "item that isn't linked");
        checkNames(item);
        checkText(item);
      }
      clock = struct.end();
    }
    require(clock == structs.state(), "state differs from the structs");
  }

  private static void checkNames(Item item) {
    Client origin = item.originOwner();
    Client rightOrigin = item.rightOriginOwner();
    require(origin == null || origin instanceof ClientStructs, "origin that isn't known");
    require(rightOrigin == null || rightOrigin instanceof ClientStructs, "right origin not known");
  }

  private void checkText(Item item) {
    TextChunk chunk = item.chunk();
    if (chunk != null) {
      int from = item.textFrom();
      int to = from + (int) item.length();
      require(from >= 0 && to <= chunk.size(), "text outside of its chunk");
      BitSet taken = texts.computeIfAbsent(chunk, unknown -> new BitSet());
      require(taken.nextSetBit(from) < 0 || taken.nextSetBit(from) >= to, "text of two items");
      taken.set(from, to);
    }
  }

  private static void require(boolean holds, String otherwise) {
    if (!holds) {
      throw new IllegalStateException("document is broken: " + otherwise);
    }
  }
}
