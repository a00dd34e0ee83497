package dev.quire.collab.owner;

import dev.quire.wire.Bytes;
import dev.quire.wire.SessionId;
import dev.quire.wire.doc.Append;
import dev.quire.wire.doc.ReadLog;
import org.jspecify.annotations.Nullable;

/**
 * An accepted update with the revision it will have once it is durable.
 *
 * @param session in which the author made it; null where its edge is of before sessions were said
 * @param ranges how many ranges of ids are kept of it, to tell duplicates
 */
record Sequenced(
    long revision, String author, @Nullable SessionId session, Bytes update, int ranges) {
  /** What it costs to keep beside its bytes. */
  private static final int OVERHEAD = 150;

  /** What a range of ids costs in the sets in which updates are looked up. */
  private static final int RANGE_OVERHEAD = 100;

  /** What it takes in memory, in bytes: of an update of many clients mostly its ids. */
  long heldBytes() {
    return update.length() + OVERHEAD + (long) ranges * RANGE_OVERHEAD;
  }

  Append.Update toAppend() {
    return new Append.Update(author, update, session);
  }

  /**
   * Whether this is what the log holds: revision, author and bytes, and the session, unless a
   * process of before sessions were said has taken it or reads it.
   */
  boolean isEntry(ReadLog.Entry entry) {
    return entry.revision() == revision
        && entry.author().equals(author)
        && (entry.session() == null || entry.session().equals(session))
        && entry.update().equals(update);
  }
}
