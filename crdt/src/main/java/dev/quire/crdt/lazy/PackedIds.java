package dev.quire.crdt.lazy;

import dev.quire.crdt.fault.MalformedUpdateException.Fault;
import dev.quire.crdt.id.IdSet;
import dev.quire.crdt.id.Ranges;
import dev.quire.crdt.lib0.Lib0Reader;
import org.jspecify.annotations.Nullable;

/**
 * A set of ids that stays in its encoded form: the bytes of a delete set, in which clients descend
 * and the ranges of each ascend and never touch. Before every so many ranges there is a mark, so
 * that an id is found by a binary search over the marks and a short walk over the bytes. Costs half
 * a byte a range beside the encoding. Immutable.
 */
final class PackedIds {
  /** Ranges from one mark to the next. */
  private static final int STEP = 64;

  private final byte[] bytes;
  private final Marks marks;

  private PackedIds(byte[] bytes, Marks marks) {
    this.bytes = bytes;
    this.marks = marks;
  }

  /**
   * Reads a delete set that goes to the end of the bytes.
   *
   * @return null where it is not in order, or holds clients without ranges
   * @throws dev.quire.crdt.fault.MalformedUpdateException where it is none
   */
  static @Nullable PackedIds read(byte[] bytes, int from) {
    Lib0Reader in = new Lib0Reader(bytes);
    in.seek(from);
    int clients = in.readCount("clients in the delete set");
    Marks marks = new Marks();
    boolean inOrder = true;
    long clientBefore = Long.MAX_VALUE;
    int sinceMark = STEP;
    for (int i = 0; i < clients; i++) {
      long client = in.readVarUint();
      int ranges = in.readCount("deleted ranges");
      inOrder &= client < clientBefore && ranges > 0;
      clientBefore = client;
      long endBefore = -1;
      for (int left = ranges; left > 0; left--) {
        int position = in.position();
        long start = in.readVarUint();
        long length = in.readVarUint();
        if (length == 0) {
          throw in.malformed(Fault.EMPTY, "empty deleted range");
        }
        if (length > Lib0Reader.MAX_INTEGER - start) {
          throw in.malformed(Fault.OUT_OF_RANGE, "clock above 2^53 - 1");
        }
        inOrder &= start > endBefore;
        endBefore = start + length;
        if (sinceMark++ == STEP) {
          marks.add(client, start, position, left, 0);
          sinceMark = 1;
        }
      }
    }
    in.expectEnd();
    marks.trim();
    return inOrder ? new PackedIds(bytes, marks) : null;
  }

  /** What it holds beside the bytes, in bytes. */
  int indexBytes() {
    return marks.heldBytes();
  }

  Walk walk() {
    return new Walk();
  }

  boolean isEmpty() {
    return marks.size() == 0;
  }

  /** What of some ids is not in this set: their own object where none of them is. */
  IdSet unknown(IdSet ids) {
    if (ids.isEmpty() || isEmpty()) {
      return ids;
    }
    IdSet rest = new IdSet();
    Walk walk = walk();
    long[] clients = ids.clients();
    boolean shares = false;
    for (int i = clients.length - 1; i >= 0; i--) {
      Ranges ranges = ids.rangesOf(clients[i]);
      if (ranges != null) {
        for (int range = 0; range < ranges.size(); range++) {
          shares |= addUnknown(walk, clients[i], ranges.start(range), ranges.end(range), rest);
        }
      }
    }
    return shares ? rest : ids;
  }

  private static boolean addUnknown(Walk walk, long client, long start, long end, IdSet rest) {
    long from = start;
    boolean shares = false;
    boolean on = walk.seek(client, start);
    while (on && walk.client() == client && walk.start() < end) {
      shares = true;
      if (walk.start() > from) {
        rest.add(client, from, walk.start() - from);
      }
      from = Math.max(from, walk.end());
      if (from >= end) {
        return true;
      }
      on = walk.next();
    }
    if (from < end) {
      rest.add(client, from, end - from);
    }
    return shares;
  }

  /** Goes over the ranges in their order: clients descend, clocks ascend. */
  final class Walk {
    private final Lib0Reader in = new Lib0Reader(bytes);
    private long client;
    private long start;
    private long end;

    /** Ranges of the client that follow the present one. */
    private int left;

    /** The mark from which the walk began; before the first range none. */
    private int mark = -1;

    long client() {
      return client;
    }

    long start() {
      return start;
    }

    long end() {
      return end;
    }

    /** Goes on to the next range, if there is one. */
    boolean next() {
      if (mark < 0) {
        return !isEmpty() && goTo(0);
      }
      if (left == 0) {
        if (in.remaining() == 0) {
          return false;
        }
        client = in.readVarUint();
        left = (int) in.readVarUint();
      }
      readRange();
      return true;
    }

    /**
     * Goes to the range that holds an id, or else to the first behind it. Short ways onward are
     * walked.
     */
    boolean seek(long ofClient, long clock) {
      boolean near =
          mark >= 0
              && isAtOrBefore(client, start, ofClient, clock)
              && (mark + 1 == marks.size() || marks.isAfter(mark + 1, ofClient, clock));
      boolean on = near || (!isEmpty() && goTo(Math.max(0, marks.floor(ofClient, clock))));
      while (on && isBehind(ofClient, clock)) {
        on = next();
      }
      return on;
    }

    /** Whether the present range ends before the id. */
    private boolean isBehind(long ofClient, long clock) {
      return client > ofClient || (client == ofClient && end <= clock);
    }

    private boolean goTo(int index) {
      mark = index;
      in.seek(marks.position(index));
      client = marks.client(index);
      left = marks.left(index);
      readRange();
      return true;
    }

    private void readRange() {
      start = in.readVarUint();
      end = start + in.readVarUint();
      left--;
    }
  }

  private static boolean isAtOrBefore(long client, long clock, long otherClient, long otherClock) {
    return client > otherClient || (client == otherClient && clock <= otherClock);
  }
}
