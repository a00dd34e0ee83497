package dev.quire.crdt.struct;

import dev.quire.crdt.lib0.Lib0Writer;
import java.util.function.Consumer;

/**
 * A run of neighbours in a list: the parent of its items, in place of the branch, so that the way
 * from an item to its place in the index takes no room in the item.
 */
final class IndexLeaf extends IndexNode implements Parent {
  /** More items than these are two leaves. */
  static final int CAPACITY = 32;

  private final Branch branch;
  private Item first;
  private int size;

  IndexLeaf(Branch branch, Item first) {
    this.branch = branch;
    this.first = first;
  }

  Branch branch() {
    return branch;
  }

  /** Its first item; the others follow to the right. */
  Item first() {
    return first;
  }

  int size() {
    return size;
  }

  static int marksOf(Item item) {
    return !item.isDeleted() && item.isMark() ? 1 : 0;
  }

  static long unitsOf(Item item) {
    return item.isVisible() ? item.length() : 0;
  }

  /** Takes in an item that is linked in behind those that it has. */
  void append(Item item) {
    item.setParent(this);
    size++;
    set(units() + unitsOf(item), marks() + marksOf(item));
  }

  /** Takes in an item that is linked in among those that it has, or before them. */
  void insert(Item item) {
    if (item.right() == first) {
      first = item;
    }
    insertNext(item);
  }

  /** Takes in an item that follows those that it has, and tells the nodes above. */
  void insertNext(Item item) {
    item.setParent(this);
    size++;
    add(unitsOf(item), marksOf(item));
  }

  /** Takes in the second half of an item that was cut: what is visible stays the same. */
  void insertHalf(Item half) {
    half.setParent(this);
    size++;
  }

  /** Notes that an item is about to be deleted. */
  void onDelete(Item item) {
    add(-unitsOf(item), -marksOf(item));
  }

  /** Lets go of an item that its left neighbour is about to absorb. */
  void remove(Item item) {
    add(-unitsOf(item), -marksOf(item));
    size--;
    Item next = item.right();
    if (first == item && next != null) {
      first = next;
    }
  }

  /** Moves the second half of its items to a leaf of their own. */
  IndexLeaf split() {
    Item item = first;
    int stay = size / 2;
    for (int i = 0; i < stay; i++) {
      item = next(item);
    }
    IndexLeaf second = new IndexLeaf(branch, item);
    int move = size - stay;
    for (int i = 0; i < move; i++) {
      second.append(item);
      item = i + 1 < move ? next(item) : item;
    }
    size = stay;
    set(units() - second.units(), marks() - second.marks());
    return second;
  }

  private static Item next(Item item) {
    Item next = item.right();
    if (next == null) {
      throw new IllegalStateException("index beyond the end of its list");
    }
    return next;
  }

  @Override
  void forEachMark(Consumer<Item> consumer) {
    Item item = first;
    for (int i = 0; i < size && item != null; i++) {
      if (marksOf(item) > 0) {
        consumer.accept(item);
      }
      item = item.right();
    }
  }

  @Override
  public void write(Lib0Writer out) {
    branch.write(out);
  }
}
