package dev.quire.doc.purge;

import dev.quire.kit.Settings;

/**
 * When deleted documents go for good.
 *
 * @param on whether this process purges at all
 * @param graceHours how long a deleted document can be brought back
 * @param turnMillis from the end of a turn to the next one
 */
public record PurgeSettings(boolean on, int graceHours, long turnMillis) {
  private static final int THIRTY_DAYS = 30 * 24;

  public static PurgeSettings from(Settings settings) {
    return new PurgeSettings(
        settings.flag("QUIRE_PURGE", true),
        settings.integer("QUIRE_PURGE_GRACE_HOURS", THIRTY_DAYS, 1, 10 * 365 * 24),
        settings.number("QUIRE_PURGE_TURN_MILLIS", 10_000, 10, 86_400_000));
  }
}
