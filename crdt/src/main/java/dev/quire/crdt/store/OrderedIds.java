package dev.quire.crdt.store;

import dev.quire.crdt.id.IdSet;
import dev.quire.crdt.id.Ranges;
import dev.quire.crdt.struct.Item;
import dev.quire.crdt.struct.Struct;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.LongStream;

/**
 * A set of ids that also remembers in which order its clients came: what is undone is made again in
 * that order, and so it shows in the document.
 */
public final class OrderedIds {
  private final IdSet ids;
  private final Set<Long> clients;

  /** No ids. */
  public OrderedIds() {
    this(new IdSet(), List.of());
  }

  /**
   * Ids with an order.
   *
   * @param ids kept and added to
   * @param clients all clients of the ids, in their order
   */
  OrderedIds(IdSet ids, List<Long> clients) {
    this.ids = ids;
    this.clients = new LinkedHashSet<>(clients);
  }

  /** The same ids, with clients in ascending order. */
  static OrderedIds ascending(IdSet ids) {
    return new OrderedIds(ids, LongStream.of(ids.clients()).boxed().toList());
  }

  /** The ids, without the order; not to be changed. */
  public IdSet ids() {
    return ids;
  }

  /** Whether there are none. */
  public boolean isEmpty() {
    return ids.isEmpty();
  }

  /** Whether it has the first id of a struct. */
  public boolean containsStartOf(Struct struct) {
    return ids.contains(struct.client(), struct.clock());
  }

  /** Hands over the ranges, by client in their order. */
  public void forEachRange(IdSet.RangeConsumer consumer) {
    for (long client : clients) {
      Ranges ranges = ids.rangesOf(client);
      for (int i = 0; ranges != null && i < ranges.size(); i++) {
        consumer.accept(client, ranges.start(i), ranges.end(i) - ranges.start(i));
      }
    }
  }

  void add(long client, long clock, long length) {
    ids.add(client, clock, length);
    clients.add(client);
  }

  /** These and others, whose clients come behind. */
  public OrderedIds union(OrderedIds others) {
    OrderedIds union = new OrderedIds(ids.union(others.ids), new ArrayList<>(clients));
    union.clients.addAll(others.clients);
    return union;
  }

  /**
   * Hands over the items with these ids, cut out where they go on beyond; what has been collected
   * as a whole is left out.
   */
  public void forEachItem(Transaction transaction, Consumer<Item> consumer) {
    forEachRange(
        (client, clock, length) ->
            forEachItem(transaction, client, clock, clock + length, consumer));
  }

  /** Hands over the items of a client whose clocks lie in a range, cut out at its ends. */
  public static void forEachItem(
      Transaction transaction, long client, long start, long end, Consumer<Item> consumer) {
    ClientStructs structs = transaction.store().client(client);
    long stop = structs == null ? 0 : Math.min(end, structs.state());
    long clock = start;
    while (structs != null && clock < stop) {
      Struct struct = transaction.cutBefore(structs, clock);
      if (stop < struct.end() && struct instanceof Item) {
        transaction.cutBefore(structs, stop);
      }
      clock = struct.end();
      if (struct instanceof Item item) {
        consumer.accept(item);
      }
    }
  }
}
