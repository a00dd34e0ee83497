package dev.quire.doc.link;

import dev.quire.kit.Settings;

/**
 * How many people without an account are let in at the same time.
 *
 * @param perLink by one link
 * @param perAddress from one address, by all links; an IPv6 network counts as one
 */
public record VisitLimits(int perLink, int perAddress) {
  /**
   * @throws dev.quire.kit.InvalidSetting naming the variable
   */
  public static VisitLimits from(Settings settings) {
    return new VisitLimits(
        settings.integer("QUIRE_LIMIT_VISITORS_PER_LINK", 100, 0, 1_000),
        settings.integer("QUIRE_LIMIT_VISITORS_PER_ADDRESS", 50, 0, 100_000));
  }
}
