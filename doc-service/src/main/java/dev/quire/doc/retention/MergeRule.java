package dev.quire.doc.retention;

import dev.quire.crdt.UpdateContents;
import dev.quire.crdt.id.IdSet;
import dev.quire.doc.segment.LoggedUpdate;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/**
 * Which revisions become one item: those of one author, session and epoch in a row, of one day
 * (UTC), without half an hour's pause, up to {@link #MOST_BYTES}. None goes on behind revision 1 or
 * behind one that must be kept, and what is merged already stays as it is.
 *
 * <p>No two revisions of a group write the same id: hostile clients write other things under an id
 * that is taken, of which a replay takes the first and {@link dev.quire.crdt.update.Updates#merge}
 * the longest.
 *
 * @param beforeMicros what was committed at this time or later stays as it is; the beginning of a
 *     day, so that no session is merged in parts
 * @param kept revisions that must stay the last of their item
 */
record MergeRule(long beforeMicros, Set<Long> kept) {
  private static final long PAUSE_MICROS = 30 * 60_000_000L;
  private static final long DAY_MICROS = 86_400_000_000L;

  /** Bytes of updates in an item at most, but for one update that is longer. */
  static final int MOST_BYTES = 1 << 20;

  /** The beginning of the day that was so many days ago, in microseconds since 1970. */
  static long daysBefore(Instant now, int days) {
    return ChronoUnit.MICROS.between(
        Instant.EPOCH, now.truncatedTo(ChronoUnit.DAYS).minus(days, ChronoUnit.DAYS));
  }

  /**
   * A run of the log in groups.
   *
   * @param settled what is to be one item each; nothing of it ever comes under the rule again
   * @param open what follows and is left for later
   * @param isYoung whether what is open is too young, rather than perhaps incomplete
   */
  record Grouped(List<List<LoggedUpdate>> settled, List<LoggedUpdate> open, boolean isYoung) {}

  /**
   * Groups a run.
   *
   * @param goesOn whether what follows the run is packed as well: then its last group may be
   *     incomplete, and is left for later
   * @param due the first revision that was not settled before: what has it is settled in any case,
   *     so that each time gets on
   */
  Grouped group(List<LoggedUpdate> run, boolean goesOn, long due) {
    List<List<LoggedUpdate>> groups = new ArrayList<>();
    List<LoggedUpdate> group = new ArrayList<>();
    IdSet written = new IdSet();
    int old = 0;
    long bytes = 0;
    while (old < run.size() && run.get(old).receivedAtMicros() < beforeMicros) {
      LoggedUpdate next = run.get(old);
      bytes += next.update().length();
      if (!group.isEmpty() && (bytes > MOST_BYTES || !takes(group, written, next))) {
        groups.add(group);
        group = new ArrayList<>();
        written = new IdSet();
        bytes = next.update().length();
      }
      group.add(next);
      old++;
    }
    boolean isYoung = old < run.size();
    if (!group.isEmpty() && (isYoung || !goesOn || group.get(0).fromRevision() <= due)) {
      groups.add(group);
      group = new ArrayList<>();
    }
    List<LoggedUpdate> open = new ArrayList<>(group);
    open.addAll(run.subList(old, run.size()));
    return new Grouped(groups, open, isYoung);
  }

  /**
   * Whether the next one goes into a group.
   *
   * @param written ids that the group writes, empty where it is of one alone; those of the next are
   *     added
   */
  private boolean takes(List<LoggedUpdate> group, IdSet written, LoggedUpdate next) {
    if (!joins(group.get(group.size() - 1), next)) {
      return false;
    }
    if (group.size() == 1) {
      written.addAll(writes(group.get(0)));
    }
    IdSet writes = writes(next);
    boolean isNew = !written.containsAny(writes);
    written.addAll(writes);
    return isNew;
  }

  private static IdSet writes(LoggedUpdate one) {
    return UpdateContents.read(one.update().array()).structs();
  }

  private boolean joins(LoggedUpdate one, LoggedUpdate next) {
    return !one.isMerged()
        && !next.isMerged()
        && one.revision() > 1
        && !kept.contains(one.revision())
        && one.author().equals(next.author())
        && Objects.equals(one.session(), next.session())
        && one.epoch() == next.epoch()
        && Math.abs(next.receivedAtMicros() - one.receivedAtMicros()) <= PAUSE_MICROS
        && Math.floorDiv(one.receivedAtMicros(), DAY_MICROS)
            == Math.floorDiv(next.receivedAtMicros(), DAY_MICROS);
  }
}
