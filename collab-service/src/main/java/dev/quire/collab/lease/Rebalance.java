package dev.quire.collab.lease;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/**
 * Which shards an overloaded process gives to whom. Only the busiest of all processes gives, and
 * only to the least busy one, and never so much that the two change places: each move makes the
 * loads more alike (the sum of their squares falls), so that under loads that stay as they are it
 * comes to an end. That the load goes up and down is what the thresholds are for. Pure; not
 * thread-safe.
 */
final class Rebalance {
  /** Shards that are given at a time. */
  static final int AT_ONCE = 4;

  private static final long NEVER = Long.MIN_VALUE / 2;

  private final BalanceRules rules;
  private long overSince = NEVER;
  private long gaveAt = NEVER;

  /** A shard is to go to another process. */
  record Move(int shard, String heir, long load) {}

  Rebalance(BalanceRules rules) {
    this.rules = rules;
  }

  /**
   * What is to go now; mostly nothing.
   *
   * @param loads of all processes that may own shards, this one among them; 0 where one is not
   *     known
   * @param movable the loads of this process's shards that need not stay
   */
  List<Move> next(
      String self, Map<String, Long> loads, Map<Integer, Long> movable, long nowMillis) {
    if (!isOver(self, loads)) {
      overSince = NEVER;
      return List.of();
    }
    if (overSince == NEVER) {
      overSince = nowMillis;
    }
    boolean isTime =
        nowMillis - overSince >= rules.sustainedMillis()
            && nowMillis - gaveAt >= rules.everyMillis();
    List<Move> moves = isTime ? moves(self, loads, movable) : List.of();
    if (!moves.isEmpty()) {
      gaveAt = nowMillis;
    }
    return moves;
  }

  /** Who is over goes on until it is half as much over. */
  private boolean isOver(String self, Map<String, Long> loads) {
    long mine = loads.getOrDefault(self, 0L);
    long sum = 0;
    for (Map.Entry<String, Long> each : loads.entrySet()) {
      boolean isBusier =
          each.getValue() > mine || (each.getValue() == mine && each.getKey().compareTo(self) < 0);
      if (each.getValue() <= 0 || isBusier) {
        return false;
      }
      sum += each.getValue();
    }
    double mean = (double) sum / Math.max(1, loads.size());
    double excess = overSince == NEVER ? rules.excess() : rules.excess() / 2;
    return mine > mean * (1 + excess) && mine - mean >= rules.floor();
  }

  /** The hottest first, of those that fit into half of the gap. */
  private static List<Move> moves(
      String self, Map<String, Long> loads, Map<Integer, Long> movable) {
    Map.Entry<String, Long> least =
        Collections.min(
            loads.entrySet(),
            Map.Entry.<String, Long>comparingByValue().thenComparing(Map.Entry.comparingByKey()));
    long room = (loads.getOrDefault(self, 0L) - least.getValue()) / 2;
    List<Map.Entry<Integer, Long>> hottest = new ArrayList<>(movable.entrySet());
    hottest.sort(
        Map.Entry.<Integer, Long>comparingByValue(Comparator.reverseOrder())
            .thenComparing(Map.Entry.comparingByKey()));
    List<Move> moves = new ArrayList<>();
    for (Map.Entry<Integer, Long> each : hottest) {
      if (moves.size() < AT_ONCE && each.getValue() > 0 && each.getValue() <= room) {
        moves.add(new Move(each.getKey(), least.getKey(), each.getValue()));
        room -= each.getValue();
      }
    }
    return moves;
  }
}
