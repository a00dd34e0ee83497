package dev.quire.crdt.store;

import dev.quire.crdt.id.IdSet;
import dev.quire.crdt.struct.Client;
import dev.quire.crdt.struct.Struct;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The history of one client in a document: its structs, ascending and without gaps from clock 0.
 *
 * <p>An array with a gap in it, as in a text editor: splitting and joining move only what lies
 * between one change and the next, and changes come in the order of clocks or near each other. A
 * lookup is a binary search that first tries where the last one ended. While many structs are
 * appended at once their clocks are kept beside them, so that a search touches no struct but the
 * one that it finds.
 */
final class ClientStructs extends Client {
  private static final int INITIAL_CAPACITY = 4;
  private static final @Nullable Struct[] EMPTY = {};

  /** From so many structs at once on, keeping their clocks costs less than it saves. */
  private static final int MANY = 64;

  private final int ordinal;
  private final Work work;
  private @Nullable Struct[] slots = EMPTY;
  private int @Nullable [] clocks;
  private int gapStart;
  private int gapLength;
  private long state;
  private int lastHit;
  private long stateBefore = -1;

  /**
   * A history without structs.
   *
   * @param ordinal how many clients the document met before
   * @param work what moving structs counts in
   */
  ClientStructs(long client, int ordinal, Work work) {
    super(client);
    this.ordinal = ordinal;
    this.work = work;
  }

  /** How many clients the document met before this one. */
  int ordinal() {
    return ordinal;
  }

  int size() {
    return slots.length - gapLength;
  }

  /** The clock expected next. */
  long state() {
    return state;
  }

  /** The clock that was expected next when the present transaction began. */
  long stateBefore() {
    return stateBefore < 0 ? state : stateBefore;
  }

  /**
   * Remembers the present state as the one before the transaction; false if that was done before.
   */
  boolean beginChange() {
    if (stateBefore >= 0) {
      return false;
    }
    stateBefore = state;
    return true;
  }

  void endChange() {
    stateBefore = -1;
    clocks = null;
  }

  Struct get(int index) {
    Struct struct = slots[index < gapStart ? index : index + gapLength];
    if (struct == null) {
      throw new IndexOutOfBoundsException(index);
    }
    return struct;
  }

  /** Index of the struct that holds a clock below {@link #state()}. */
  int indexOf(long clock) {
    int size = size();
    int hit = Math.min(lastHit, size - 1);
    Struct candidate = get(hit);
    int low = 0;
    int high = size - 1;
    if (candidate.clock() <= clock) {
      if (clock < candidate.end()) {
        return hit;
      }
      low = hit + 1;
    } else {
      high = hit - 1;
    }
    if (clocks != null && clock < state) {
      int found = Arrays.binarySearch(clocks, low, high + 1, (int) clock);
      lastHit = found >= 0 ? found : -found - 2;
      return lastHit;
    }
    while (low <= high) {
      int middle = (low + high) >>> 1;
      Struct struct = get(middle);
      if (clock < struct.clock()) {
        high = middle - 1;
      } else if (clock >= struct.end()) {
        low = middle + 1;
      } else {
        lastHit = middle;
        return middle;
      }
    }
    throw new IllegalArgumentException("clock " + clock + " is not below state " + state);
  }

  /** The struct that holds a clock below {@link #state()}. */
  Struct find(long clock) {
    return get(indexOf(clock));
  }

  /** Adds a struct that begins at {@link #state()}. */
  void append(Struct struct) {
    if (struct.clock() != state) {
      throw new IllegalStateException("gap in the history of client " + id());
    }
    int size = size();
    int[] kept = clocks;
    insert(size, struct);
    if (kept != null && size < kept.length) {
      kept[size] = (int) state;
      clocks = kept;
    }
    state = struct.end();
  }

  void set(int index, Struct struct) {
    slots[index < gapStart ? index : index + gapLength] = struct;
  }

  void insert(int index, Struct struct) {
    clocks = null;
    if (gapLength == 0) {
      grow(Math.max(INITIAL_CAPACITY, slots.length + (slots.length >> 1)));
    }
    moveGap(index);
    slots[gapStart++] = struct;
    gapLength--;
  }

  void remove(int from, int count) {
    if (count > 0) {
      clocks = null;
      moveGap(from);
      int behind = gapStart + gapLength;
      Arrays.fill(slots, behind, behind + count, null);
      gapLength += count;
    }
  }

  /** Makes room for structs to come; where they are many, no more than that. */
  void reserve(int more) {
    if (more > gapLength) {
      grow(size() + Math.max(more, size() >> 1));
    }
    if (more >= MANY) {
      keepClocks(size(), more);
    }
  }

  private void keepClocks(int size, int more) {
    int[] kept = new int[size + more];
    for (int i = 0; i < size; i++) {
      kept[i] = (int) get(i).clock();
    }
    clocks = kept;
  }

  /** Adds the ids of what is deleted to a set. */
  void addDeletedTo(IdSet deleted) {
    long from = -1;
    for (int i = 0; i < size(); i++) {
      Struct struct = get(i);
      if (!struct.isDeleted()) {
        if (from >= 0) {
          deleted.add(id(), from, struct.clock() - from);
          from = -1;
        }
      } else if (from < 0) {
        from = struct.clock();
      }
    }
    if (from >= 0) {
      deleted.add(id(), from, state - from);
    }
  }

  private void moveGap(int index) {
    int distance = index - gapStart;
    work.moved(Math.abs(distance));
    if (distance < 0) {
      System.arraycopy(slots, index, slots, index + gapLength, -distance);
      Arrays.fill(slots, index, Math.min(gapStart, index + gapLength), null);
    } else if (distance > 0) {
      int behind = gapStart + gapLength;
      System.arraycopy(slots, behind, slots, gapStart, distance);
      Arrays.fill(slots, Math.max(behind, index), behind + distance, null);
    }
    gapStart = index;
  }

  private void grow(int capacity) {
    moveGap(size());
    gapLength += capacity - slots.length;
    slots = Arrays.copyOf(slots, capacity);
  }
}
