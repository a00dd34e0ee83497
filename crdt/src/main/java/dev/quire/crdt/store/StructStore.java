package dev.quire.crdt.store;

import dev.quire.crdt.IdSet;
import dev.quire.crdt.StateVector;
import dev.quire.crdt.collection.LongMap;
import dev.quire.crdt.struct.Branch;
import dev.quire.crdt.struct.Item;
import dev.quire.crdt.struct.Struct;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** All structs of a document by client and clock, its root branches, and what of it is deleted. */
public final class StructStore {
  private static final int VISIT_LIMIT = Integer.MAX_VALUE / 2;

  private final LongMap<ClientStructs> clients = new LongMap<>();
  private final Map<String, Branch> roots = new LinkedHashMap<>();
  private final IdSet deleted = new IdSet();
  private @Nullable ClientStructs lastClient;
  private int visits;

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

  /** The ids whose content is deleted or collected; kept up to date, not to be changed. */
  public IdSet deleted() {
    return deleted;
  }

  long[] clientIds() {
    return clients.sortedKeys();
  }

  @Nullable ClientStructs client(long client) {
    ClientStructs last = lastClient;
    if (last != null && last.client() == client) {
      return last;
    }
    ClientStructs found = clients.get(client);
    if (found != null) {
      lastClient = found;
    }
    return found;
  }

  ClientStructs clientOf(Struct struct) {
    return known(struct.client());
  }

  ClientStructs known(long client) {
    ClientStructs structs = client(client);
    if (structs == null) {
      throw new IllegalStateException("nothing is known of client " + client);
    }
    return structs;
  }

  ClientStructs clientOrNew(long client) {
    ClientStructs structs = client(client);
    if (structs == null) {
      structs = new ClientStructs(client);
      clients.put(client, structs);
    }
    return structs;
  }

  /** The struct that holds an id of which {@link #state} says that it is here. */
  Struct find(long client, long clock) {
    ClientStructs structs = known(client);
    return structs.get(structs.indexOf(clock));
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
