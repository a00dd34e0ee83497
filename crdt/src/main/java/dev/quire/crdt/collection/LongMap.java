package dev.quire.crdt.collection;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * A hash map from client ids to objects without boxing: open addressing, linear probing. Iteration
 * in ascending order of ids goes through {@link #sortedKeys()}. Not thread-safe.
 *
 * @param <V> what is kept for each id
 */
public final class LongMap<V> {
  private static final int INITIAL_SLOTS = 2;

  /** Of maps that hold nothing, which most are: never written to. */
  private static final long[] NO_KEYS = new long[1];

  private static final long[] NONE = {};
  private static final @Nullable Object[] NO_VALUES = new @Nullable Object[1];

  /** Decides where ids lie in the table and nothing else: ids can't be chosen to collide. */
  private static final long SEED = new SplittableRandom().nextLong();

  private long[] keys = NO_KEYS;
  private @Nullable Object[] values = NO_VALUES;
  private int size;

  /** How many ids have a value. */
  public int size() {
    return size;
  }

  /** Whether nothing is kept. */
  public boolean isEmpty() {
    return size == 0;
  }

  /** What is kept for an id, or null. */
  @SuppressWarnings("unchecked") // only put() writes the array
  public @Nullable V get(long key) {
    return (V) values[slot(key)];
  }

  /** Keeps a value for an id, in place of any before it. */
  public void put(long key, V value) {
    int slot = slot(key);
    if (values[slot] == null) {
      if ((size + 1) * 2 > keys.length) {
        grow();
        slot = slot(key);
      }
      size++;
      keys[slot] = key;
    }
    values[slot] = value;
  }

  /** Forgets an id; returns what was kept for it, or null. */
  public @Nullable V remove(long key) {
    V removed = get(key);
    if (removed != null) {
      int mask = keys.length - 1;
      int hole = slot(key);
      values[hole] = null;
      size--;
      // Moves back what would no longer be found over the hole.
      for (int next = (hole + 1) & mask; values[next] != null; next = (next + 1) & mask) {
        int home = hash(keys[next]) & mask;
        if (((next - home) & mask) >= ((next - hole) & mask)) {
          keys[hole] = keys[next];
          values[hole] = values[next];
          values[next] = null;
          hole = next;
        }
      }
    }
    return removed;
  }

  /** All ids, ascending; the caller's own copy. */
  public long[] sortedKeys() {
    if (size == 0) {
      return NONE;
    }
    long[] sorted = new long[size];
    int next = 0;
    for (int slot = 0; slot < keys.length; slot++) {
      if (values[slot] != null) {
        sorted[next++] = keys[slot];
      }
    }
    if (size > 1) {
      Arrays.sort(sorted);
    }
    return sorted;
  }

  private int slot(long key) {
    int mask = keys.length - 1;
    int slot = hash(key) & mask;
    while (values[slot] != null && keys[slot] != key) {
      slot = (slot + 1) & mask;
    }
    return slot;
  }

  /** The finaliser of SplitMix64. */
  private static int hash(long key) {
    long seeded = key ^ SEED;
    long mixed = (seeded ^ seeded >>> 30) * 0xbf58476d1ce4e5b9L;
    mixed = (mixed ^ mixed >>> 27) * 0x94d049bb133111ebL;
    return (int) (mixed ^ mixed >>> 31);
  }

  private void grow() {
    long[] oldKeys = keys;
    @Nullable Object[] oldValues = values;
    int slots = Math.max(INITIAL_SLOTS, oldKeys.length * 2);
    keys = new long[slots];
    values = new @Nullable Object[slots];
    for (int old = 0; old < oldKeys.length; old++) {
      if (oldValues[old] != null) {
        int slot = slot(oldKeys[old]);
        keys[slot] = oldKeys[old];
        values[slot] = oldValues[old];
      }
    }
  }
}
