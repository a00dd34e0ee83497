package dev.quire.doc.integrity;

import java.util.Locale;

/**
 * Something that is not as it was written.
 *
 * @param first the first revision that it concerns
 * @param last the last one
 * @param detail what is wrong, for a person
 */
public record Finding(Where where, long first, long last, String detail) {
  /** What was found wrong. */
  public enum Where {
    /** A revision that is a row. */
    ROW,
    /** A packed run of revisions. */
    SEGMENT,
    /** The order of the log: a gap, an overlap, an epoch that goes down. */
    LOG,
    SNAPSHOT,
    /** A state that history is replayed from. */
    BASELINE,
    /** What readers are given. */
    STATE
  }

  @Override
  public String toString() {
    return where.name().toLowerCase(Locale.ROOT)
        + (first == last ? " " + first : " " + first + "–" + last)
        + ": "
        + detail;
  }
}
