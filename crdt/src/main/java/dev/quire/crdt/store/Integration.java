package dev.quire.crdt.store;

import dev.quire.crdt.struct.Client;
import dev.quire.crdt.struct.Struct;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * Puts the structs of one update into a document, each after those that it depends on, and puts
 * aside what depends on something that isn't here.
 *
 * <p>Clients are taken from the highest down; where a struct depends on another client, that
 * client's structs go first. What waits stands on a stack of its own, so a chain of dependencies
 * may be as long as the update.
 */
final class Integration {
  private final StructStore store;
  private final Placement placement;
  private final IncomingUpdate update;
  private final MissingClocks missing;
  private final Deque<Struct> waiting = new ArrayDeque<>(0);
  private final long[] clients;
  private int nextClient;

  Integration(
      StructStore store, Placement placement, IncomingUpdate update, MissingClocks missing) {
    this.store = store;
    this.placement = placement;
    this.update = update;
    this.missing = missing;
    this.clients = update.clients();
    this.nextClient = clients.length - 1;
  }

  void run() {
    for (Struct struct = next(); struct != null; struct = next()) {
      Struct head = struct;
      while (head != null) {
        head = integrate(head);
      }
    }
  }

  /** Integrates one struct; returns another of the update that has to go before it, if any. */
  private @Nullable Struct integrate(Struct struct) {
    long known = store.state(struct.client()) - struct.clock();
    if (known < 0) {
      missing.add(struct.client(), struct.clock() - 1);
      setAside(struct);
      return null;
    }
    if (known >= struct.length()) {
      // Nothing new: what it refers to needn't come, even if it was another struct that came.
      return null;
    }
    Client missingClient = placement.missingClient(struct);
    if (missingClient != null) {
      IncomingUpdate.Block block = update.block(missingClient.id());
      Struct first = block == null ? null : block.take();
      if (first == null) {
        missing.add(missingClient.id(), store.state(missingClient.id()));
        setAside(struct);
      } else {
        waiting.push(struct);
      }
      return first;
    }
    placement.place(struct, known);
    makeRoom(struct);
    return null;
  }

  /** What follows in the update will follow in the document. */
  private void makeRoom(Struct placed) {
    int more = update.toCome(placed);
    if (more > 0) {
      store.known(placed.owner()).reserve(more);
    }
  }

  /** Puts aside a struct and everything that waits for it. */
  private void setAside(Struct struct) {
    waiting.push(struct);
    while (!waiting.isEmpty()) {
      // From the bottom up: of a client's structs the earliest counts.
      Struct blocked = waiting.removeLast();
      noteWhatItWaitsFor(blocked);
      IncomingUpdate.Block block = update.block(blocked.client());
      if (block != null) {
        block.setAsideFrom(blocked);
      }
    }
  }

  /**
   * Each of the blocked waits for a client of its own. (yjs notes the innermost wait only, and so
   * may leave structs pending whose turn it is.)
   */
  private void noteWhatItWaitsFor(Struct blocked) {
    Client missingClient = placement.missingClient(blocked);
    if (missingClient != null) {
      missing.add(missingClient.id(), store.state(missingClient.id()));
    }
    // Should the same clocks come as another struct, what follows it needn't wait any longer.
    missing.add(blocked.client(), Math.max(blocked.clock(), store.state(blocked.client())));
  }

  private @Nullable Struct next() {
    if (!waiting.isEmpty()) {
      return waiting.pop();
    }
    while (nextClient >= 0) {
      IncomingUpdate.Block block = update.block(clients[nextClient]);
      Struct struct = block == null ? null : block.take();
      if (struct != null) {
        return struct;
      }
      nextClient--;
    }
    return null;
  }
}
