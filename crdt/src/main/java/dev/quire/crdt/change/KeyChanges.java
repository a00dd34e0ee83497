package dev.quire.crdt.change;

import dev.quire.crdt.event.KeyChange;
import dev.quire.crdt.event.KeyChange.Action;
import dev.quire.crdt.store.Transaction;
import dev.quire.crdt.struct.Item;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Works out what became of the values of keys, as {@code YEvent.keys} of yjs 13.6 does. */
public final class KeyChanges {
  private final EventSource source;
  private final Transaction transaction;

  private KeyChanges(EventSource source) {
    this.source = source;
    this.transaction = source.transaction();
  }

  /** What became of each key whose value is another now. */
  public static Map<String, KeyChange> of(EventSource source, Set<String> changedKeys) {
    KeyChanges changes = new KeyChanges(source);
    Map<String, KeyChange> keys = new LinkedHashMap<>();
    for (String key : changedKeys) {
      Item item = source.branch().get(key);
      KeyChange change = item == null ? null : changes.of(item);
      if (change != null) {
        keys.put(key, change);
      }
    }
    return Collections.unmodifiableMap(keys);
  }

  /** What became of the key whose last value this is; null if nothing. */
  private @Nullable KeyChange of(Item item) {
    if (!transaction.adds(item)) {
      return transaction.deletes(item) ? change(Action.DELETE, item) : null;
    }
    Item before = item.left();
    while (before != null && transaction.adds(before)) {
      before = before.left();
    }
    boolean hadValue = before != null && transaction.deletes(before);
    if (transaction.deletes(item)) {
      return hadValue ? change(Action.DELETE, before) : null;
    }
    return hadValue ? change(Action.UPDATE, before) : new KeyChange(Action.ADD, null);
  }

  private KeyChange change(Action action, @Nullable Item old) {
    List<? extends @Nullable Object> values = old == null ? List.of() : source.values(old);
    return new KeyChange(action, values.isEmpty() ? null : values.get(values.size() - 1));
  }
}
