package dev.quire.collab.owner;

import dev.quire.wire.Bytes;
import dev.quire.wire.doc.Append;
import dev.quire.wire.doc.ReadLog;

/**
 * An accepted update with the revision it will have once it is durable.
 *
 * @param session in which the author made it, which may have ended since
 * @param ranges how many ranges of ids are kept of it, to tell duplicates
 */
record Sequenced(long revision, Session session, Bytes update, int ranges) {
  /** What it costs to keep beside its bytes. */
  private static final int OVERHEAD = 150;

  /** What a range of ids costs in the sets in which updates are looked up. */
  private static final int RANGE_OVERHEAD = 100;

  /** What it takes in memory, in bytes: of an update of many clients mostly its ids. */
  long heldBytes() {
    return update.length() + OVERHEAD + (long) ranges * RANGE_OVERHEAD;
  }

  Append.Update toAppend() {
    return new Append.Update(session.author(), update, session.stamp());
  }

  /**
   * Whether this is what the log holds: revision, author and bytes, and the session, unless a
   * process of before sessions were said has taken it or reads it.
   */
  boolean isEntry(ReadLog.Entry entry) {
    return entry.revision() == revision
        && entry.author().equals(session.author())
        && (entry.session() == null || entry.session().equals(session.stamp()))
        && entry.update().equals(update);
  }
}
