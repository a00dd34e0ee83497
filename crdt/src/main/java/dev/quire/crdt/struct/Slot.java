package dev.quire.crdt.struct;

import dev.quire.crdt.lib0.Lib0Writer;
import org.jspecify.annotations.Nullable;

/**
 * The list of one key in a branch: the parent of all items that are or were its values. The last
 * item is the present value; those before it hang to its left.
 */
public final class Slot implements Parent {
  private final Branch branch;
  private final String key;
  private @Nullable Item first;
  private @Nullable Item last;

  Slot(Branch branch, String key) {
    this.branch = branch;
    this.key = key;
  }

  /** The branch that it is a part of. */
  public Branch branch() {
    return branch;
  }

  /** The key. */
  public String key() {
    return key;
  }

  /** The first item of its list, be it deleted; null only before one is linked in. */
  public @Nullable Item first() {
    return first;
  }

  /** Makes an item the first of the list. */
  public void setFirst(Item first) {
    this.first = first;
  }

  /** The last item of its list, be it deleted; null only before the first one is linked in. */
  public @Nullable Item last() {
    return last;
  }

  /** Makes an item the last of the list. */
  public void setLast(Item last) {
    this.last = last;
  }

  @Override
  public void write(Lib0Writer out) {
    branch.write(out);
  }
}
