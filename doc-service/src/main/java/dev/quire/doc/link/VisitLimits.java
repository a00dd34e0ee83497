package dev.quire.doc.link;

import dev.quire.kit.Settings;
import dev.quire.kit.limit.LimitCounts;

/**
 * How many people without an account are let in at the same time, and how often is asked.
 *
 * @param perLink by one link; one network has no more of them than it leaves free
 * @param perAddress from one address, by all links; an IPv6 network counts as one
 * @param callsPerMinute calls from one address to one process, whatever comes of them; 0 for any
 */
public record VisitLimits(int perLink, int perAddress, int callsPerMinute) {
  /** How often somebody was over one of them. */
  public static final LimitCounts COUNTS = new LimitCounts("doc");

  /**
   * @throws dev.quire.kit.InvalidSetting naming the variable
   */
  public static VisitLimits from(Settings settings) {
    return new VisitLimits(
        settings.integer("QUIRE_LIMIT_VISITORS_PER_LINK", 100, 0, 1_000),
        settings.integer("QUIRE_LIMIT_VISITORS_PER_ADDRESS", 50, 0, 100_000),
        settings.integer("QUIRE_LIMIT_VISITS_PER_ADDRESS_PER_MINUTE", 300, 0, 1_000_000));
  }
}
