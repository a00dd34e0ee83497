package dev.quire.doc.history;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * Revisions that one author made one after the other without a long pause.
 *
 * @param fromRevision the first
 * @param toRevision the last
 * @param startedAt when the first was committed
 * @param endedAt when the last was committed
 * @param bytes of their updates, together
 */
public record WorkSession(
    String author,
    long fromRevision,
    long toRevision,
    Instant startedAt,
    Instant endedAt,
    long bytes) {

  /**
   * One revision, or some that were merged, without what they changed.
   *
   * @param startedAt when the first was committed
   * @param at when the last was
   */
  public record Step(
      long fromRevision, long revision, String author, Instant startedAt, Instant at, long bytes) {}

  /**
   * Groups revisions.
   *
   * @param steps from the latest down, without a gap
   * @param pauseMillis a longer pause ends a session
   * @return the latest first
   */
  static List<WorkSession> of(List<Step> steps, long pauseMillis) {
    List<WorkSession> sessions = new ArrayList<>();
    WorkSession open = null;
    for (Step step : steps) {
      if (open != null && open.continues(step, pauseMillis)) {
        open = open.extendedTo(step);
      } else {
        if (open != null) {
          sessions.add(open);
        }
        open =
            new WorkSession(
                step.author(),
                step.fromRevision(),
                step.revision(),
                step.startedAt(),
                step.at(),
                step.bytes());
      }
    }
    if (open != null) {
      sessions.add(open);
    }
    return sessions;
  }

  private boolean continues(Step earlier, long pauseMillis) {
    return author.equals(earlier.author())
        && startedAt.toEpochMilli() - earlier.at().toEpochMilli() <= pauseMillis;
  }

  private WorkSession extendedTo(Step earlier) {
    return new WorkSession(
        author,
        earlier.fromRevision(),
        toRevision,
        earlier.startedAt(),
        endedAt,
        bytes + earlier.bytes());
  }
}
