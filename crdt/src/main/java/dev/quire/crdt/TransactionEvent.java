package dev.quire.crdt;

import dev.quire.crdt.event.YTransaction;
import dev.quire.crdt.store.Transaction;
import dev.quire.crdt.struct.Branch;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A stage of a transaction, with the types that it has changed. */
public final class TransactionEvent {
  private final Dispatcher dispatcher;
  private final Transaction transaction;
  private final Map<Branch, List<YEvent>> eventsWithin = new LinkedHashMap<>();
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
    eventsWithin.forEach(
        (branch, events) -> {
          YType type = dispatcher.viewOrNull(branch);
          if (type != null) {
            changed.put(type, Collections.unmodifiableList(events));
          }
        });
    return changed;
  }

  /** Whether a type or anything in it has changed: known as {@link #changedParentTypes} is. */
  public boolean changesWithin(YType type) {
    return eventsWithin.keySet().stream().anyMatch(type::isOf);
  }

  /** The branches that have changed, and all that they lie in. */
  Map<Branch, List<YEvent>> eventsWithin() {
    return eventsWithin;
  }

  void add(Branch changed, YEvent event) {
    Branch branch = changed;
    while (true) {
      eventsWithin.computeIfAbsent(branch, none -> new ArrayList<>()).add(event);
      if (branch.item() == null) {
        return;
      }
      branch = branch.item().branch();
    }
  }

  void setNeedsFormattingCleanup() {
    needsFormattingCleanup = true;
  }

  boolean needsFormattingCleanup() {
    return needsFormattingCleanup;
  }
}
