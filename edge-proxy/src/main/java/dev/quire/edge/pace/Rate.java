package dev.quire.edge.pace;

import dev.quire.kit.Settings;

/**
 * How much of something may come.
 *
 * @param perSecond in the long run; 0 for no limit at all
 * @param burst at once, after a rest
 * @param peakPerSecond while a burst lasts, so that it does not come in one piece; 0 where it may
 */
public record Rate(int perSecond, int burst, int peakPerSecond) {
  static final Rate NONE = new Rate(0, 1, 0);

  /** The settings {@code name_PER_SECOND}, {@code name_BURST} and {@code name_PEAK_PER_SECOND}. */
  static Rate from(Settings settings, String name, int perSecond, int burst, int peakPerSecond) {
    return new Rate(
        settings.integer(name + "_PER_SECOND", perSecond, 0, Integer.MAX_VALUE),
        settings.integer(name + "_BURST", burst, 1, Integer.MAX_VALUE),
        settings.integer(name + "_PEAK_PER_SECOND", peakPerSecond, 0, Integer.MAX_VALUE));
  }

  boolean isNone() {
    return perSecond == 0;
  }
}
