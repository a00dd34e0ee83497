package dev.quire.crdt.store;

import dev.quire.crdt.IdSet;
import dev.quire.crdt.StateVector;
import dev.quire.crdt.struct.Client;
import dev.quire.crdt.struct.Item;
import dev.quire.crdt.struct.Slot;
import dev.quire.crdt.struct.Struct;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One change of a document: what was added and deleted since it began. When it ends, what it
 * deleted is collected and neighbours are joined again ({@link Cleanup}).
 *
 * <p>This is the record that observers will read: who caused it, what each client's clock was
 * before, what it deleted.
 */
public final class Transaction {
  private final StructStore store;
  private final @Nullable Object origin;
  private final boolean local;
  private final IdSet deletes = new IdSet();
  private final List<ClientStructs> touched = new ArrayList<>(2);
  private final List<Struct> splits = new ArrayList<>();

  /**
   * Begins a change.
   *
   * @param store what is changed
   * @param origin whatever the caller wants to recognise the change by
   * @param local whether the change is made here, not received
   */
  public Transaction(StructStore store, @Nullable Object origin, boolean local) {
    this.store = store;
    this.origin = origin;
    this.local = local;
  }

  /** What the caller wants to recognise the change by. */
  public @Nullable Object origin() {
    return origin;
  }

  /** Whether the change is made here, not received. */
  public boolean isLocal() {
    return local;
  }

  /** What the change deleted so far; not to be changed. */
  public IdSet deletes() {
    return deletes;
  }

  /** The clock that was expected next of a client before the change. */
  public long stateBefore(long client) {
    ClientStructs structs = store.client(client);
    return structs == null ? 0 : structs.stateBefore();
  }

  /** The clocks that were expected next before the change, of the clients that it added to. */
  public StateVector statesBefore() {
    long[] clients = touched.stream().mapToLong(ClientStructs::id).sorted().toArray();
    long[] clocks = new long[clients.length];
    for (int i = 0; i < clients.length; i++) {
      clocks[i] = stateBefore(clients[i]);
    }
    return StateVector.ofSorted(clients, clocks);
  }

  /** Whether nothing was added or deleted. */
  public boolean isEmpty() {
    return touched.isEmpty() && deletes.isEmpty();
  }

  StructStore store() {
    return store;
  }

  /** The clients to which structs were added. */
  List<ClientStructs> touched() {
    return touched;
  }

  /** Structs that may be joined to a neighbour when the change ends. */
  List<Struct> splits() {
    return splits;
  }

  void append(Struct struct) {
    ClientStructs structs = store.clientOrNew(struct.owner());
    struct.setOwner(structs);
    if (structs.beginChange()) {
      touched.add(structs);
    }
    structs.append(struct);
  }

  void noteDeleted(Struct struct) {
    deletes.add(struct.client(), struct.clock(), struct.length());
  }

  /** The struct that begins with an id, which is cut out if it lies within an item. */
  Struct cutBefore(Client client, long clock) {
    ClientStructs structs = store.known(client);
    int index = structs.indexOf(clock);
    Struct struct = structs.get(index);
    if (struct.clock() < clock && struct instanceof Item item) {
      return split(structs, index, item, clock - struct.clock());
    }
    return struct;
  }

  /** The struct that ends with an id, which is cut out if it lies within an item. */
  Struct cutBehind(Client client, long clock) {
    ClientStructs structs = store.known(client);
    int index = structs.indexOf(clock);
    Struct struct = structs.get(index);
    if (clock != struct.lastClock() && struct instanceof Item item) {
      split(structs, index, item, clock - struct.clock() + 1);
    }
    return struct;
  }

  /** Cuts an item in two; returns the second half, which stands behind it in the store. */
  Item split(ClientStructs structs, int index, Item item, long offset) {
    Item second = item.splitAt(offset);
    structs.insert(index + 1, second);
    splits.add(second);
    Slot slot = second.slot();
    if (slot != null && second.right() == null) {
      slot.setLast(second);
    }
    return second;
  }
}
