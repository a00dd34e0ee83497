package dev.quire.crdt.store;

import dev.quire.crdt.content.ContentDoc;
import dev.quire.crdt.event.YTransaction;
import dev.quire.crdt.id.Id;
import dev.quire.crdt.id.IdSet;
import dev.quire.crdt.id.StateVector;
import dev.quire.crdt.struct.Branch;
import dev.quire.crdt.struct.Client;
import dev.quire.crdt.struct.Item;
import dev.quire.crdt.struct.Slot;
import dev.quire.crdt.struct.Struct;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.LongUnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * One change of a document: what was added and deleted since it began. When it ends, what it
 * deleted is collected and neighbours are joined again ({@link Cleanup}).
 *
 * <p>Observers read it as a {@link YTransaction}.
 */
public final class Transaction implements YTransaction {
  private final StructStore store;
  private final @Nullable Object origin;
  private final boolean local;
  private final IdSet deletes = new IdSet();
  private final List<ClientStructs> touched = new ArrayList<>(2);
  private final List<Struct> splits = new ArrayList<>(0);
  private final @Nullable ChangedTypes changed;
  private @Nullable Map<Object, @Nullable Object> meta;
  private @Nullable SubdocumentChanges subdocuments;

  /** The one that began before this one and isn't over yet. */
  private @Nullable Transaction earlier;

  /** Kept from the end of the edits on, if there are listeners: clocks before the change. */
  private @Nullable Clocks before;

  /** Kept from the moment on when listeners are called: clocks after the change. */
  private @Nullable Clocks after;

  private boolean over;

  /**
   * Begins a change.
   *
   * @param store what is changed
   * @param origin whatever the caller wants to recognise the change by
   * @param local whether the change is made here, not received
   */
  public Transaction(StructStore store, @Nullable Object origin, boolean local) {
    this(store, origin, local, false);
  }

  /**
   * Begins a change.
   *
   * @param tracked whether to keep account of the types that change
   */
  Transaction(StructStore store, @Nullable Object origin, boolean local, boolean tracked) {
    this.store = store;
    this.origin = origin;
    this.local = local;
    this.changed = tracked ? new ChangedTypes(this) : null;
  }

  @Override
  public @Nullable Object origin() {
    return origin;
  }

  @Override
  public boolean isLocal() {
    return local;
  }

  @Override
  public IdSet deletes() {
    return deletes;
  }

  @Override
  public Map<Object, @Nullable Object> meta() {
    if (meta == null) {
      meta = new HashMap<>();
    }
    return meta;
  }

  @Override
  public long stateBefore(long client) {
    if (before != null) {
      return before.getOrDefault(client, store.state(client));
    }
    ClientStructs structs = store.client(client);
    return structs == null ? 0 : structs.stateBefore();
  }

  @Override
  public long stateAfter(long client) {
    if (after == null) {
      return store.state(client);
    }
    return after.getOrDefault(client, stateBefore(client));
  }

  /** Whether the change added this struct; false of all that was there when it began. */
  public boolean adds(Struct struct) {
    return struct.clock() >= stateBefore(struct.client());
  }

  /** Whether the change deleted this struct. */
  public boolean deletes(Struct struct) {
    return deletes.contains(struct.client(), struct.clock());
  }

  @Override
  public StateVector statesBefore() {
    return states(this::stateBefore);
  }

  @Override
  public StateVector statesAfter() {
    return states(this::stateAfter);
  }

  private StateVector states(LongUnaryOperator state) {
    long[] clients = new long[touched.size()];
    for (int i = 0; i < clients.length; i++) {
      clients[i] = touched.get(i).id();
    }
    Arrays.sort(clients);
    long[] clocks = new long[clients.length];
    for (int i = 0; i < clients.length; i++) {
      clocks[i] = state.applyAsLong(clients[i]);
    }
    return StateVector.ofSorted(clients, clocks);
  }

  /** The ids that the change added, by client in the order in which the document met them. */
  public OrderedIds insertions() {
    OrderedIds insertions = new OrderedIds();
    touched.stream()
        .sorted(Comparator.comparingInt(ClientStructs::ordinal))
        .forEach(
            structs -> {
              long from = stateBefore(structs.id());
              long to = stateAfter(structs.id());
              if (to > from) {
                insertions.add(structs.id(), from, to - from);
              }
            });
    return insertions;
  }

  /** The ids that the change deleted, by client in the order in which it met them. */
  public OrderedIds deletions() {
    OrderedIds deletions =
        changed == null ? new OrderedIds() : new OrderedIds(new IdSet(), changed.deletingClients());
    return deletions.union(OrderedIds.ascending(deletes));
  }

  @Override
  public boolean isEmpty() {
    return deletes.isEmpty() && !hasAdded();
  }

  private boolean hasAdded() {
    for (ClientStructs structs : touched) {
      if (stateAfter(structs.id()) != stateBefore(structs.id())) {
        return true;
      }
    }
    return false;
  }

  /**
   * The branches that were there before the change and still are, and that it changed; of each the
   * keys, with null for its list. In the order of the first change. Empty if nobody was listening.
   */
  public Map<Branch, Set<@Nullable String>> changedBranches() {
    return changed == null ? Map.of() : changed.changed();
  }

  /** The branches that the change deleted. Empty if nobody was listening. */
  public List<Branch> deletedBranches() {
    return changed == null ? List.of() : changed.deletedTypes();
  }

  @Override
  public boolean isOver() {
    return over;
  }

  /** Deletes an item, with all that hangs on it, unless that was done before. */
  public void delete(Item item) {
    new Deletion(this).delete(item);
  }

  /**
   * The item that begins with an id, cut out if it lies within one; null if the id isn't here or
   * has been collected as a whole.
   */
  public @Nullable Item itemAt(Id id) {
    ClientStructs structs = store.client(id.client());
    return structs != null
            && id.clock() < structs.state()
            && cutBefore(structs, id.clock()) instanceof Item item
        ? item
        : null;
  }

  /** What was redone in the document, to be added to. */
  public Redone redone() {
    return store.redoneOrNew();
  }

  /** Takes its place behind those that listeners are being told of. */
  void follow(@Nullable Transaction previous) {
    this.earlier = previous;
  }

  /** Keeps the clocks from before, so that other transactions may follow while this isn't over. */
  void endEdits() {
    Clocks kept = new Clocks();
    for (ClientStructs structs : touched) {
      kept.put(structs.id(), structs.stateBefore());
      structs.endChange();
    }
    before = kept;
  }

  /** Keeps the clocks of now as those from after the change. */
  void beginTelling() {
    Clocks kept = new Clocks();
    for (ClientStructs structs : touched) {
      kept.put(structs.id(), structs.state());
    }
    after = kept;
  }

  void setOver() {
    over = true;
    earlier = null;
  }

  /**
   * A later transaction is about to add to a client while this one is being told of; false if that
   * was known.
   */
  private boolean noteLater(ClientStructs structs) {
    if (before == null || before.contains(structs.id())) {
      return false;
    }
    before.put(structs.id(), structs.state());
    touched.add(structs);
    return true;
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
      // Who has noted it already has told those before it, too.
      Transaction told = earlier;
      while (told != null && told.noteLater(structs)) {
        told = told.earlier;
      }
    }
    structs.append(struct);
  }

  /** Which subdocuments came and went; null if none did. */
  public @Nullable SubdocumentChanges subdocuments() {
    return subdocuments;
  }

  void noteSubdocument(ContentDoc content) {
    store.subdocuments().add(content);
    changesOfSubdocuments().add(content);
  }

  void noteSubdocumentGone(ContentDoc content) {
    store.subdocuments().remove(content);
    changesOfSubdocuments().remove(content);
  }

  private SubdocumentChanges changesOfSubdocuments() {
    if (subdocuments == null) {
      subdocuments = new SubdocumentChanges();
    }
    return subdocuments;
  }

  /** An item has found its place. */
  void noteAdded(Item item) {
    if (changed != null) {
      changed.added(item);
    }
  }

  void noteDeleted(Item item) {
    deletes.add(item.client(), item.clock(), item.length());
    if (changed != null) {
      changed.deleted(item);
    }
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
