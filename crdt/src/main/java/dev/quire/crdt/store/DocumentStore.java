package dev.quire.crdt.store;

import dev.quire.crdt.id.IdSet;
import dev.quire.crdt.id.StateVector;
import dev.quire.crdt.struct.Item;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The engine of one document: its structs, what is pending, and the transaction under way.
 *
 * <p>What it holds after some updates is a function of the set of those updates, whatever their
 * order, batching or repetition.
 */
public final class DocumentStore {
  private final StructStore structs;
  private final Pending pending = new Pending();
  private final Transactions transactions;

  /**
   * An empty document.
   *
   * @param gc whether deleted content is collected
   */
  public DocumentStore(boolean gc) {
    this(item -> gc, Long.MAX_VALUE);
  }

  /**
   * An empty document.
   *
   * @param mayCollect which of the deleted items are collected
   * @param maxSteps how many steps of {@link Work} a change may take; it throws a {@link
   *     dev.quire.crdt.fault.WorkLimitException} at one more
   */
  public DocumentStore(Predicate<? super Item> mayCollect, long maxSteps) {
    this.structs = new StructStore(new Work(maxSteps));
    this.transactions = new Transactions(structs, mayCollect);
  }

  /**
   * Collects what is deleted of some ids, outside of any transaction.
   *
   * @param filter which of the deleted items are collected
   */
  public void collect(IdSet ids, Predicate<? super Item> filter) {
    transactions.collect(ids, filter);
  }

  /** Says who is told of transactions. */
  public void observe(TransactionObserver observer) {
    transactions.observe(observer);
  }

  /** The structs. */
  public StructStore structs() {
    return structs;
  }

  /** Whether anything waits for updates still to come. */
  public boolean hasPending() {
    return !pending.isEmpty();
  }

  /** The ids of all structs, integrated or pending; a new set. */
  public IdSet knownStructs() {
    IdSet known = pending.structIds();
    for (long client : structs.clientIds()) {
      known.add(client, 0, structs.state(client));
    }
    return known;
  }

  /** The ids of all that is deleted or will be when it comes; a new set. */
  public IdSet knownDeletes() {
    IdSet known = structs.deleted();
    known.addAll(pending.deletes());
    return known;
  }

  /**
   * Runs a change, as part of the one under way if there is one. Whatever was changed when it
   * throws stays changed.
   *
   * @param origin what to recognise the change by
   * @param local whether it is made here
   */
  public void transact(@Nullable Object origin, boolean local, Consumer<Transaction> change) {
    transactions.run(origin, local, true, change);
  }

  /** Runs a single edit made here, as part of the change under way if there is one. */
  public void edit(Consumer<Transaction> edit) {
    transactions.run(null, true, false, edit);
  }

  /** Decodes, validates, then integrates an update. Nothing changes if it is malformed. */
  public void applyUpdate(byte[] update, @Nullable Object origin) {
    IncomingUpdate incoming = IncomingUpdate.read(update, structs::reference);
    transactions.run(origin, false, false, transaction -> apply(transaction, incoming));
  }

  private void apply(Transaction transaction, IncomingUpdate update) {
    integrate(transaction, update);
    if (pending.isWorthRetrying(transaction.touched())) {
      // What is still missing afterwards is pending again: a second round would find nothing.
      integrate(transaction, pending.takeStructs());
    }
  }

  private void integrate(Transaction transaction, IncomingUpdate update) {
    Deletion deletion = new Deletion(transaction);
    MissingClocks missing = new MissingClocks();
    new Integration(structs, new Placement(transaction, deletion), update, missing).run();
    pending.add(update.rest(), missing);
    pending.retryDeletes(transaction.touched(), deletion);
    pending.addDeletes(deletion.delete(update.deletes()));
  }

  /**
   * The document as an update, pending parts included, for somebody who has {@code known}; the
   * delete set is always whole.
   */
  public byte[] encode(StateVector known) {
    structs.work().check();
    return new StateEncoder(structs, pending, known).encode(knownDeletes());
  }

  /**
   * What a transaction changed, as an update for others: what it added, and what was added since,
   * and what it deleted. Null if nothing.
   */
  public byte @Nullable [] encode(Transaction transaction) {
    return transaction.isEmpty() ? null : StateEncoder.encodeUpdateOf(transaction);
  }

  /**
   * Verifies every invariant.
   *
   * @throws IllegalStateException if one doesn't hold
   */
  public void check() {
    new StoreCheck(structs).run();
  }
}
