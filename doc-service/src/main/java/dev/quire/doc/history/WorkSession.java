package dev.quire.doc.history;

import dev.quire.wire.SessionId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Revisions that one author made in one session, one after the other without a long pause.
 *
 * @param fromRevision the first
 * @param toRevision the last
 * @param startedAt when the first was committed
 * @param endedAt when the last was committed
 * @param bytes of their updates, together
 * @param session in which they were made; null where nobody said
 */
public record WorkSession(
    String author,
    long fromRevision,
    long toRevision,
    Instant startedAt,
    Instant endedAt,
    long bytes,
    @Nullable SessionId session) {

  /**
   * One revision, or some that were merged, without what they changed.
   *
   * @param startedAt when the first was committed
   * @param at when the last was
   */
  public record Step(
      long fromRevision,
      long revision,
      String author,
      Instant startedAt,
      Instant at,
      long bytes,
      @Nullable SessionId session) {}

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
                step.bytes(),
                step.session());
      }
    }
    if (open != null) {
      sessions.add(open);
    }
    return sessions;
  }

  private boolean continues(Step earlier, long pauseMillis) {
    return author.equals(earlier.author())
        && Objects.equals(session, earlier.session())
        && startedAt.toEpochMilli() - earlier.at().toEpochMilli() <= pauseMillis;
  }

  private WorkSession extendedTo(Step earlier) {
    return new WorkSession(
        author,
        earlier.fromRevision(),
        toRevision,
        earlier.startedAt(),
        endedAt,
        bytes + earlier.bytes(),
        session);
  }
}
