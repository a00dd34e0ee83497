package dev.quire.crdt;

import dev.quire.crdt.struct.Branch;
import org.jspecify.annotations.Nullable;

/** A place in a type as it is now: what a {@link RelativePosition} resolves to. */
public final class AbsolutePosition {
  private final YDoc doc;
  private final Branch branch;
  private final long index;
  private final int assoc;
  private final boolean deleted;

  AbsolutePosition(YDoc doc, Branch branch, long index, int assoc, boolean deleted) {
    this.doc = doc;
    this.branch = branch;
    this.index = index;
    this.assoc = assoc;
    this.deleted = deleted;
  }

  /**
   * The type that the place is in; null for one at the top that nobody has asked the document for.
   */
  public @Nullable YType type() {
    return doc.view(branch);
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

  /** Whether its neighbour was deleted, or the type that it is in: it is where that was. */
  public boolean isDeleted() {
    return deleted;
  }
}
