package dev.quire.crdt.change;

import dev.quire.crdt.event.Changes;
import dev.quire.crdt.event.DeltaOp;
import dev.quire.crdt.event.ItemChange;
import dev.quire.crdt.event.KeyChange;
import dev.quire.crdt.store.Transaction;
import dev.quire.crdt.struct.Item;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Works out the change of a list of elements, as {@code YEvent.changes} of yjs 13.6 does. */
public final class ListChanges {
  private final EventSource source;
  private final List<ItemChange> added = new ArrayList<>();
  private final List<ItemChange> deleted = new ArrayList<>();
  private final List<DeltaOp> delta = new ArrayList<>();
  private @Nullable List<@Nullable Object> inserting;
  private long retaining;
  private long deleting;

  private ListChanges(EventSource source) {
    this.source = source;
  }

  /**
   * All changes of a type.
   *
   * @param keys those of its keys
   * @param listChanged whether there are any of its list
   */
  public static Changes of(EventSource source, Map<String, KeyChange> keys, boolean listChanged) {
    ListChanges changes = new ListChanges(source);
    if (listChanged) {
      changes.read();
    }
    return new Changes(
        Collections.unmodifiableList(changes.added),
        Collections.unmodifiableList(changes.deleted),
        keys,
        Collections.unmodifiableList(changes.delta));
  }

  private void read() {
    Transaction transaction = source.transaction();
    for (Item item = source.branch().start(); item != null; item = item.right()) {
      if (item.isDeleted()) {
        if (transaction.deletes(item) && !transaction.adds(item)) {
          delete(item);
        }
      } else if (transaction.adds(item)) {
        insert(item);
      } else {
        endInsert();
        endDelete();
        retaining += item.length();
      }
    }
    endInsert();
    endDelete();
  }

  private void delete(Item item) {
    endInsert();
    endRetain();
    deleting += item.length();
    deleted.add(source.describe(item));
  }

  private void insert(Item item) {
    endDelete();
    endRetain();
    if (inserting == null) {
      inserting = new ArrayList<>();
    }
    ItemChange change = source.describe(item);
    inserting.addAll(change.values());
    added.add(change);
  }

  private void endInsert() {
    if (inserting != null) {
      delta.add(new DeltaOp.Insert(Collections.unmodifiableList(inserting), Map.of()));
      inserting = null;
    }
  }

  private void endRetain() {
    if (retaining > 0) {
      delta.add(new DeltaOp.Retain(retaining, Map.of()));
      retaining = 0;
    }
  }

  private void endDelete() {
    if (deleting > 0) {
      delta.add(new DeltaOp.Delete(deleting));
      deleting = 0;
    }
  }
}
