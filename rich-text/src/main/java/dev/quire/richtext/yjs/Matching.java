package dev.quire.richtext.yjs;

import com.github.difflib.algorithm.Change;
import com.github.difflib.algorithm.myers.MyersDiffWithLinearSpace;
import com.github.difflib.patch.DeltaType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Which elements of one sequence stand for which of another: equal ones, in order, many of them.
 *
 * <p>What both begin and end with is matched first, then what occurs once on either side (Bram
 * Cohen's patience), and between such anchors what Myers' algorithm ("An O(ND) Difference Algorithm
 * and Its Variations", 1986) finds. Where a stretch between anchors is too long for Myers' worst
 * case, which is quadratic, it has no matches: the difference is larger, never wrong.
 */
final class Matching {
  /** Together, elements of both sides between two anchors. */
  private static final int LONGEST_STRETCH = 4_000;

  private final int[] left;
  private final int[] right;
  private final int[] partner;

  private Matching(int[] left, int[] right) {
    this.left = left;
    this.right = right;
    this.partner = new int[left.length];
    Arrays.fill(partner, -1);
  }

  /**
   * For each index on the left, the index of its partner on the right, or -1; ascending where it
   * isn't -1.
   */
  static <T> int[] of(List<T> left, List<T> right) {
    Map<T, Integer> numbers = new HashMap<>();
    Matching matching = new Matching(numbered(left, numbers), numbered(right, numbers));
    matching.match(0, left.size(), 0, right.size());
    return matching.partner;
  }

  private static <T> int[] numbered(List<T> elements, Map<T, Integer> numbers) {
    int[] result = new int[elements.size()];
    for (int i = 0; i < result.length; i++) {
      result[i] = numbers.computeIfAbsent(elements.get(i), unknown -> numbers.size());
    }
    return result;
  }

  private void match(int leftFrom, int leftTo, int rightFrom, int rightTo) {
    int a = leftFrom;
    int b = rightFrom;
    while (a < leftTo && b < rightTo && left[a] == right[b]) {
      partner[a++] = b++;
    }
    int c = leftTo;
    int d = rightTo;
    while (c > a && d > b && left[c - 1] == right[d - 1]) {
      partner[--c] = --d;
    }
    if (a == c || b == d) {
      return;
    }
    int nextA = a;
    int nextB = b;
    for (int[] anchor : anchors(a, c, b, d)) {
      matchBetweenAnchors(nextA, anchor[0], nextB, anchor[1]);
      partner[anchor[0]] = anchor[1];
      nextA = anchor[0] + 1;
      nextB = anchor[1] + 1;
    }
    matchBetweenAnchors(nextA, c, nextB, d);
  }

  /** The longest ascending sequence of pairs that occur once on either side. */
  private List<int[]> anchors(int a, int c, int b, int d) {
    Map<Integer, Integer> onceLeft = once(left, a, c);
    Map<Integer, Integer> onceRight = once(right, b, d);
    List<int[]> pairs = new ArrayList<>();
    for (int i = a; i < c; i++) {
      if (onceLeft.getOrDefault(left[i], -1) == i && onceRight.getOrDefault(left[i], -1) >= 0) {
        pairs.add(new int[] {i, onceRight.get(left[i])});
      }
    }
    return longestAscending(pairs);
  }

  /** Where each number stands; -1 for one that stands in several places. */
  private static Map<Integer, Integer> once(int[] numbers, int from, int to) {
    Map<Integer, Integer> places = new HashMap<>();
    for (int i = from; i < to; i++) {
      places.merge(numbers[i], i, (first, second) -> -1);
    }
    return places;
  }

  /** Patience sorting: the pairs ascend in their first; the longest that does in its second too. */
  private static List<int[]> longestAscending(List<int[]> pairs) {
    int[] tops = new int[pairs.size()];
    int[] before = new int[pairs.size()];
    int piles = 0;
    for (int i = 0; i < pairs.size(); i++) {
      int low = 0;
      int high = piles;
      while (low < high) {
        int middle = (low + high) >>> 1;
        if (pairs.get(tops[middle])[1] < pairs.get(i)[1]) {
          low = middle + 1;
        } else {
          high = middle;
        }
      }
      before[i] = low == 0 ? -1 : tops[low - 1];
      tops[low] = i;
      piles = Math.max(piles, low + 1);
    }
    int[][] chosen = new int[piles][];
    int at = piles == 0 ? -1 : tops[piles - 1];
    for (int i = piles - 1; i >= 0; i--) {
      chosen[i] = pairs.get(at);
      at = before[at];
    }
    return Arrays.asList(chosen);
  }

  private void matchBetweenAnchors(int a, int c, int b, int d) {
    if (a == c || b == d || c - a + d - b > LONGEST_STRETCH) {
      return;
    }
    List<Integer> lefts = Arrays.stream(left, a, c).boxed().toList();
    List<Integer> rights = Arrays.stream(right, b, d).boxed().toList();
    int i = 0;
    int j = 0;
    List<Change> changes = new MyersDiffWithLinearSpace<Integer>().computeDiff(lefts, rights, null);
    for (Change change : changes) {
      while (i < change.startOriginal && j < change.startRevised) {
        partner[a + i++] = b + j++;
      }
      i = change.deltaType == DeltaType.INSERT ? change.startOriginal : change.endOriginal;
      j = change.deltaType == DeltaType.DELETE ? change.startRevised : change.endRevised;
    }
    while (i < lefts.size() && j < rights.size()) {
      partner[a + i++] = b + j++;
    }
  }
}
