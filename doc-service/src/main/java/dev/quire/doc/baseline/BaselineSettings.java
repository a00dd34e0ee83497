package dev.quire.doc.baseline;

import dev.quire.kit.Settings;

/**
 * Where baselines are kept.
 *
 * @param stepBytes so many bytes of updates are between two of them at least
 * @param percent what all of a document may take, of what its packed log takes; 0 for none
 */
public record BaselineSettings(long stepBytes, int percent) {

  public static BaselineSettings from(Settings settings) {
    return new BaselineSettings(
        settings.number("QUIRE_BASELINE_STEP_BYTES", 1 << 20, 256, 1L << 30),
        settings.integer("QUIRE_BASELINE_PERCENT", 100, 0, 10_000));
  }
}
