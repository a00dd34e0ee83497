package dev.quire.crdt;

import dev.quire.crdt.struct.Branch;

/** A place in a type as it is now: what a {@link RelativePosition} resolves to. */
public final class AbsolutePosition {
  private final Branch branch;
  private final long index;
  private final int assoc;

  AbsolutePosition(Branch branch, long index, int assoc) {
    this.branch = branch;
    this.index = index;
    this.assoc = assoc;
  }

  /** Whether the place is in this type. */
  public boolean isIn(YType type) {
    return type.branch() == branch;
  }

  /** How much is before it: UTF-16 units of a text, elements of a list. */
  public long index() {
    return index;
  }

  /** Below 0 if the place belongs to what is before it, else to what is behind it. */
  public int assoc() {
    return assoc;
  }
}
