package dev.quire.crdt.undo;

import dev.quire.crdt.TransactionEvent;
import dev.quire.crdt.YType;
import dev.quire.crdt.struct.Item;
import java.util.LinkedHashSet;
import java.util.Set;

/** What of a document an undo manager minds: some types with all in them, or everything. */
final class Scope {
  private final Set<YType> types = new LinkedHashSet<>();
  private boolean everything;

  void addAll(Iterable<? extends YType> added) {
    added.forEach(types::add);
  }

  void addEverything() {
    everything = true;
  }

  boolean isChangedBy(TransactionEvent event) {
    if (everything) {
      return true;
    }
    return types.stream().anyMatch(event::changesWithin);
  }

  boolean contains(Item item) {
    if (everything) {
      return true;
    }
    return types.stream().anyMatch(type -> type.contains(item));
  }
}
