package dev.quire.doc.baseline;

import java.util.ArrayList;
import java.util.List;

/**
 * Where baselines stand, and how many bytes they may take. Without I/O.
 *
 * <p>One is due when the log has grown by {@link BaselineSettings#stepBytes} since the last, and
 * packed by half of what the largest takes: so writing them costs no more than a few times what
 * writing the log does. Of those that are there the ones go that are nearest to both their
 * neighbours, until their number and their bytes are within bounds; never the last one, since it is
 * by the end of the log that people look. One that alone would take too much is not kept.
 */
public final class Spacing {
  /** Of a document. */
  static final int MOST = 16;

  private static final int PERCENT = 100;

  private Spacing() {}

  /**
   * A baseline that is there.
   *
   * @param logBytes of updates up to it
   * @param packedBytes the same, packed
   * @param bytes its own; 0 where none was worth it
   */
  public record Kept(long revision, long logBytes, long packedBytes, long bytes) {}

  /**
   * From where on a next one is due.
   *
   * @param logBytes of updates
   * @param packedBytes the same, packed; both have to be there
   */
  public record Due(long logBytes, long packedBytes) {}

  /**
   * What becomes of a new one.
   *
   * @param dropped revisions of those that go
   * @param keeps whether it is kept itself
   */
  public record Plan(List<Long> dropped, boolean keeps) {}

  /**
   * Where the next one is due.
   *
   * @param present those that are there and places where none was worth it, the earliest first
   */
  public static Due next(List<Kept> present, BaselineSettings settings) {
    if (present.isEmpty()) {
      return new Due(settings.stepBytes(), 0);
    }
    Kept last = present.get(present.size() - 1);
    long largest = present.stream().mapToLong(Kept::bytes).max().orElse(0);
    return new Due(last.logBytes() + settings.stepBytes(), last.packedBytes() + largest / 2);
  }

  /**
   * Makes room.
   *
   * @param present those that are there and places where none was worth it, the earliest first
   * @param made the new one, behind them
   */
  public static Plan plan(List<Kept> present, Kept made, BaselineSettings settings) {
    long most = made.packedBytes() * settings.percent() / PERCENT;
    if (made.bytes() > most) {
      return new Plan(List.of(), false);
    }
    List<Kept> all = new ArrayList<>(present.stream().filter(kept -> kept.bytes() > 0).toList());
    all.add(made);
    List<Long> dropped = new ArrayList<>();
    while (all.size() > MOST || bytes(all) > most) {
      dropped.add(all.remove(nearest(all)).revision());
    }
    return new Plan(List.copyOf(dropped), true);
  }

  private static long bytes(List<Kept> all) {
    return all.stream().mapToLong(Kept::bytes).sum();
  }

  /** The one, but for the last, that leaves the smallest gap when it goes. */
  private static int nearest(List<Kept> all) {
    int nearest = 0;
    long smallest = Long.MAX_VALUE;
    for (int i = 0; i < all.size() - 1; i++) {
      long gap = all.get(i + 1).logBytes() - (i == 0 ? 0 : all.get(i - 1).logBytes());
      if (gap < smallest) {
        smallest = gap;
        nearest = i;
      }
    }
    return nearest;
  }
}
