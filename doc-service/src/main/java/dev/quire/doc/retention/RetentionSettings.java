package dev.quire.doc.retention;

import dev.quire.kit.Settings;

/**
 * What becomes of older history.
 *
 * @param mergeAfterDays revisions of days longer ago are merged; 0 for none, ever
 * @param stepsATurn at most so many runs are packed or merged in a turn
 * @param turnMillis from the end of a turn to the next one
 * @param restMillis from the end of a round through all documents to the next one
 */
public record RetentionSettings(
    int mergeAfterDays, int stepsATurn, long turnMillis, long restMillis) {

  public static RetentionSettings from(Settings settings) {
    return new RetentionSettings(
        settings.integer("QUIRE_RETENTION_MERGE_AFTER_DAYS", 0, 0, 36_500),
        settings.integer("QUIRE_RETENTION_STEPS_A_TURN", 4, 1, 1_000),
        settings.number("QUIRE_RETENTION_TURN_MILLIS", 1_000, 10, 3_600_000),
        settings.number("QUIRE_RETENTION_REST_MILLIS", 3_600_000, 10, 86_400_000));
  }

  boolean on() {
    return mergeAfterDays > 0;
  }
}
