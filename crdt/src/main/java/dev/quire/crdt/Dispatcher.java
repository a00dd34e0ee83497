package dev.quire.crdt;

import dev.quire.crdt.change.EventSource;
import dev.quire.crdt.change.TextDelta;
import dev.quire.crdt.edit.FormattingCleanup;
import dev.quire.crdt.event.DeltaOp;
import dev.quire.crdt.event.Subscription;
import dev.quire.crdt.listen.Failures;
import dev.quire.crdt.listen.ListenerList;
import dev.quire.crdt.store.DocumentStore;
import dev.quire.crdt.store.Transaction;
import dev.quire.crdt.store.TransactionObserver;
import dev.quire.crdt.struct.Branch;
import dev.quire.crdt.v2.UpdatesV2;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Makes events of the transactions of one document, and calls those who listen, in the order of yjs
 * 13.6 ({@code cleanupTransactions}).
 */
final class Dispatcher implements TransactionObserver {
  private final YDoc doc;
  private final DocumentStore store;
  private final boolean cleansFormatting;
  private final DocumentEvents events = new DocumentEvents();
  private final TypeListeners types = new TypeListeners();
  private final Map<Transaction, TransactionEvent> unfinished = new HashMap<>();

  /**
   * A dispatcher without listeners.
   *
   * @param store the engine of the document
   */
  Dispatcher(YDoc doc, DocumentStore store) {
    this.doc = doc;
    this.store = store;
    this.cleansFormatting = doc.options().formattingCleanup();
  }

  /** Where to listen to the document as a whole. */
  public DocumentEvents events() {
    return events;
  }

  /** Calls somebody with the event of each transaction that changes a type. */
  public Subscription observe(Branch branch, Consumer<? super YEvent> listener) {
    return types.observe(branch, listener);
  }

  /** Calls somebody with the events of each transaction that changes a type or what is in it. */
  public Subscription observeDeep(Branch branch, Consumer<? super List<YEvent>> listener) {
    return types.observeDeep(branch, listener);
  }

  /** Calls the document's own books at the end of each transaction, when all others were called. */
  public Subscription onSettled(Consumer<? super TransactionEvent> books) {
    return events.settled.add(books);
  }

  /** Calls somebody with what happens to subdocuments. */
  public Subscription onSubdocs(Consumer<? super SubdocsEvent> listener) {
    return events.subdocs.add(listener);
  }

  /** Tells of what happened to subdocuments. */
  public void tell(SubdocsEvent event) {
    events.subdocs.call(event);
  }

  /** Says that the document is done with, and lets go of all who listen. */
  public void destroy() {
    types.clear();
    events.destroy(doc);
  }

  YDoc doc() {
    return doc;
  }

  @Nullable YType viewOrNull(Branch branch) {
    return doc.view(branch);
  }

  @Override
  public boolean isWatching() {
    return cleansFormatting || !events.isEmpty() || !types.isEmpty();
  }

  /**
   * Whether nobody but listeners to updates is there, to whom no stage of a transaction matters.
   */
  private boolean isQuiet() {
    return !cleansFormatting && types.isEmpty() && events.onlyUpdates() && unfinished.isEmpty();
  }

  private TransactionEvent event(Transaction transaction) {
    return unfinished.computeIfAbsent(transaction, begun -> new TransactionEvent(this, begun));
  }

  @Override
  public void beforeAll() {
    events.beforeAllTransactions.call(doc);
  }

  @Override
  public void before(Transaction transaction) {
    if (!isQuiet()) {
      events.beforeTransaction.call(event(transaction));
    }
  }

  @Override
  public void after(Transaction transaction, Failures failures) {
    if (isQuiet()) {
      return;
    }
    TransactionEvent event = event(transaction);
    events.beforeObserverCalls.call(event, failures);
    transaction
        .changedBranches()
        .forEach((branch, subs) -> observeType(event, branch, subs, failures));
    observeDeep(event, failures);
    events.afterTransaction.call(event, failures);
    if (event.needsFormattingCleanup()) {
      failures.collect(() -> FormattingCleanup.run(store, transaction));
    }
  }

  private void observeType(
      TransactionEvent event, Branch branch, Set<@Nullable String> subs, Failures failures) {
    YType type = branch.isDeleted() ? null : viewOrNull(branch);
    if (type == null) {
      return;
    }
    YEvent change = eventOf(type, new EventSource(event.engine(), branch, subs, doc::values));
    event.add(change);
    ListenerList<YEvent> listeners = types.of(branch);
    if (listeners != null) {
      listeners.callAsTheyCome(change, failures);
    }
    if (cleansFormatting
        && type instanceof YText
        && !event.transaction().isLocal()
        && branch.isFormatted()) {
      event.setNeedsFormattingCleanup();
    }
  }

  private static YEvent eventOf(YType type, EventSource source) {
    if (type instanceof YText text) {
      return new YTextEvent(source, text);
    }
    if (type instanceof YArray array) {
      return new YArrayEvent(source, array);
    }
    if (type instanceof YMap map) {
      return new YMapEvent(source, map);
    }
    return new YXmlEvent(source, (YXmlFragment) type);
  }

  /** Which types have deep observers is settled before the first of them is called. */
  private void observeDeep(TransactionEvent event, Failures failures) {
    List<Branch> observed = new ArrayList<>(1);
    for (Branch branch : event.branches()) {
      if (types.deepOf(branch) != null && !branch.isDeleted()) {
        observed.add(branch);
      }
    }
    for (Branch branch : observed) {
      ListenerList<List<YEvent>> listeners = types.deepOf(branch);
      YType type = viewOrNull(branch);
      if (listeners != null && type != null) {
        List<YEvent> within = eventsFor(type, branch, event);
        listeners.callAsTheyCome(within, failures);
      }
    }
  }

  /** The events within a type, those of the outermost types first. */
  private static List<YEvent> eventsFor(YType type, Branch branch, TransactionEvent event) {
    List<YEvent> within = new ArrayList<>();
    for (YEvent each : event.eventsWithin(branch)) {
      if (!each.source().branch().isDeleted()) {
        each.setCurrentTarget(type, branch);
        within.add(each);
      }
    }
    within.sort(Comparator.comparingInt(YEvent::depth));
    return within;
  }

  @Override
  public void cleanedUp(Transaction transaction, Failures failures) {
    if (!isQuiet()) {
      types.forget(transaction.deletedBranches());
      events.afterTransactionCleanup.call(event(transaction), failures);
    }
    if (!events.update.isEmpty() || !events.updateV2.isEmpty()) {
      tellUpdate(transaction, failures);
    }
    if (!isQuiet()) {
      events.settled.call(event(transaction), failures);
    }
  }

  private void tellUpdate(Transaction transaction, Failures failures) {
    byte[] update = store.encode(transaction);
    if (update != null) {
      events.update.call(new UpdateEvent(update, doc, transaction), failures);
      if (!events.updateV2.isEmpty()) {
        byte[] inV2 = UpdatesV2.ofState(update);
        events.updateV2.call(new UpdateEvent(inV2, doc, transaction), failures);
      }
    }
  }

  @Override
  public void afterAll(List<Transaction> transactions, Failures failures) {
    if (isQuiet()) {
      return;
    }
    List<TransactionEvent> all = transactions.stream().map(this::event).toList();
    transactions.forEach(unfinished::remove);
    events.afterAllTransactions.call(all, failures);
  }

  /** In documents with formatting cleanup, reading a delta tidies up: {@link YTextEvent#delta}. */
  List<DeltaOp> textDelta(EventSource source) {
    if (!cleansFormatting) {
      return TextDelta.of(source, mark -> {});
    }
    List<DeltaOp> delta = new ArrayList<>();
    store.transact(null, true, tidying -> delta.addAll(TextDelta.of(source, tidying::delete)));
    return Collections.unmodifiableList(delta);
  }
}
