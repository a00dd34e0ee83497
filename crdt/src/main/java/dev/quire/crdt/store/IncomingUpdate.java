package dev.quire.crdt.store;

import dev.quire.crdt.fault.MalformedUpdateException;
import dev.quire.crdt.id.IdSet;
import dev.quire.crdt.struct.Client;
import dev.quire.crdt.struct.Skip;
import dev.quire.crdt.struct.Struct;
import dev.quire.crdt.struct.StructReader;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.NavigableMap;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;

/** A decoded and validated update, of which a document takes struct by struct. */
final class IncomingUpdate {
  /** By client, ascending. */
  private final List<Block> blocks;

  private final long[] clients;
  private final IdSet deletes;

  /** Takes over blocks of different clients. */
  private IncomingUpdate(List<Block> blocks, IdSet deletes) {
    this.blocks = blocks;
    this.deletes = deletes;
    if (blocks.size() > 1) {
      blocks.sort(Comparator.comparingLong(block -> block.client));
    }
    clients = new long[blocks.size()];
    for (int i = 0; i < clients.length; i++) {
      clients[i] = blocks.get(i).client;
    }
  }

  /**
   * Decodes and validates a whole update.
   *
   * @param clients gives the document's own client of an id, or a new one if it has none
   * @throws MalformedUpdateException if it is none
   */
  static IncomingUpdate read(byte[] update, LongFunction<Client> clients) {
    StructReader reader = new StructReader(update, clients);
    List<Block> read = new ArrayList<>(1);
    Block block = null;
    for (Struct struct = reader.next(); struct != null; struct = reader.next()) {
      if (block == null || block.client != struct.client()) {
        block = new Block(struct.client());
        read.add(block);
      }
      if (!(struct instanceof Skip)) {
        block.structs.add(struct);
      }
    }
    return new IncomingUpdate(read, reader.readDeletes());
  }

  /** Structs that were put aside before, of each client by clock. */
  static IncomingUpdate ofPending(Collection<NavigableMap<Long, Struct>> structs) {
    List<Block> waiting = new ArrayList<>();
    for (NavigableMap<Long, Struct> ofClient : structs) {
      Block block = new Block(ofClient.firstEntry().getValue().client());
      block.structs.addAll(ofClient.values());
      waiting.add(block);
    }
    return new IncomingUpdate(waiting, new IdSet());
  }

  IdSet deletes() {
    return deletes;
  }

  /** The clients with structs, ascending; not to be changed. */
  long[] clients() {
    return clients;
  }

  @Nullable Block block(long client) {
    int index = Arrays.binarySearch(clients, client);
    return index < 0 ? null : blocks.get(index);
  }

  /** How many structs follow the first one of a client; 0 for one that isn't the first. */
  int toCome(Struct first) {
    Block block = block(first.client());
    return block == null || block.structs.get(0) != first ? 0 : block.structs.size() - 1;
  }

  /** What was put aside. */
  List<Struct> rest() {
    List<Struct> rest = List.of();
    for (Block block : blocks) {
      if (block.setAsideFrom >= 0) {
        rest = rest.isEmpty() ? new ArrayList<>() : rest;
        rest.addAll(block.structs.subList(block.setAsideFrom, block.structs.size()));
      }
    }
    return rest;
  }

  /** The structs of one client, without gaps marked, and how many of them have been taken. */
  static final class Block {
    private final long client;
    private final List<Struct> structs = new ArrayList<>();
    private int taken;
    private int setAsideFrom = -1;

    private Block(long client) {
      this.client = client;
    }

    /** The next struct, or null if there is none or the rest was put aside. */
    @Nullable Struct take() {
      return setAsideFrom >= 0 || taken == structs.size() ? null : structs.get(taken++);
    }

    /** Puts aside what begins with a struct that was taken. */
    void setAsideFrom(Struct struct) {
      if (setAsideFrom < 0) {
        int index = taken - 1;
        while (structs.get(index) != struct) {
          index--;
        }
        setAsideFrom = index;
      }
    }
  }
}
