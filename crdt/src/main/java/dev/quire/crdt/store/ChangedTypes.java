package dev.quire.crdt.store;

import dev.quire.crdt.struct.Branch;
import dev.quire.crdt.struct.Item;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which types a transaction has changed, and of each which keys; in the order of the first change,
 * which is the order of events. Kept only if somebody may ask.
 *
 * <p>A type that was added in the transaction didn't change, it is new; one that was deleted in it
 * is gone.
 */
final class ChangedTypes {
  private final Transaction transaction;
  private final List<Branch> deletedTypes = new ArrayList<>(0);
  private final Set<Long> deletingClients = new LinkedHashSet<>(0);

  /** Made when a second type or key changes, or somebody asks. */
  private @Nullable Map<Branch, Set<@Nullable String>> changed;

  private @Nullable Branch onlyBranch;
  private @Nullable String onlyKey;
  private @Nullable Branch lastBranch;
  private @Nullable String lastKey;
  private long lastClient = -1;

  ChangedTypes(Transaction transaction) {
    this.transaction = transaction;
  }

  /** Of each type the keys, with null for its list. */
  Map<Branch, Set<@Nullable String>> changed() {
    return Collections.unmodifiableMap(all());
  }

  private Map<Branch, Set<@Nullable String>> all() {
    if (changed == null) {
      changed = new LinkedHashMap<>();
      if (onlyBranch != null) {
        changed.put(onlyBranch, new LinkedHashSet<>(Collections.singleton(onlyKey)));
      }
    }
    return changed;
  }

  /** The types that were deleted. */
  List<Branch> deletedTypes() {
    return Collections.unmodifiableList(deletedTypes);
  }

  /** The clients of which something was deleted, in the order of the first deletion. */
  List<Long> deletingClients() {
    return List.copyOf(deletingClients);
  }

  void added(Item item) {
    if (item.isMark()) {
      item.branch().setFormatted();
    }
    note(item.branch(), item.key());
  }

  void deleted(Item item) {
    if (item.client() != lastClient) {
      lastClient = item.client();
      deletingClients.add(lastClient);
    }
    note(item.branch(), item.key());
    Branch type = item.type();
    if (type != null) {
      all().remove(type);
      deletedTypes.add(type);
      lastBranch = null;
    }
  }

  // Typing changes the same type a thousand times: comparing references is enough.
  @SuppressWarnings("ReferenceEquality")
  private void note(Branch branch, @Nullable String key) {
    if (branch == lastBranch && key == lastKey) {
      return;
    }
    Item holder = branch.item();
    if (holder == null
        || (!holder.isDeleted() && holder.clock() < transaction.stateBefore(holder.client()))) {
      if (changed == null && onlyBranch == null) {
        onlyBranch = branch;
        onlyKey = key;
      } else {
        all().computeIfAbsent(branch, unchanged -> new LinkedHashSet<>()).add(key);
      }
      lastBranch = branch;
      lastKey = key;
    }
  }
}
