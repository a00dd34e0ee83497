package dev.quire.wire.doc;

import dev.quire.wire.Bytes;
import dev.quire.wire.DocumentId;
import dev.quire.wire.WireMessage;
import java.util.List;

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
   */
  public record Entry(
      long revision,
      long epoch,
      String author,
      long committedAtMillis,
      Bytes update,
      long fromRevision)
      implements WireMessage {

    public Entry {
      // As senders from before merging leave it.
      fromRevision = fromRevision == 0 ? revision : fromRevision;
    }

    /** Of one revision. */
    public Entry(long revision, long epoch, String author, long committedAtMillis, Bytes update) {
      this(revision, epoch, author, committedAtMillis, update, revision);
    }

    /** Whether it goes on from a revision: has the next one, if need be among others. */
    public boolean follows(long after) {
      return fromRevision <= after + 1 && revision > after;
    }
  }
}
