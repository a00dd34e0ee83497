package dev.quire.crdt.id;

import java.util.Arrays;
import java.util.Comparator;
import org.jspecify.annotations.Nullable;

/**
 * A set of clocks of one client as ascending, disjoint, non-adjacent ranges in two arrays: 16 bytes
 * a range. Appending is constant, looking up logarithmic, adding in the middle a move of what lies
 * behind, joining two sets linear. Not thread-safe.
 */
public final class Ranges {
  private long[] starts;
  private long[] ends;
  private int size;

  public Ranges() {
    this(1);
  }

  private Ranges(int capacity) {
    starts = new long[capacity];
    ends = new long[capacity];
  }

  /**
   * Takes ranges in any order, overlapping or not.
   *
   * @param starts first clocks; kept or changed by this set from now on
   * @param ends the clocks behind the last ones; likewise
   * @param count how many of them there are
   */
  public static Ranges ofUnordered(long[] starts, long[] ends, int count) {
    boolean ascending = true;
    for (int i = 1; i < count && ascending; i++) {
      ascending = starts[i - 1] <= starts[i];
    }
    if (!ascending) {
      sort(starts, ends, count);
    }
    Ranges ranges = new Ranges(count);
    for (int i = 0; i < count; i++) {
      ranges.append(starts[i], ends[i]);
    }
    return ranges;
  }

  private static void sort(long[] starts, long[] ends, int count) {
    long[][] pairs = new long[count][];
    for (int i = 0; i < count; i++) {
      pairs[i] = new long[] {starts[i], ends[i]};
    }
    Arrays.sort(pairs, Comparator.comparingLong(pair -> pair[0]));
    for (int i = 0; i < count; i++) {
      starts[i] = pairs[i][0];
      ends[i] = pairs[i][1];
    }
  }

  /** How many ranges there are. */
  public int size() {
    return size;
  }

  /** The first clock of a range. */
  public long start(int index) {
    return starts[index];
  }

  /** The clock behind the last one of a range. */
  public long end(int index) {
    return ends[index];
  }

  /** A set of its own with the same clocks. */
  public Ranges copy() {
    Ranges copy = new Ranges(Math.max(1, size));
    System.arraycopy(starts, 0, copy.starts, 0, size);
    System.arraycopy(ends, 0, copy.ends, 0, size);
    copy.size = size;
    return copy;
  }

  /** Index of the last range that starts at or before a clock; -1 if none does. */
  public int floor(long clock) {
    int found = Arrays.binarySearch(starts, 0, size, clock);
    return found >= 0 ? found : -found - 2;
  }

  /** Whether every clock from {@code start} to before {@code end} is in the set. */
  public boolean contains(long start, long end) {
    int index = floor(start);
    return index >= 0 && end <= ends[index];
  }

  /** Whether all of another set is in this one. */
  public boolean containsAll(Ranges other) {
    for (int i = 0; i < other.size; i++) {
      if (!contains(other.starts[i], other.ends[i])) {
        return false;
      }
    }
    return true;
  }

  /** Whether any of another set is in this one. */
  public boolean containsAny(Ranges other) {
    for (int i = 0; i < other.size; i++) {
      int last = floor(other.ends[i] - 1);
      if (last >= 0 && ends[last] > other.starts[i]) {
        return true;
      }
    }
    return false;
  }

  /** Adds the clocks from {@code start} to before {@code end}. */
  public void add(long start, long end) {
    if (start >= end) {
      throw new IllegalArgumentException("empty range");
    }
    if (size == 0 || start >= starts[size - 1]) {
      append(start, end);
      return;
    }
    int first = floor(start);
    if (first < 0 || ends[first] < start) {
      first++;
    }
    // Ranges first to behind are touched by the new one and become one with it.
    int behind = first;
    long mergedStart = start;
    long mergedEnd = end;
    while (behind < size && starts[behind] <= mergedEnd) {
      mergedStart = Math.min(mergedStart, starts[behind]);
      mergedEnd = Math.max(mergedEnd, ends[behind]);
      behind++;
    }
    replace(first, behind, mergedStart, mergedEnd);
  }

  private void replace(int first, int behind, long start, long end) {
    if (behind == first) {
      ensure(size + 1);
    }
    System.arraycopy(starts, behind, starts, first + 1, size - behind);
    System.arraycopy(ends, behind, ends, first + 1, size - behind);
    starts[first] = start;
    ends[first] = end;
    size += first + 1 - behind;
  }

  /** Adds a range that starts no earlier than any before it. */
  private void append(long start, long end) {
    if (size > 0 && start <= ends[size - 1]) {
      ends[size - 1] = Math.max(ends[size - 1], end);
      return;
    }
    ensure(size + 1);
    starts[size] = start;
    ends[size] = end;
    size++;
  }

  /** Adds all of another set. */
  public void addAll(Ranges other) {
    // A few ranges into many are cheaper put in one by one.
    if (other.size * 8L < size) {
      for (int i = 0; i < other.size; i++) {
        add(other.starts[i], other.ends[i]);
      }
      return;
    }
    Ranges merged = new Ranges(Math.max(1, size + other.size));
    int mine = 0;
    int theirs = 0;
    while (mine < size || theirs < other.size) {
      if (theirs == other.size || (mine < size && starts[mine] <= other.starts[theirs])) {
        merged.append(starts[mine], ends[mine++]);
      } else {
        merged.append(other.starts[theirs], other.ends[theirs++]);
      }
    }
    starts = merged.starts;
    ends = merged.ends;
    size = merged.size;
  }

  /** What is in this set and not in another. */
  public Ranges minus(Ranges other) {
    Ranges rest = new Ranges(Math.max(1, size));
    // A few ranges less many cost a search, not a walk.
    int theirs = size == 0 ? 0 : Math.max(0, other.floor(starts[0]));
    for (int mine = 0; mine < size; mine++) {
      long from = starts[mine];
      long end = ends[mine];
      while (theirs < other.size && other.ends[theirs] <= from) {
        theirs++;
      }
      for (int i = theirs; i < other.size && other.starts[i] < end; i++) {
        if (from < other.starts[i]) {
          rest.append(from, other.starts[i]);
        }
        from = Math.max(from, other.ends[i]);
      }
      if (from < end) {
        rest.append(from, end);
      }
    }
    return rest;
  }

  private void ensure(int needed) {
    if (needed > starts.length) {
      int capacity = Math.max(needed, starts.length * 2);
      starts = Arrays.copyOf(starts, capacity);
      ends = Arrays.copyOf(ends, capacity);
    }
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Ranges that
        && Arrays.equals(starts, 0, size, that.starts, 0, that.size)
        && Arrays.equals(ends, 0, size, that.ends, 0, that.size);
  }

  @Override
  public int hashCode() {
    int hash = size;
    for (int i = 0; i < size; i++) {
      hash = 31 * hash + Long.hashCode(starts[i] * 31 + ends[i]);
    }
    return hash;
  }

  @Override
  public String toString() {
    StringBuilder out = new StringBuilder("[");
    for (int i = 0; i < size; i++) {
      out.append(i == 0 ? "" : " ").append(starts[i]).append("..").append(ends[i]);
    }
    return out.append(']').toString();
  }
}
