package dev.quire.crdt.store;

import dev.quire.crdt.fault.WorkLimitException;
import org.jspecify.annotations.Nullable;

/**
 * Counts the steps of a change that an update can make more than linear in its size: items walked
 * past in the search for a place among concurrent ones, and structs moved to make room for one in
 * the middle.
 */
final class Work {
  /** Moving structs is copying memory: so many of them take as long as one item walked past. */
  private static final int MOVES_A_STEP = 64;

  private final long limit;
  private long done;
  private @Nullable WorkLimitException givenUp;

  /**
   * Work that is limited.
   *
   * @param limit how many steps a change may take
   */
  Work(long limit) {
    this.limit = limit;
  }

  /** A change begins. */
  void begin() {
    check();
    done = 0;
  }

  void step() {
    if (++done > limit) {
      giveUp();
    }
  }

  void moved(int structs) {
    done += structs / MOVES_A_STEP;
    if (done > limit) {
      giveUp();
    }
  }

  private void giveUp() {
    givenUp = new WorkLimitException(limit);
    throw givenUp;
  }

  boolean isGivenUp() {
    return givenUp != null;
  }

  /**
   * Makes sure that no change was given up.
   *
   * @throws WorkLimitException if one was
   */
  void check() {
    if (givenUp != null) {
      throw new WorkLimitException(limit);
    }
  }
}
