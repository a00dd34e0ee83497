package dev.quire.collab.lease;

import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What is to be done about the members that keep the locks. The service heals by itself while a
 * majority of them is there, except that it takes nobody new in; without a majority it stays silent
 * for ever. Pure: no I/O and no clock; not thread-safe.
 *
 * <p>To begin anew is safe at any time, because no lock protects the log: the epochs do ({@link
 * Leases}). It is done late all the same, since it makes every process lose its locks.
 */
final class CpDiagnosis {
  /** Silent for so long, the service is held for lost. */
  static final long LOST_MILLIS = 10_000;

  /** And for so long, it is begun anew. */
  static final long RESET_MILLIS = 20_000;

  /** What to do now. */
  enum Step {
    NOTHING,
    /** Have the member removed that kept locks at this one's address, and is no more. */
    BURY,
    /** Become one of the members that keep the locks. */
    PROMOTE,
    /** Forget every lock and begin anew with the members that are there. */
    RESET
  }

  /**
   * What one process sees. Members are named by their addresses, which is all that the two lists
   * that it sees have in common.
   *
   * @param wanted how many members are to keep the locks
   * @param live the cluster's members
   * @param keepers those that keep the locks, be they there or not; null where the service did not
   *     say
   * @param keeps whether this process is one of them
   * @param oldest whether this process is the member that has been there for the longest: the one
   *     that may begin anew
   */
  record Sight(
      int wanted,
      Set<String> live,
      @Nullable Set<String> keepers,
      String self,
      boolean keeps,
      boolean oldest) {}

  private long answeredAt;
  private boolean lost;

  /**
   * @param nowMillis of a clock that never goes back
   */
  CpDiagnosis(long nowMillis) {
    answeredAt = nowMillis;
  }

  Step next(Sight sight, long nowMillis) {
    if (sight.keepers() == null) {
      return silent(sight, nowMillis);
    }
    answeredAt = nowMillis;
    lost = false;
    if (!sight.keeps() && sight.keepers().contains(sight.self())) {
      // It was killed and started again: nobody else can tell that it has forgotten every lock.
      return Step.BURY;
    }
    Set<String> present = new TreeSet<>(sight.keepers());
    present.retainAll(sight.live());
    TreeSet<String> others = new TreeSet<>(sight.live());
    others.removeAll(sight.keepers());
    // One at a time: members join the groups one after the other anyway.
    boolean isNext = !others.isEmpty() && others.first().equals(sight.self());
    return present.size() < sight.wanted() && isNext ? Step.PROMOTE : Step.NOTHING;
  }

  private Step silent(Sight sight, long nowMillis) {
    long silence = nowMillis - answeredAt;
    lost = silence >= LOST_MILLIS;
    boolean canReset = sight.oldest() && sight.live().size() >= sight.wanted();
    if (silence < RESET_MILLIS || !canReset) {
      return Step.NOTHING;
    }
    answeredAt = nowMillis;
    return Step.RESET;
  }

  /** Whether the service is held for lost: the epochs alone decide. */
  boolean isLost() {
    return lost;
  }
}
