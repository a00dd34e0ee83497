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
   * @param committedAtMillis milliseconds since 1970, for people; nothing is ordered by it
   */
  public record Entry(
      long revision, long epoch, String author, long committedAtMillis, Bytes update)
      implements WireMessage {}
}
