package dev.quire.crdt.id;

import dev.quire.crdt.fault.MalformedUpdateException;
import dev.quire.crdt.fault.MalformedUpdateException.Fault;
import dev.quire.crdt.lib0.Lib0Reader;
import dev.quire.crdt.lib0.Lib0Writer;
import java.util.Arrays;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * How much of each client's history somebody has: for a client, the clock that is expected next.
 *
 * <p>Immutable. A client that isn't named is expected from clock 0. Encoded as yjs does it: number
 * of clients, then client and clock of each, highest client first.
 */
public final class StateVector {
  /** Has nothing yet. */
  public static final StateVector EMPTY = new StateVector(new long[0], new long[0]);

  private static final byte[] NONE = {0};

  /** Ascending. */
  private final long[] clients;

  private final long[] clocks;

  private StateVector(long[] clients, long[] clocks) {
    this.clients = clients;
    this.clocks = clocks;
  }

  /** A state vector of these clients and clocks. */
  public static StateVector of(Map<Long, Long> clocks) {
    TreeMap<Long, Long> sorted = new TreeMap<>(clocks);
    return new StateVector(
        sorted.keySet().stream().mapToLong(Long::longValue).toArray(),
        sorted.values().stream().mapToLong(Long::longValue).toArray());
  }

  /**
   * A state vector of parallel arrays, which it keeps.
   *
   * @param clients strictly ascending
   * @param clocks what is expected next of each
   */
  public static StateVector ofSorted(long[] clients, long[] clocks) {
    for (int i = 1; i < clients.length; i++) {
      if (clients[i - 1] >= clients[i]) {
        throw new IllegalArgumentException("clients must ascend");
      }
    }
    if (clients.length != clocks.length) {
      throw new IllegalArgumentException("one clock a client");
    }
    return new StateVector(clients, clocks);
  }

  /**
   * Decodes a state vector. Zero bytes stand for an empty one, as some clients send them.
   *
   * @throws MalformedUpdateException if the bytes are no state vector
   */
  public static StateVector decode(byte[] bytes) {
    if (bytes.length == 0) {
      return EMPTY;
    }
    Lib0Reader in = new Lib0Reader(bytes);
    StateVector vector = read(in);
    in.expectEnd();
    return vector;
  }

  /**
   * Reads a state vector.
   *
   * @throws MalformedUpdateException if there is none
   */
  public static StateVector read(Lib0Reader in) {
    int count = in.readCount("clients");
    long[] clients = new long[Math.min(count, 16)];
    long[] clocks = new long[clients.length];
    for (int i = 0; i < count; i++) {
      if (i == clients.length) {
        // With what has been read, not with what is announced.
        clients = Arrays.copyOf(clients, Math.min(count, i * 2));
        clocks = Arrays.copyOf(clocks, clients.length);
      }
      clients[i] = in.readVarUint();
      clocks[i] = in.readVarUint();
    }
    return ofUnordered(clients, clocks, in);
  }

  /** Boxes nothing: whoever may read may send a vector as large as a frame. */
  private static StateVector ofUnordered(long[] clients, long[] clocks, Lib0Reader in) {
    long[] sorted = clients.clone();
    Arrays.sort(sorted);
    for (int i = 1; i < sorted.length; i++) {
      if (sorted[i - 1] == sorted[i]) {
        throw in.malformed(Fault.REPEATED_CLIENT, "client named twice");
      }
    }
    long[] ofSorted = new long[clocks.length];
    for (int i = 0; i < clients.length; i++) {
      ofSorted[Arrays.binarySearch(sorted, clients[i])] = clocks[i];
    }
    return new StateVector(sorted, ofSorted);
  }

  /** The bytes of this state vector. */
  public byte[] encode() {
    if (clients.length == 0) {
      return NONE.clone();
    }
    Lib0Writer out = new Lib0Writer(2 + clients.length * 8);
    write(out);
    return out.toByteArray();
  }

  /** Writes this state vector. */
  public void write(Lib0Writer out) {
    out.writeVarUint(clients.length);
    for (int i = clients.length - 1; i >= 0; i--) {
      out.writeVarUint(clients[i]);
      out.writeVarUint(clocks[i]);
    }
  }

  /** The clock expected next of a client; 0 where it isn't named. */
  public long get(long client) {
    int index = Arrays.binarySearch(clients, client);
    return index < 0 ? 0 : clocks[index];
  }

  /** How many clients are named. */
  public int size() {
    return clients.length;
  }

  /** The clocks by client, ascending; a copy. */
  public SortedMap<Long, Long> toMap() {
    TreeMap<Long, Long> map = new TreeMap<>();
    for (int i = 0; i < clients.length; i++) {
      map.put(clients[i], clocks[i]);
    }
    return map;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof StateVector that
        && Arrays.equals(clients, that.clients)
        && Arrays.equals(clocks, that.clocks);
  }

  @Override
  public int hashCode() {
    return 31 * Arrays.hashCode(clients) + Arrays.hashCode(clocks);
  }

  @Override
  public String toString() {
    return "StateVector" + toMap();
  }
}
