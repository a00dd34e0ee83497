package dev.quire.crdt.fuzz;

import java.util.Arrays;

/** Which places inputs have reached, and about how often within one input. */
final class Coverage {
  /** A bit for each class of counts seen: 1, 2, 3, 4-7, 8-15, 16-31, 32-127, 128 and more. */
  private final byte[] seen = new byte[Edges.CAPACITY];

  private final int[] classes = new int[256];

  Coverage() {
    for (int count = 1; count < 256; count++) {
      classes[count] =
          count < 4
              ? 1 << (count - 1)
              : count < 8 ? 8 : count < 16 ? 16 : count < 32 ? 32 : count < 128 ? 64 : 128;
    }
  }

  /** Forgets the last run. */
  static void begin(int places) {
    Arrays.fill(Edges.HITS, 0, places, (byte) 0);
  }

  /** Whether the last run reached a place, or a class of counts of one, for the first time. */
  boolean isNew(int places) {
    boolean isNew = false;
    for (int place = 0; place < places; place++) {
      int count = Edges.HITS[place] & 0xff;
      if (count != 0) {
        int bit = classes[count];
        if ((seen[place] & bit) == 0) {
          seen[place] |= (byte) bit;
          isNew = true;
        }
      }
    }
    return isNew;
  }

  /** How many places have been reached. */
  int reached() {
    int reached = 0;
    for (byte bits : seen) {
      reached += bits != 0 ? 1 : 0;
    }
    return reached;
  }
}
