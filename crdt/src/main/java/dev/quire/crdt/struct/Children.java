package dev.quire.crdt.struct;

import java.util.Iterator;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/** The items of a branch, deleted ones too: those of the list, then the last one of each key. */
public final class Children implements Iterator<Item> {
  private @Nullable Item next;
  private final Iterator<Slot> slots;

  public Children(Branch branch) {
    next = branch.start();
    slots = branch.slots().iterator();
  }

  @Override
  public boolean hasNext() {
    return next != null || slots.hasNext();
  }

  @Override
  public Item next() {
    Item child = next;
    if (child != null) {
      next = child.right();
      return child;
    }
    Item last = slots.next().last();
    if (last == null) {
      throw new NoSuchElementException();
    }
    return last;
  }
}
