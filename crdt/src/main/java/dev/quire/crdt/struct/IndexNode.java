package dev.quire.crdt.struct;

import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A part of a list, with what there is to know of it without looking at its items. */
abstract sealed class IndexNode permits IndexInner, IndexLeaf {
  private @Nullable IndexInner up;

  /** How many clocks are visible. */
  private long units;

  /** How many formatting marks are in force: neither deleted nor anything else than a mark. */
  private int marks;

  final @Nullable IndexInner up() {
    return up;
  }

  final void setUp(@Nullable IndexInner up) {
    this.up = up;
  }

  final long units() {
    return units;
  }

  final int marks() {
    return marks;
  }

  /** Changes what is known of this node alone. */
  final void set(long newUnits, int newMarks) {
    units = newUnits;
    marks = newMarks;
  }

  /** Changes what is known of this node, and of all above it. */
  final void add(long moreUnits, int moreMarks) {
    for (IndexNode node = this; node != null; node = node.up) {
      node.units += moreUnits;
      node.marks += moreMarks;
    }
  }

  /** Hands over the marks in force, from left to right. */
  abstract void forEachMark(Consumer<Item> consumer);
}
