package dev.quire.collab.lease;

import java.util.Collection;
import java.util.SortedSet;
import java.util.StringJoiner;
import java.util.TreeSet;

/** Shards for people to read, such as {@code 0-3,7,9-12}. Pure. */
final class ShardRanges {
  /** What is beyond it is counted: shards fall to processes like dice. */
  private static final int MAX_RANGES = 32;

  private ShardRanges() {}

  static String of(Collection<Integer> shards) {
    StringJoiner text = new StringJoiner(",");
    SortedSet<Integer> left = new TreeSet<>(shards);
    for (int ranges = 0; !left.isEmpty() && ranges < MAX_RANGES; ranges++) {
      int first = left.first();
      int last = first;
      while (left.contains(last + 1)) {
        last++;
      }
      text.add(first == last ? String.valueOf(first) : first + "-" + last);
      left = left.tailSet(last + 1);
    }
    return left.isEmpty() ? text.toString() : text + " and " + left.size() + " more";
  }
}
