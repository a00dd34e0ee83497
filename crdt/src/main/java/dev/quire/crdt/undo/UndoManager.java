package dev.quire.crdt.undo;

import dev.quire.crdt.DocumentEvents;
import dev.quire.crdt.TransactionEvent;
import dev.quire.crdt.YDoc;
import dev.quire.crdt.YEvent;
import dev.quire.crdt.YType;
import dev.quire.crdt.event.Subscription;
import dev.quire.crdt.event.YTransaction;
import dev.quire.crdt.listen.ListenerList;
import dev.quire.crdt.store.OrderedIds;
import dev.quire.crdt.store.Transaction;
import dev.quire.crdt.struct.Item;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Undoes and redoes the changes that somebody makes to some types of a document, and leaves those
 * of others alone: {@code Y.UndoManager}, with the same results to the byte.
 *
 * <p>While steps are on its stacks, what they deleted isn't collected.
 */
public final class UndoManager implements AutoCloseable {
  private final YDoc doc;
  private final UndoOptions options;
  private final Scope scope = new Scope();
  private final Set<@Nullable Object> trackedOrigins;
  private final List<Subscription> subscriptions = new ArrayList<>();
  private final ListenerList<StackEvent> itemAdded = new ListenerList<>();
  private final ListenerList<StackEvent> itemUpdated = new ListenerList<>();
  private final ListenerList<StackEvent> itemPopped = new ListenerList<>();
  private final ListenerList<StackEvent.Cleared> cleared = new ListenerList<>();
  private List<StackItem> undoStack = new ArrayList<>();
  private List<StackItem> redoStack = new ArrayList<>();
  private boolean undoing;
  private boolean redoing;
  private @Nullable StackItem current;
  private long lastChange;

  /** Minds some types and all that lies in them. */
  public UndoManager(YDoc doc, List<? extends YType> scope, UndoOptions options) {
    this.doc = doc;
    this.options = options;
    this.trackedOrigins = new HashSet<>(options.trackedOrigins());
    trackedOrigins.add(this);
    addToScope(scope);
    DocumentEvents events = doc.events();
    subscriptions.add(events.onAfterTransaction(this::capture));
    subscriptions.add(events.onDestroy(gone -> close()));
  }

  /** Minds one type and all that lies in it. */
  public UndoManager(YType scope, UndoOptions options) {
    this(scope.doc(), List.of(scope), options);
  }

  /** Minds a whole document. */
  public UndoManager(YDoc doc, UndoOptions options) {
    this(doc, List.of(), options);
    scope.addEverything();
  }

  /**
   * Minds further types.
   *
   * @throws IllegalArgumentException if one is of another document
   */
  public void addToScope(List<? extends YType> types) {
    for (YType type : types) {
      if (type.doc() != doc) {
        throw new IllegalArgumentException("a type of another document");
      }
    }
    scope.addAll(types);
  }

  /** Counts changes with this origin, or whose origin is of this class, as one's own. */
  public void addTrackedOrigin(@Nullable Object origin) {
    trackedOrigins.add(origin);
  }

  /** Counts changes with this origin as those of others. */
  public void removeTrackedOrigin(@Nullable Object origin) {
    trackedOrigins.remove(origin);
  }

  private boolean isTracked(@Nullable Object origin) {
    return trackedOrigins.contains(origin)
        || (origin != null && trackedOrigins.contains(origin.getClass()));
  }

  private void capture(TransactionEvent event) {
    Transaction transaction = engine(event.transaction());
    if (!options.captureTransaction().test(transaction)
        || !scope.isChangedBy(event)
        || !isTracked(transaction.origin())) {
      return;
    }
    if (undoing) {
      stopCapturing();
    } else if (!redoing) {
      clear(false, true);
    }
    List<StackItem> stack = undoing ? redoStack : undoStack;
    OrderedIds deletions = transaction.deletions();
    boolean appended = push(stack, deletions, transaction.insertions());
    deletions.forEachItem(
        transaction,
        item -> {
          if (scope.contains(item)) {
            Kept.keep(item, true);
          }
        });
    StackEvent changed =
        new StackEvent(
            stack.get(stack.size() - 1),
            undoing ? StackEvent.Kind.REDO : StackEvent.Kind.UNDO,
            transaction.origin(),
            event.changedParentTypes());
    (appended ? itemUpdated : itemAdded).call(changed);
  }

  /** Returns whether it became part of the last step. */
  private boolean push(List<StackItem> stack, OrderedIds deletions, OrderedIds insertions) {
    boolean ordinary = !undoing && !redoing;
    long now = options.clock().getAsLong();
    boolean append =
        ordinary
            && lastChange > 0
            && now - lastChange < options.captureTimeoutMillis()
            && !stack.isEmpty();
    if (append) {
      stack.get(stack.size() - 1).append(deletions, insertions);
    } else {
      stack.add(new StackItem(deletions, insertions));
    }
    if (ordinary) {
      lastChange = now;
    }
    return append;
  }

  /** Lets the next change be a step of its own. */
  public void stopCapturing() {
    lastChange = 0;
  }

  /** Undoes the last step that there is anything to undo of; null if there is none. */
  public @Nullable StackItem undo() {
    undoing = true;
    try {
      return pop(undoStack, StackEvent.Kind.UNDO);
    } finally {
      undoing = false;
    }
  }

  /** Redoes the last step that was undone; null if there is none. */
  public @Nullable StackItem redo() {
    redoing = true;
    try {
      return pop(redoStack, StackEvent.Kind.REDO);
    } finally {
      redoing = false;
    }
  }

  private @Nullable StackItem pop(List<StackItem> stack, StackEvent.Kind kind) {
    PoppingTransaction popping = new PoppingTransaction();
    Subscription watching = doc.events().onAfterTransaction(popping::note);
    try {
      doc.transact(
          this,
          transaction -> {
            popping.transaction = transaction;
            while (!stack.isEmpty() && current == null) {
              StackItem item = stack.remove(stack.size() - 1);
              current = Reversal.of(this, engine(transaction), item) ? item : null;
            }
          });
    } catch (RuntimeException | Error failure) {
      // The step is off its stack: nothing of it may keep the next one from its turn.
      current = null;
      throw failure;
    } finally {
      watching.close();
    }
    StackItem popped = current;
    if (popped != null) {
      current = null;
      itemPopped.call(new StackEvent(popped, kind, this, popping.changedParentTypes()));
    }
    return popped;
  }

  /** Which types the transaction of an undo has changed. */
  private static final class PoppingTransaction {
    private @Nullable YTransaction transaction;
    private @Nullable TransactionEvent event;

    void note(TransactionEvent noted) {
      if (Objects.equals(noted.transaction(), transaction)) {
        event = noted;
      }
    }

    Map<YType, List<YEvent>> changedParentTypes() {
      return event == null ? Map.of() : event.changedParentTypes();
    }
  }

  /** What stands behind every transaction that programs see. */
  private static Transaction engine(YTransaction transaction) {
    return (Transaction) transaction;
  }

  YDoc doc() {
    return doc;
  }

  UndoOptions options() {
    return options;
  }

  Scope scope() {
    return scope;
  }

  /** Whether a step on one of the stacks has deleted what this is the first id of. */
  boolean isDeletedByStacks(Item item) {
    return undoStack.stream().anyMatch(step -> step.deleted().containsStartOf(item))
        || redoStack.stream().anyMatch(step -> step.deleted().containsStartOf(item));
  }

  /** Whether there is a step to undo. */
  public boolean canUndo() {
    return !undoStack.isEmpty();
  }

  /** Whether there is a step to redo. */
  public boolean canRedo() {
    return !redoStack.isEmpty();
  }

  /** The steps that can be undone, the last one at the end. */
  public List<StackItem> undoStack() {
    return Collections.unmodifiableList(undoStack);
  }

  /** The steps that can be redone, the next one at the end. */
  public List<StackItem> redoStack() {
    return Collections.unmodifiableList(redoStack);
  }

  /** Forgets all steps, so that what they deleted may be collected. */
  public void clear() {
    clear(true, true);
  }

  /** Forgets the steps of one stack or both. */
  public void clear(boolean undoSteps, boolean redoSteps) {
    if ((undoSteps && canUndo()) || (redoSteps && canRedo())) {
      doc.transact(
          transaction -> {
            if (undoSteps) {
              undoStack.forEach(item -> letGo(engine(transaction), item));
              undoStack = new ArrayList<>();
            }
            if (redoSteps) {
              redoStack.forEach(item -> letGo(engine(transaction), item));
              redoStack = new ArrayList<>();
            }
            cleared.call(new StackEvent.Cleared(undoSteps, redoSteps));
          });
    }
  }

  private void letGo(Transaction transaction, StackItem step) {
    step.deleted()
        .forEachItem(
            transaction,
            item -> {
              if (scope.contains(item)) {
                Kept.keep(item, false);
              }
            });
  }

  /** When a step is put on a stack: a good time to keep the cursor in its meta. */
  public Subscription onStackItemAdded(Consumer<? super StackEvent> listener) {
    return itemAdded.add(listener);
  }

  /** When a change becomes part of the step on top. */
  public Subscription onStackItemUpdated(Consumer<? super StackEvent> listener) {
    return itemUpdated.add(listener);
  }

  /** When a step was undone or redone: a good time to put the cursor back. */
  public Subscription onStackItemPopped(Consumer<? super StackEvent> listener) {
    return itemPopped.add(listener);
  }

  /** When steps are forgotten. */
  public Subscription onStackCleared(Consumer<? super StackEvent.Cleared> listener) {
    return cleared.add(listener);
  }

  /** Minds nothing any more. What it has kept from collection stays kept. */
  @Override
  public void close() {
    subscriptions.forEach(Subscription::close);
    trackedOrigins.remove(this);
    itemAdded.clear();
    itemUpdated.clear();
    itemPopped.clear();
    cleared.clear();
  }
}
