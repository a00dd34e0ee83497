package dev.quire.crdt.struct;

import dev.quire.crdt.lib0.Lib0Writer;

/**
 * A run of consecutive clocks of one client: the unit in which updates carry history and documents
 * keep it.
 */
public abstract sealed class Struct permits Gc, Item, Skip {
  private final long client;
  private long clock;
  private long length;

  Struct(long client, long clock, long length) {
    this.client = client;
    this.clock = clock;
    this.length = length;
  }

  /** Who made it. */
  public final long client() {
    return client;
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
    return clock + length;
  }

  /** Its last clock. */
  public final long lastClock() {
    return clock + length - 1;
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
    clock += offset;
    length -= offset;
  }

  final void truncate(long newLength) {
    length = newLength;
  }

  /**
   * Writes what follows the first {@code offset} clocks, in update format v1.
   *
   * @param offset 0 to before {@link #length()}
   */
  public abstract void write(Lib0Writer out, long offset);
}
