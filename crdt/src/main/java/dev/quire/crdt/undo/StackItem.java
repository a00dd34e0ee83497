package dev.quire.crdt.undo;

import dev.quire.crdt.id.IdSet;
import dev.quire.crdt.store.OrderedIds;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One step that can be undone or redone, with whatever listeners want to keep with it. */
public final class StackItem {
  private OrderedIds deletions;
  private OrderedIds insertions;
  private final Map<Object, @Nullable Object> meta = new HashMap<>();

  StackItem(OrderedIds deletions, OrderedIds insertions) {
    this.deletions = deletions;
    this.insertions = insertions;
  }

  /** For listeners: where the cursor was, for example. */
  public Map<Object, @Nullable Object> meta() {
    return meta;
  }

  /** The ids that the step deleted; not to be changed. */
  public IdSet deletions() {
    return deletions.ids();
  }

  /** The ids that the step added; not to be changed. */
  public IdSet insertions() {
    return insertions.ids();
  }

  OrderedIds deleted() {
    return deletions;
  }

  OrderedIds inserted() {
    return insertions;
  }

  void append(OrderedIds laterDeletions, OrderedIds laterInsertions) {
    deletions = deletions.union(laterDeletions);
    insertions = insertions.union(laterInsertions);
  }
}
