package dev.quire.crdt.undo;

import dev.quire.crdt.struct.Item;

/** Keeps items from being collected. */
final class Kept {
  private Kept() {}

  /** Keeps an item and all that it lies in, or lets go of them. */
  static void keep(Item item, boolean keep) {
    for (Item each = item; each != null && each.isKept() != keep; each = each.branch().item()) {
      each.setKept(keep);
    }
  }
}
