package dev.quire.crdt.struct;

import dev.quire.crdt.lib0.Lib0Writer;

/**
 * A run of consecutive clocks of one client: the unit in which updates carry history and documents
 * keep it.
 */
public abstract sealed class Struct permits Gc, Item, Skip {
  /** The highest number that a clock in a document, or behind one, may have: 2^31 - 1. */
  public static final int MAX_CLOCK = Integer.MAX_VALUE;

  private Client owner;
  private int clock;
  private int length;

  Struct(Client owner, long clock, long length) {
    this.owner = owner;
    this.clock = Math.toIntExact(clock);
    this.length = Math.toIntExact(length);
  }

  /** Who made it. */
  public final Client owner() {
    return owner;
  }

  /** Says who made it, in terms of the document that it becomes part of; not who else. */
  public final void setOwner(Client known) {
    owner = known;
  }

  /** The id of who made it. */
  public final long client() {
    return owner.id();
  }

  /** Its first clock. */
  public final long clock() {
    return clock;
  }

  /** How many clocks it has; at least 1. */
  public final long length() {
    return length;
  }

  /** The clock behind its last one. */
  public final long end() {
    return (long) clock + length;
  }

  /** Its last clock. */
  public final long lastClock() {
    return (long) clock + length - 1;
  }

  /** Whether its content is gone from the document. */
  public abstract boolean isDeleted();

  /** Whether a struct that follows at once in clocks may be joined to this one. */
  public abstract boolean canAbsorb(Struct right);

  /** Takes over the clocks of a struct for which {@link #canAbsorb} holds. */
  public void absorb(Struct right) {
    length += right.length;
  }

  /**
   * Cuts off the first clocks, of which {@code offset} are known elsewhere. Content is cut by the
   * caller.
   */
  final void advance(long offset) {
    clock += (int) offset;
    length -= (int) offset;
  }

  final void truncate(long newLength) {
    length = (int) newLength;
  }

  /**
   * Writes what follows the first {@code offset} clocks, in update format v1.
   *
   * @param offset 0 to before {@link #length()}
   */
  public abstract void write(Lib0Writer out, long offset);
}
