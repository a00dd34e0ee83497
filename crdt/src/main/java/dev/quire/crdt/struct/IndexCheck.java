package dev.quire.crdt.struct;

import org.jspecify.annotations.Nullable;

/** Verifies the index of a list. */
final class IndexCheck {
  private final Branch branch;
  private @Nullable Item next;

  IndexCheck(Branch branch) {
    this.branch = branch;
    this.next = branch.start();
  }

  void run(IndexNode root) {
    require(root.up() == null, "root has a parent");
    check(root);
    require(next == null, "items are missing");
    require(root.units() == branch.length(), "length of the root differs");
  }

  /** As deep as the tree, which is logarithmic. */
  private void check(IndexNode node) {
    if (node instanceof IndexLeaf leaf) {
      checkLeaf(leaf);
    } else if (node instanceof IndexInner inner) {
      long units = 0;
      int marks = 0;
      for (int i = 0; i < inner.size(); i++) {
        IndexNode child = inner.child(i);
        require(child.up() == inner, "child of another parent");
        check(child);
        units += child.units();
        marks += child.marks();
      }
      require(units == inner.units() && marks == inner.marks(), "sums differ");
    }
  }

  private void checkLeaf(IndexLeaf leaf) {
    require(leaf.branch() == branch, "leaf of another list");
    require(leaf.first() == next, "leaf begins elsewhere");
    long units = 0;
    int marks = 0;
    for (int i = 0; i < leaf.size(); i++) {
      Item item = next;
      require(item != null && item.parent() == leaf, "item of another leaf");
      if (item != null) {
        units += IndexLeaf.unitsOf(item);
        marks += IndexLeaf.marksOf(item);
        next = item.right();
      }
    }
    require(units == leaf.units() && marks == leaf.marks(), "sums of a leaf differ");
  }

  private static void require(boolean holds, String otherwise) {
    if (!holds) {
      throw new IllegalStateException("document is broken: index of a list: " + otherwise);
    }
  }
}
