package dev.quire.doc.retention;

import dev.quire.crdt.UpdateContents;
import dev.quire.crdt.id.IdSet;
import dev.quire.crdt.update.Updates;
import dev.quire.doc.segment.LoggedUpdate;
import dev.quire.wire.Bytes;
import java.util.List;

/** One update out of many, with all that they have: nothing that was deleted is left out. */
final class MergedItem {
  private MergedItem() {}

  /**
   * Merges a group.
   *
   * @param group revisions in a row, at least one; of one alone it is that one
   * @throws IllegalStateException where the merged update would not have the ids of all of them
   */
  static LoggedUpdate of(List<LoggedUpdate> group) {
    LoggedUpdate first = group.get(0);
    LoggedUpdate last = group.get(group.size() - 1);
    if (group.size() == 1) {
      return first;
    }
    byte[] merged = Updates.merge(group.stream().map(one -> one.update().array()).toList());
    requireAll(group, UpdateContents.read(merged));
    return new LoggedUpdate(
        last.revision(),
        last.epoch(),
        last.author(),
        last.receivedAtMicros(),
        Bytes.of(merged),
        first.fromRevision(),
        first.startedAtMicros(),
        last.session());
  }

  private static void requireAll(List<LoggedUpdate> group, UpdateContents merged) {
    IdSet structs = new IdSet();
    IdSet deletes = new IdSet();
    for (LoggedUpdate one : group) {
      UpdateContents contents = UpdateContents.read(one.update().array());
      structs.addAll(contents.structs());
      deletes.addAll(contents.deletes());
    }
    if (!merged.structs().equals(structs) || !merged.deletes().equals(deletes)) {
      throw new IllegalStateException(
          "revisions "
              + group.get(0).fromRevision()
              + " … "
              + group.get(group.size() - 1).revision()
              + " don't survive merging");
    }
  }
}
