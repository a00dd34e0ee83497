package dev.quire.doc.log;

import dev.quire.kit.rest.Problem;
import dev.quire.wire.doc.ReadLog;
import java.util.ArrayList;
import java.util.List;

/**
 * Where a retention rule has merged revisions, only the last of each merged item is kept: a
 * document can be read as it was there, and not in between.
 */
public final class KeptRevisions {
  private KeptRevisions() {}

  /**
   * The entries up to a revision, out of some that may go on behind it.
   *
   * @throws Problem of type {@code revision-merged} where that revision is not kept
   */
  public static List<ReadLog.Entry> upTo(long revision, List<ReadLog.Entry> entries) {
    List<ReadLog.Entry> taken = new ArrayList<>(entries.size());
    for (ReadLog.Entry entry : entries) {
      if (entry.fromRevision() <= revision) {
        requireKept(revision, entry);
        taken.add(entry);
      }
    }
    return taken;
  }

  /**
   * @throws Problem of type {@code revision-merged} where the entry has the revision and does not
   *     end with it
   */
  public static void requireKept(long revision, ReadLog.Entry entry) {
    if (entry.fromRevision() <= revision && revision < entry.revision()) {
      throw new Problem(
          410,
          "revision-merged",
          "This revision is not kept",
          "Revision "
              + revision
              + " is one of "
              + entry.fromRevision()
              + " to "
              + entry.revision()
              + ", which were merged by the retention rule. Ask for "
              + (entry.fromRevision() - 1)
              + " or "
              + entry.revision()
              + ".");
    }
  }
}
