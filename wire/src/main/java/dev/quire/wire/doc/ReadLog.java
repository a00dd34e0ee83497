package dev.quire.wire.doc;

import dev.quire.wire.Bytes;
import dev.quire.wire.DocumentId;
import dev.quire.wire.SessionId;
import dev.quire.wire.WireMessage;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads revisions {@code after + 1 …} from the primary.
 *
 * @param maxItems at most this many, at least 1
 * @param maxBytes stops after the item that reaches this many bytes of updates
 */
public record ReadLog(DocumentId document, long after, int maxItems, int maxBytes)
    implements WireMessage {

  /**
   * @param lastRevision the log's last revision when this was read
   */
  public record Page(long lastRevision, List<Entry> entries) implements WireMessage {}

  /**
   * One revision, or revisions in a row that a retention rule has merged into one update. Entries
   * cover the log without a gap; the first one of a page may begin at or before {@code after}.
   *
   * @param revision the last of its revisions
   * @param committedAtMillis milliseconds since 1970, for people; nothing is ordered by it
   * @param fromRevision the first of its revisions; {@code revision} where nothing was merged
   * @param session as in {@link Append.Update}
   */
  public record Entry(
      long revision,
      long epoch,
      String author,
      long committedAtMillis,
      Bytes update,
      long fromRevision,
      @Nullable SessionId session)
      implements WireMessage {

    public Entry {
      // As senders from before merging leave it.
      fromRevision = fromRevision == 0 ? revision : fromRevision;
    }

    /** Of no session that is known. */
    public Entry(
        long revision,
        long epoch,
        String author,
        long committedAtMillis,
        Bytes update,
        long fromRevision) {
      this(revision, epoch, author, committedAtMillis, update, fromRevision, null);
    }

    /** Of one revision, and of no session that is known. */
    public Entry(long revision, long epoch, String author, long committedAtMillis, Bytes update) {
      this(revision, epoch, author, committedAtMillis, update, revision, null);
    }

    /** Whether it goes on from a revision: has the next one, if need be among others. */
    public boolean follows(long after) {
      return fromRevision <= after + 1 && revision > after;
    }
  }
}
