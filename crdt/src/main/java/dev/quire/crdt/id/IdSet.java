package dev.quire.crdt.id;

import dev.quire.crdt.collection.LongMap;
import dev.quire.crdt.fault.MalformedUpdateException;
import dev.quire.crdt.fault.MalformedUpdateException.Fault;
import dev.quire.crdt.lib0.Lib0Reader;
import dev.quire.crdt.lib0.Lib0Writer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A set of struct ids, kept as ranges of clocks for each client: what an update deletes, what a
 * document holds.
 *
 * <p>Ranges of a client are ascending, disjoint and never touch, so equal sets have equal forms. A
 * range costs 16 bytes. Encoded as the delete set of a yjs update (v1): number of clients, then for
 * each, highest client first: client, number of ranges, clock and length of each. Not thread-safe.
 */
public final class IdSet {
  /** Receives one range of an {@link IdSet}. */
  @FunctionalInterface
  public interface RangeConsumer {
    /**
     * Takes one range.
     *
     * @param client the client
     * @param clock the first clock of the range
     * @param length how many clocks it has, at least 1
     */
    void accept(long client, long clock, long length);
  }

  private final LongMap<Ranges> clients = new LongMap<>();

  /** An empty set. */
  public IdSet() {}

  /** Decodes a delete set that fills the input. */
  public static IdSet decode(byte[] bytes) {
    Lib0Reader in = new Lib0Reader(bytes);
    IdSet set = read(in);
    in.expectEnd();
    return set;
  }

  /**
   * Reads a delete set. Ranges may come in any order and may overlap; empty ranges and clients
   * named twice are refused.
   *
   * @throws MalformedUpdateException if there is none
   */
  public static IdSet read(Lib0Reader in) {
    IdSet set = new IdSet();
    int count = in.readCount("clients in the delete set");
    for (int i = 0; i < count; i++) {
      long client = in.readVarUint();
      if (set.clients.get(client) != null) {
        throw in.malformed(Fault.REPEATED_CLIENT, "client named twice in the delete set");
      }
      int ranges = in.readCount("deleted ranges");
      if (ranges > 0) {
        set.clients.put(client, readRanges(in, ranges));
      }
    }
    return set;
  }

  private static Ranges readRanges(Lib0Reader in, int count) {
    long[] starts = new long[Math.min(count, 16)];
    long[] ends = new long[starts.length];
    for (int i = 0; i < count; i++) {
      if (i == starts.length) {
        starts = Arrays.copyOf(starts, i * 2);
        ends = Arrays.copyOf(ends, i * 2);
      }
      long clock = in.readVarUint();
      long length = in.readVarUint();
      if (length == 0) {
        throw in.malformed(Fault.EMPTY, "empty deleted range");
      }
      if (length > Lib0Reader.MAX_INTEGER - clock) {
        throw in.malformed(Fault.OUT_OF_RANGE, "clock above 2^53 - 1");
      }
      starts[i] = clock;
      ends[i] = clock + length;
    }
    return Ranges.ofUnordered(starts, ends, count);
  }

  /** The bytes of this set. */
  public byte[] encode() {
    Lib0Writer out = new Lib0Writer();
    write(out);
    return out.toByteArray();
  }

  /** Writes this set. */
  public void write(Lib0Writer out) {
    long[] ascending = clients.sortedKeys();
    out.writeVarUint(ascending.length);
    for (int i = ascending.length - 1; i >= 0; i--) {
      Ranges ranges = ranges(ascending[i]);
      out.writeVarUint(ascending[i]);
      out.writeVarUint(ranges.size());
      for (int range = 0; range < ranges.size(); range++) {
        out.writeVarUint(ranges.start(range));
        out.writeVarUint(ranges.end(range) - ranges.start(range));
      }
    }
  }

  private Ranges ranges(long client) {
    Ranges ranges = clients.get(client);
    if (ranges == null) {
      ranges = new Ranges();
      clients.put(client, ranges);
    }
    return ranges;
  }

  /** Adds {@code length} ids of a client, from {@code clock} on. */
  public void add(long client, long clock, long length) {
    if (clock < 0 || length <= 0 || length > Lib0Reader.MAX_INTEGER - clock) {
      throw new IllegalArgumentException("no range: " + clock + " + " + length);
    }
    ranges(client).add(clock, clock + length);
  }

  /** Adds all ids of another set to this one. */
  public void addAll(IdSet other) {
    for (long client : other.clients.sortedKeys()) {
      Ranges theirs = other.ranges(client);
      Ranges mine = clients.get(client);
      if (mine == null) {
        clients.put(client, theirs.copy());
      } else {
        mine.addAll(theirs);
      }
    }
  }

  /** A new set of the ids in this or another. */
  public IdSet union(IdSet other) {
    IdSet union = copy();
    union.addAll(other);
    return union;
  }

  /** A new set of the ids in this and not in another. */
  public IdSet subtract(IdSet other) {
    IdSet rest = new IdSet();
    for (long client : clients.sortedKeys()) {
      Ranges theirs = other.clients.get(client);
      Ranges mine = ranges(client);
      Ranges left = theirs == null ? mine.copy() : mine.minus(theirs);
      if (left.size() > 0) {
        rest.clients.put(client, left);
      }
    }
    return rest;
  }

  /** A set of its own with the same ids. */
  public IdSet copy() {
    IdSet copy = new IdSet();
    copy.addAll(this);
    return copy;
  }

  /** Whether an id is in the set. */
  public boolean contains(long client, long clock) {
    Ranges ranges = clients.get(client);
    return ranges != null && ranges.contains(clock, clock + 1);
  }

  /** Whether every id of another set is in this one. */
  public boolean contains(IdSet other) {
    for (long client : other.clients.sortedKeys()) {
      Ranges mine = clients.get(client);
      if (mine == null || !mine.containsAll(other.ranges(client))) {
        return false;
      }
    }
    return true;
  }

  /** Whether any id of another set is in this one. */
  public boolean containsAny(IdSet other) {
    for (long client : other.clients.sortedKeys()) {
      Ranges mine = clients.get(client);
      if (mine != null && mine.containsAny(other.ranges(client))) {
        return true;
      }
    }
    return false;
  }

  /** Whether there is no id in the set. */
  public boolean isEmpty() {
    return clients.isEmpty();
  }

  /** How many ranges there are, of all clients. */
  public int rangeCount() {
    int count = 0;
    for (long client : clients.sortedKeys()) {
      count += ranges(client).size();
    }
    return count;
  }

  /** The clients that have ids in the set, ascending. */
  public long[] clients() {
    return clients.sortedKeys();
  }

  /** The ranges of a client, or null; the set's own, not to be changed. */
  public @Nullable Ranges rangesOf(long client) {
    return clients.get(client);
  }

  /** Takes all ids of a client out of the set; returns them, or null if there were none. */
  public @Nullable Ranges remove(long client) {
    return clients.remove(client);
  }

  /** Hands over every range: clients ascending, clocks ascending. */
  public void forEach(RangeConsumer consumer) {
    for (long client : clients.sortedKeys()) {
      Ranges ranges = ranges(client);
      for (int i = 0; i < ranges.size(); i++) {
        consumer.accept(client, ranges.start(i), ranges.end(i) - ranges.start(i));
      }
    }
  }

  @Override
  public boolean equals(@Nullable Object other) {
    if (!(other instanceof IdSet that) || clients.size() != that.clients.size()) {
      return false;
    }
    for (long client : clients.sortedKeys()) {
      Ranges theirs = that.clients.get(client);
      if (theirs == null || !ranges(client).equals(theirs)) {
        return false;
      }
    }
    return true;
  }

  @Override
  public int hashCode() {
    int hash = 0;
    for (long client : clients.sortedKeys()) {
      hash = hash * 31 + Long.hashCode(client) + ranges(client).hashCode();
    }
    return hash;
  }

  @Override
  public String toString() {
    StringBuilder out = new StringBuilder("IdSet{");
    for (long client : clients.sortedKeys()) {
      out.append(out.length() == 6 ? "" : ", ").append(client).append(ranges(client));
    }
    return out.append('}').toString();
  }
}
