package dev.quire.crdt.lazy;

import java.util.Arrays;

/**
 * Places in encoded bytes, in the order in which updates are encoded: clients descend, and the
 * clocks of each ascend. 32 bytes a mark. Written once, then only read.
 */
final class Marks {
  private static final int BYTES = 32;

  private long[] clients = {};
  private long[] clocks = {};
  private int[] positions = {};
  private int[] lefts = {};
  private int[] ends = {};
  private int size;

  /**
   * @param left how many pieces the client has from here on
   * @param end where the client's pieces end; set by {@link #endFrom} where it isn't known yet
   */
  void add(long client, long clock, int position, int left, int end) {
    if (size == clients.length) {
      resize(Math.max(1, size * 2));
    }
    clients[size] = client;
    clocks[size] = clock;
    positions[size] = position;
    lefts[size] = left;
    ends[size] = end;
    size++;
  }

  /** The marks from an index on are of a client whose pieces end here. */
  void endFrom(int index, int end) {
    Arrays.fill(ends, index, size, end);
  }

  /** Nothing more will be added. */
  void trim() {
    resize(size);
  }

  private void resize(int capacity) {
    clients = Arrays.copyOf(clients, capacity);
    clocks = Arrays.copyOf(clocks, capacity);
    positions = Arrays.copyOf(positions, capacity);
    lefts = Arrays.copyOf(lefts, capacity);
    ends = Arrays.copyOf(ends, capacity);
  }

  int size() {
    return size;
  }

  int heldBytes() {
    return clients.length * BYTES;
  }

  /** The last mark at or before an id; -1 where none is. */
  int floor(long client, long clock) {
    int low = 0;
    int high = size;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (isAfter(middle, client, clock)) {
        high = middle;
      } else {
        low = middle + 1;
      }
    }
    return low - 1;
  }

  /** Whether a mark comes after an id. */
  boolean isAfter(int index, long client, long clock) {
    return clients[index] < client || (clients[index] == client && clocks[index] > clock);
  }

  long client(int index) {
    return clients[index];
  }

  long clock(int index) {
    return clocks[index];
  }

  int position(int index) {
    return positions[index];
  }

  int left(int index) {
    return lefts[index];
  }

  int end(int index) {
    return ends[index];
  }
}
