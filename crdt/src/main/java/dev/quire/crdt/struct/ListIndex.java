package dev.quire.crdt.struct;

import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Where things are in a long list: a B+ tree over its items. Each part of the list knows how many
 * units are visible in it, so a place is found, and an item's index told, in logarithmic time.
 *
 * <p>A list has none until somebody looks for a place beyond its first {@link #WORTHWHILE} items;
 * what only takes updates never pays for one. From then on it follows every change: items are its
 * leaves' children through their parent pointers, so linking, cutting, joining and deleting an item
 * finds the leaf without a search.
 *
 * <p>Leaves that have lost items are not joined, only dropped when they are empty. Their number is
 * bounded by that of the items all the same.
 */
final class ListIndex {
  /** How many items are walked over before an index is thought worth its while. */
  static final int WORTHWHILE = 64;

  private IndexNode root;

  /** An index over all items of a list that isn't empty. */
  ListIndex(Branch branch, Item start) {
    IndexLeaf leaf = new IndexLeaf(branch, start);
    root = leaf;
    for (Item item = start; item != null; item = item.right()) {
      if (leaf.size() == IndexLeaf.CAPACITY / 2) {
        IndexLeaf next = new IndexLeaf(branch, item);
        appendBehind(leaf, next);
        leaf = next;
      }
      leaf.insertNext(item);
    }
  }

  IndexNode root() {
    return root;
  }

  /** Takes in an item that has just been linked in. */
  void insert(Item item) {
    Item left = item.left();
    IndexLeaf leaf = left == null ? firstLeaf() : leafOf(left);
    leaf.insert(item);
    splitIfFull(leaf);
  }

  private IndexLeaf firstLeaf() {
    IndexNode node = root;
    while (node instanceof IndexInner inner) {
      node = inner.child(0);
    }
    return (IndexLeaf) node;
  }

  private static IndexLeaf leafOf(Item item) {
    if (item.parent() instanceof IndexLeaf leaf) {
      return leaf;
    }
    throw new IllegalStateException("item that isn't in the index of its list");
  }

  /** Takes in the second half of an item that was cut. */
  void insertHalf(IndexLeaf leaf, Item half) {
    leaf.insertHalf(half);
    splitIfFull(leaf);
  }

  private void splitIfFull(IndexLeaf leaf) {
    if (leaf.size() > IndexLeaf.CAPACITY) {
      appendBehind(leaf, leaf.split());
    }
  }

  /** Puts a new node behind one that has given it a part of what it stood for. */
  private void appendBehind(IndexNode node, IndexNode added) {
    IndexInner up = node.up();
    if (up == null) {
      IndexInner newRoot = new IndexInner();
      newRoot.append(node);
      newRoot.append(added);
      root = newRoot;
      return;
    }
    if (up.isFull()) {
      IndexInner second = up.split();
      if (node.up() == second) {
        // What the new node stands for was still counted in the first half.
        up.set(up.units() - added.units(), up.marks() - added.marks());
        second.set(second.units() + added.units(), second.marks() + added.marks());
      }
      appendBehind(up, second);
      up = node.up() == second ? second : up;
    }
    up.insert(up.indexOf(node) + 1, added);
  }

  /** Lets go of an item that its left neighbour is about to absorb. */
  void remove(IndexLeaf leaf, Item item) {
    leaf.remove(item);
    IndexNode empty = leaf.size() == 0 ? leaf : null;
    while (empty != null && empty.up() != null) {
      IndexInner up = empty.up();
      up.remove(empty);
      empty = up.size() == 0 ? up : null;
    }
  }

  /** The item that holds a unit below the number of all, and how many of its units are before. */
  Place find(long unit, @Nullable Consumer<Item> marksBefore) {
    long rest = unit;
    IndexNode node = root;
    while (node instanceof IndexInner inner) {
      int index = 0;
      node = inner.child(0);
      while (rest >= node.units()) {
        rest -= node.units();
        if (marksBefore != null && node.marks() > 0) {
          node.forEachMark(marksBefore);
        }
        node = inner.child(++index);
      }
    }
    Item item = ((IndexLeaf) node).first();
    while (!item.isVisible() || rest >= item.length()) {
      if (item.isVisible()) {
        rest -= item.length();
      } else if (marksBefore != null && !item.isDeleted() && item.isMark()) {
        marksBefore.accept(item);
      }
      Item next = item.right();
      if (next == null) {
        throw new IllegalStateException("index beyond the end of its list");
      }
      item = next;
    }
    return new Place(item, rest);
  }

  /** How many units are visible before an item. */
  long unitsBefore(Item item) {
    IndexLeaf leaf = leafOf(item);
    long units = 0;
    for (Item before = leaf.first(); before != null && before != item; before = before.right()) {
      units += before.isVisible() ? before.length() : 0;
    }
    IndexNode node = leaf;
    for (IndexInner up = node.up(); up != null; up = up.up()) {
      for (int i = 0; up.child(i) != node; i++) {
        units += up.child(i).units();
      }
      node = up;
    }
    return units;
  }
}
