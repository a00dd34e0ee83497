package dev.quire.crdt.struct;

import java.util.Arrays;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A part of a list that consists of further parts. */
final class IndexInner extends IndexNode {
  private static final int CAPACITY = 32;

  private final @Nullable IndexNode[] children = new @Nullable IndexNode[CAPACITY];
  private int size;

  int size() {
    return size;
  }

  IndexNode child(int index) {
    IndexNode child = children[index];
    if (child == null) {
      throw new IndexOutOfBoundsException(index);
    }
    return child;
  }

  /** Which child that is. */
  int indexOf(IndexNode child) {
    int index = 0;
    while (children[index] != child) {
      index++;
    }
    return index;
  }

  /** Adds a child behind all others, with what is known of it. */
  void append(IndexNode child) {
    insert(size, child);
    set(units() + child.units(), marks() + child.marks());
  }

  boolean isFull() {
    return size == CAPACITY;
  }

  /** Adds a child that takes over a part of what its neighbour stood for. */
  void insert(int index, IndexNode child) {
    System.arraycopy(children, index, children, index + 1, size - index);
    children[index] = child;
    child.setUp(this);
    size++;
  }

  /** Takes out a child that stands for nothing any more. */
  void remove(IndexNode child) {
    int index = indexOf(child);
    size--;
    System.arraycopy(children, index + 1, children, index, size - index);
    children[size] = null;
  }

  /** Moves the second half of the children to a node of their own. */
  IndexInner split() {
    IndexInner second = new IndexInner();
    int stay = size / 2;
    for (int i = stay; i < size; i++) {
      second.append(child(i));
    }
    Arrays.fill(children, stay, size, null);
    size = stay;
    set(units() - second.units(), marks() - second.marks());
    return second;
  }

  @Override
  void forEachMark(Consumer<Item> consumer) {
    for (int i = 0; i < size; i++) {
      IndexNode child = child(i);
      if (child.marks() > 0) {
        child.forEachMark(consumer);
      }
    }
  }
}
