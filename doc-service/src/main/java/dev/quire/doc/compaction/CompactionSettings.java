package dev.quire.doc.compaction;

import dev.quire.kit.Settings;

/**
 * How the log is packed.
 *
 * @param on whether this process packs at all
 * @param leastRevisions how many rows a document has before they are packed
 * @param segmentsATurn at most this many segments are packed in a turn
 * @param turnMillis from the end of a turn to the next one
 * @param restMillis from the end of a round through all documents to the next one
 */
public record CompactionSettings(
    boolean on, int leastRevisions, int segmentsATurn, long turnMillis, long restMillis) {

  public static CompactionSettings from(Settings settings) {
    return new CompactionSettings(
        settings.flag("QUIRE_COMPACTION", true),
        settings.integer("QUIRE_COMPACTION_LEAST_REVISIONS", 500, 1, 1_000_000),
        settings.integer("QUIRE_COMPACTION_SEGMENTS_A_TURN", 4, 1, 1_000),
        settings.number("QUIRE_COMPACTION_TURN_MILLIS", 1_000, 10, 3_600_000),
        settings.number("QUIRE_COMPACTION_REST_MILLIS", 30_000, 10, 86_400_000));
  }
}
