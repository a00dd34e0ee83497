package dev.quire.crdt;

import dev.quire.crdt.event.Subscription;
import dev.quire.crdt.listen.Failures;
import dev.quire.crdt.listen.ListenerList;
import java.util.List;
import java.util.function.Consumer;

/**
 * What one can listen to on a document as a whole: the names of yjs's {@code doc.on(...)}, in the
 * order in which they come in the life of a transaction.
 */
public final class DocumentEvents {
  final ListenerList<YDoc> beforeAllTransactions;
  final ListenerList<TransactionEvent> beforeTransaction;
  final ListenerList<TransactionEvent> beforeObserverCalls;
  final ListenerList<TransactionEvent> afterTransaction;
  final ListenerList<TransactionEvent> afterTransactionCleanup;
  final ListenerList<UpdateEvent> update;
  final ListenerList<UpdateEvent> updateV2;
  final ListenerList<List<TransactionEvent>> afterAllTransactions;
  final ListenerList<TransactionEvent> settled;
  final ListenerList<SubdocsEvent> subdocs;
  private final ListenerList<YDoc> destroy;

  DocumentEvents() {
    beforeAllTransactions = new ListenerList<>();
    beforeTransaction = new ListenerList<>();
    beforeObserverCalls = new ListenerList<>();
    afterTransaction = new ListenerList<>();
    afterTransactionCleanup = new ListenerList<>();
    update = new ListenerList<>();
    updateV2 = new ListenerList<>();
    afterAllTransactions = new ListenerList<>();
    settled = new ListenerList<>();
    subdocs = new ListenerList<>();
    destroy = new ListenerList<>();
  }

  boolean isEmpty() {
    return update.isEmpty() && updateV2.isEmpty() && onlyUpdates();
  }

  /** Whether nobody listens to anything but updates, which is all that servers listen to. */
  boolean onlyUpdates() {
    return beforeAllTransactions.isEmpty()
        && beforeTransaction.isEmpty()
        && beforeObserverCalls.isEmpty()
        && afterTransaction.isEmpty()
        && afterTransactionCleanup.isEmpty()
        && settled.isEmpty()
        && subdocs.isEmpty()
        && afterAllTransactions.isEmpty();
  }

  /** Before the first of the transactions that will follow from one call. */
  public Subscription onBeforeAllTransactions(Consumer<? super YDoc> listener) {
    return beforeAllTransactions.add(listener);
  }

  /** Before the edits of a transaction; edits made here are part of it. */
  public Subscription onBeforeTransaction(Consumer<? super TransactionEvent> listener) {
    return beforeTransaction.add(listener);
  }

  /** After the edits, before the observers of types are called. */
  public Subscription onBeforeObserverCalls(Consumer<? super TransactionEvent> listener) {
    return beforeObserverCalls.add(listener);
  }

  /** After the observers of types were called; what was deleted is still there. */
  public Subscription onAfterTransaction(Consumer<? super TransactionEvent> listener) {
    return afterTransaction.add(listener);
  }

  /** After deleted content was collected and neighbours were joined. */
  public Subscription onAfterTransactionCleanup(Consumer<? super TransactionEvent> listener) {
    return afterTransactionCleanup.add(listener);
  }

  /** After a transaction that changed anything, with the change as an update of format v1. */
  public Subscription onUpdate(Consumer<? super UpdateEvent> listener) {
    return update.add(listener);
  }

  /** The same with the change as an update of format v2. */
  public Subscription onUpdateV2(Consumer<? super UpdateEvent> listener) {
    return updateV2.add(listener);
  }

  /** After the last of the transactions that followed from one call, with all of them. */
  public Subscription onAfterAllTransactions(Consumer<? super List<TransactionEvent>> listener) {
    return afterAllTransactions.add(listener);
  }

  /** When the document is done with: {@link YDoc#destroy}. */
  public Subscription onDestroy(Consumer<? super YDoc> listener) {
    return destroy.add(listener);
  }

  /** Calls those who wait for the end, then lets go of everybody. */
  void destroy(YDoc doc) {
    Failures failures = new Failures();
    destroy.call(doc, failures);
    beforeAllTransactions.clear();
    beforeTransaction.clear();
    beforeObserverCalls.clear();
    afterTransaction.clear();
    afterTransactionCleanup.clear();
    update.clear();
    updateV2.clear();
    settled.clear();
    subdocs.clear();
    afterAllTransactions.clear();
    destroy.clear();
    failures.rethrow();
  }
}
