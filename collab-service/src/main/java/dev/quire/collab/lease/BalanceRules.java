package dev.quire.collab.lease;

import dev.quire.kit.Settings;

/**
 * When shards move because of load.
 *
 * @param excess a process is overloaded where its load is above the mean of all by this part of it
 * @param floor and by at least so many points a second
 * @param sustainedMillis and has been for so long
 * @param everyMillis a process gives shards away at most this often
 * @param residenceMillis a shard that came because of load stays for so long; twice as long each
 *     time that it has moved again
 */
public record BalanceRules(
    double excess, long floor, long sustainedMillis, long everyMillis, long residenceMillis) {

  /** Reasons in ADR 26. */
  public static final BalanceRules DEFAULT = new BalanceRules(0.3, 200, 10_000, 5_000, 60_000);

  private static final int MAX_DOUBLINGS = 4;

  /**
   * As this process is told. All of a cluster should be told the same: a process with other rules
   * gives earlier or later than the others, and no harm comes of it.
   */
  public static BalanceRules from(Settings settings) {
    return new BalanceRules(
        DEFAULT.excess,
        settings.number("QUIRE_COLLAB_BALANCE_POINTS", DEFAULT.floor, 1, 1_000_000_000),
        settings.number("QUIRE_COLLAB_BALANCE_AFTER_MILLIS", DEFAULT.sustainedMillis, 0, 3_600_000),
        DEFAULT.everyMillis,
        settings.number(
            "QUIRE_COLLAB_BALANCE_STAY_MILLIS", DEFAULT.residenceMillis, 1, 86_400_000));
  }

  /** How long a shard stays that has moved so often in a row, in milliseconds. */
  long residenceMillis(int moves) {
    return residenceMillis << Math.min(Math.max(0, moves - 1), MAX_DOUBLINGS);
  }
}
