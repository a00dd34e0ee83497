package dev.quire.crdt;

import dev.quire.crdt.event.YTransaction;
import dev.quire.crdt.store.Transaction;
import dev.quire.crdt.struct.Branch;
import dev.quire.crdt.struct.Item;
import java.util.AbstractList;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A stage of a transaction, with the types that it has changed. */
public final class TransactionEvent {
  private final Dispatcher dispatcher;
  private final Transaction transaction;
  private final List<YEvent> events = new ArrayList<>();

  /** The branches that have changed and all that they lie in, with how deep each lies. */
  private final Map<Branch, Integer> depths = new LinkedHashMap<>();

  private boolean needsFormattingCleanup;

  TransactionEvent(Dispatcher dispatcher, Transaction transaction) {
    this.dispatcher = dispatcher;
    this.transaction = transaction;
  }

  /** The document. */
  public YDoc doc() {
    return dispatcher.doc();
  }

  /** The transaction. */
  public YTransaction transaction() {
    return transaction;
  }

  /** What the engine knows of it. */
  Transaction engine() {
    return transaction;
  }

  /**
   * The types that were there before and still are, and that have changed; of each the keys, with
   * null for its list. Types at the top that nobody has asked the document for are left out.
   */
  public Map<YType, Set<@Nullable String>> changed() {
    Map<YType, Set<@Nullable String>> changed = new LinkedHashMap<>();
    transaction
        .changedBranches()
        .forEach(
            (branch, keys) -> {
              YType type = dispatcher.viewOrNull(branch);
              if (type != null) {
                changed.put(type, Collections.unmodifiableSet(keys));
              }
            });
    return changed;
  }

  /**
   * The types that have changed and all that they lie in, with the events of each and of all within
   * it: known once the observers of single types have been called.
   */
  public Map<YType, List<YEvent>> changedParentTypes() {
    Map<YType, List<YEvent>> changed = new LinkedHashMap<>();
    depths
        .keySet()
        .forEach(
            branch -> {
              YType type = dispatcher.viewOrNull(branch);
              if (type != null) {
                changed.put(type, new EventsWithin(branch));
              }
            });
    return changed;
  }

  /** Whether a type or anything in it has changed: known as {@link #changedParentTypes} is. */
  public boolean changesWithin(YType type) {
    return depths.keySet().stream().anyMatch(type::isOf);
  }

  /** The branches that have changed, and all that they lie in. */
  Set<Branch> branches() {
    return depths.keySet();
  }

  /** The events of a branch and of all within it, in the order in which they were added. */
  List<YEvent> eventsWithin(Branch outer) {
    Map<Branch, Boolean> isWithin = new HashMap<>();
    isWithin.put(outer, true);
    List<YEvent> within = new ArrayList<>();
    for (YEvent event : events) {
      if (isWithin(event.source().branch(), isWithin)) {
        within.add(event);
      }
    }
    return within;
  }

  /** Asks each branch on the way once, however many lie in it. */
  private static boolean isWithin(Branch inner, Map<Branch, Boolean> known) {
    List<Branch> way = new ArrayList<>();
    Branch branch = inner;
    while (branch != null && !known.containsKey(branch)) {
      way.add(branch);
      branch = parent(branch);
    }
    boolean within = branch != null && known.getOrDefault(branch, false);
    way.forEach(each -> known.put(each, within));
    return within;
  }

  private static @Nullable Branch parent(Branch branch) {
    Item item = branch.item();
    return item == null ? null : item.branch();
  }

  void add(YEvent event) {
    events.add(event);
    List<Branch> way = new ArrayList<>();
    Branch branch = event.source().branch();
    while (branch != null && !depths.containsKey(branch)) {
      way.add(branch);
      branch = parent(branch);
    }
    int above = branch == null ? -1 : depths.getOrDefault(branch, 0);
    for (int i = 0; i < way.size(); i++) {
      depths.put(way.get(i), above + way.size() - i);
    }
    event.setDepth(above + way.size());
  }

  /** Looked up when somebody reads it: to keep all of them would be quadratic in the depth. */
  private final class EventsWithin extends AbstractList<YEvent> {
    private final Branch outer;
    private @Nullable List<YEvent> found;

    EventsWithin(Branch outer) {
      this.outer = outer;
    }

    private List<YEvent> found() {
      if (found == null) {
        found = eventsWithin(outer);
      }
      return found;
    }

    @Override
    public YEvent get(int index) {
      return found().get(index);
    }

    @Override
    public int size() {
      return found().size();
    }
  }

  void setNeedsFormattingCleanup() {
    needsFormattingCleanup = true;
  }

  boolean needsFormattingCleanup() {
    return needsFormattingCleanup;
  }
}
