package dev.quire.doc.segment;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Updates turned by a quarter. Those of one length lie below each other, the shortest first, and
 * are written column by column, each byte as its difference (modulo 256) from the one above.
 * Keystrokes of one length have the same client, a clock that grows by one and a letter at the same
 * places, so most columns become zeros or ones. Updates longer than {@link #MOST_TURNED} follow as
 * they are.
 */
final class UpdateColumns {
  /** Longer updates are text that somebody pasted: it compresses better as it is. */
  private static final int MOST_TURNED = 64;

  private UpdateColumns() {}

  static byte[] transpose(byte[][] updates) {
    int[] lengths = new int[updates.length];
    int total = 0;
    for (int i = 0; i < updates.length; i++) {
      lengths[i] = updates[i].length;
      total = Math.addExact(total, lengths[i]);
    }
    byte[] columns = new byte[total];
    int at = 0;
    for (Map.Entry<Integer, List<Integer>> group : groups(lengths).entrySet()) {
      for (int column = 0; column < group.getKey(); column++) {
        byte above = 0;
        for (int row : group.getValue()) {
          byte here = updates[row][column];
          columns[at++] = (byte) (here - above);
          above = here;
        }
      }
    }
    for (byte[] update : updates) {
      if (update.length > MOST_TURNED) {
        System.arraycopy(update, 0, columns, at, update.length);
        at += update.length;
      }
    }
    return columns;
  }

  /**
   * @throws DamagedSegment where the columns are not as long as the updates
   */
  static byte[][] restore(byte[] columns, int[] lengths) {
    byte[][] updates = new byte[lengths.length][];
    long total = 0;
    for (int length : lengths) {
      total += length;
    }
    if (total != columns.length) {
      throw new DamagedSegment(columns.length + " bytes of updates and not " + total);
    }
    for (int i = 0; i < lengths.length; i++) {
      updates[i] = new byte[lengths[i]];
    }
    int at = 0;
    for (Map.Entry<Integer, List<Integer>> group : groups(lengths).entrySet()) {
      for (int column = 0; column < group.getKey(); column++) {
        byte above = 0;
        for (int row : group.getValue()) {
          above += columns[at++];
          updates[row][column] = above;
        }
      }
    }
    for (byte[] update : updates) {
      if (update.length > MOST_TURNED) {
        System.arraycopy(columns, at, update, 0, update.length);
        at += update.length;
      }
    }
    return updates;
  }

  /** Which updates have each length that is turned, the shortest first. */
  private static Map<Integer, List<Integer>> groups(int[] lengths) {
    Map<Integer, List<Integer>> groups = new TreeMap<>();
    for (int i = 0; i < lengths.length; i++) {
      if (lengths[i] <= MOST_TURNED) {
        groups.computeIfAbsent(lengths[i], length -> new ArrayList<>()).add(i);
      }
    }
    return groups;
  }
}
