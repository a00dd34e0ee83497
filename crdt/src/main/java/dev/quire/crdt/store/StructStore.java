package dev.quire.crdt.store;

import dev.quire.crdt.collection.LongMap;
import dev.quire.crdt.content.ContentDoc;
import dev.quire.crdt.content.TextStore;
import dev.quire.crdt.id.IdSet;
import dev.quire.crdt.id.StateVector;
import dev.quire.crdt.struct.Branch;
import dev.quire.crdt.struct.Client;
import dev.quire.crdt.struct.Item;
import dev.quire.crdt.struct.Struct;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** All structs of a document by client and clock, its root branches, and what of it is deleted. */
public final class StructStore {
  private static final int VISIT_LIMIT = Item.MAX_VISIT / 2;

  private final LongMap<ClientStructs> clients = new LongMap<>();
  private final Map<String, Branch> roots = new LinkedHashMap<>();
  private final Set<ContentDoc> subdocuments = new LinkedHashSet<>();
  private final TextStore texts = new TextStore();
  private final Work work;
  private @Nullable ClientStructs lastClient;
  private @Nullable Redone redone;
  private int visits;

  StructStore(Work work) {
    this.work = work;
  }

  /** The branch at the top with this name, made if it isn't there. */
  public Branch root(String name) {
    return roots.computeIfAbsent(name, unknown -> new Branch(unknown));
  }

  /** The branches at the top by name, in the order in which they were first spoken of. */
  public Map<String, Branch> roots() {
    return Collections.unmodifiableMap(roots);
  }

  /** The clock expected next of a client. */
  public long state(long client) {
    ClientStructs structs = client(client);
    return structs == null ? 0 : structs.state();
  }

  /** The clocks expected next of all clients. */
  public StateVector stateVector() {
    long[] ids = clients.sortedKeys();
    long[] clocks = new long[ids.length];
    for (int i = 0; i < ids.length; i++) {
      clocks[i] = state(ids[i]);
    }
    return StateVector.ofSorted(ids, clocks);
  }

  /**
   * The ids whose content is deleted or collected; a new set, made in a walk over all structs. Kept
   * up to date it would cost a tenth of what a document takes, and encoding walks anyway.
   */
  public IdSet deleted() {
    IdSet deleted = new IdSet();
    for (long client : clients.sortedKeys()) {
      known(client).addDeletedTo(deleted);
    }
    return deleted;
  }

  /** How much has been done in the present change. */
  Work work() {
    return work;
  }

  /** What was redone, if anything was. */
  public @Nullable Redone redone() {
    return redone;
  }

  /** What was redone, to be added to. */
  Redone redoneOrNew() {
    if (redone == null) {
      redone = new Redone();
    }
    return redone;
  }

  /** Where text lies. */
  TextStore texts() {
    return texts;
  }

  long[] clientIds() {
    return clients.sortedKeys();
  }

  @Nullable ClientStructs client(long client) {
    ClientStructs last = lastClient;
    if (last != null && last.id() == client) {
      return last;
    }
    ClientStructs found = clients.get(client);
    if (found != null) {
      lastClient = found;
    }
    return found;
  }

  /** The document's own client of an id, or a new one that stands for it. */
  Client reference(long client) {
    ClientStructs known = client(client);
    return known == null ? new Client(client) : known;
  }

  /** What is known of a client that an update names, or null. */
  @Nullable ClientStructs client(Client client) {
    return client instanceof ClientStructs structs ? structs : client(client.id());
  }

  /** The structs of the client of one that is part of the document. */
  ClientStructs clientOf(Struct struct) {
    return known(struct.owner());
  }

  /** The structs of a client of whom something is known. */
  ClientStructs known(Client client) {
    return client instanceof ClientStructs structs ? structs : known(client.id());
  }

  ClientStructs known(long client) {
    ClientStructs structs = client(client);
    if (structs == null) {
      throw new IllegalStateException("nothing is known of client " + client);
    }
    return structs;
  }

  ClientStructs clientOrNew(Client client) {
    ClientStructs structs = client(client);
    if (structs == null) {
      structs = new ClientStructs(client.id(), clients.size(), work);
      clients.put(client.id(), structs);
    }
    return structs;
  }

  /** The references to other documents that are here and not deleted, in the order of coming. */
  public Set<ContentDoc> subdocuments() {
    return subdocuments;
  }

  /** The struct that holds an id of which {@link #state} says that it is here. */
  public Struct find(long client, long clock) {
    return known(client).find(clock);
  }

  void replace(Struct struct, Struct by) {
    ClientStructs structs = clientOf(struct);
    structs.set(structs.indexOf(struct.clock()), by);
  }

  /** A number above that of every visit so far, with room for one above it for each item. */
  int beginVisits() {
    if (visits > VISIT_LIMIT) {
      forgetVisits();
    }
    return visits;
  }

  int nextVisit() {
    return ++visits;
  }

  private void forgetVisits() {
    for (long id : clients.sortedKeys()) {
      ClientStructs structs = known(id);
      for (int i = 0; i < structs.size(); i++) {
        if (structs.get(i) instanceof Item item) {
          item.setVisit(0);
        }
      }
    }
    visits = 0;
  }
}
