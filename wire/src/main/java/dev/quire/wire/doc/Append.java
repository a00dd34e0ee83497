package dev.quire.wire.doc;

import dev.quire.wire.Bytes;
import dev.quire.wire.DocumentId;
import dev.quire.wire.SessionId;
import dev.quire.wire.WireMessage;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A group commit: the updates of any number of documents of one lane, in one statement. Each
 * document's part goes in whole or not at all, whatever happens to the others.
 *
 * @param documents no document twice
 */
public record Append(List<Part> documents) implements WireMessage {

  /**
   * One document's updates.
   *
   * @param epoch the shard's epoch that the sender believes it holds
   * @param base the document's last revision: the first update becomes {@code base + 1}
   */
  public record Part(DocumentId document, long epoch, long base, List<Update> updates)
      implements WireMessage {}

  /**
   * @param author the user id that the server vouches for
   * @param update a validated Yjs update, format v1
   * @param session in which the author wrote it, as the server knows; null where it doesn't
   */
  public record Update(String author, Bytes update, @Nullable SessionId session)
      implements WireMessage {

    /** Of no session that is known. */
    public Update(String author, Bytes update) {
      this(author, update, null);
    }
  }

  /** What became of each part, in the order of the parts. All of it is durable. */
  public record Result(List<Outcome> outcomes) implements WireMessage {}

  public sealed interface Outcome extends WireMessage {}

  /** In the log, as revisions {@code base + 1 … revision}. */
  public record Appended(long revision) implements Outcome {}

  /** Nothing was inserted: the shard has a higher epoch. */
  public record Fenced(long epoch) implements Outcome {}

  /** Nothing was inserted: the log's last revision is not {@code base}. */
  public record Conflict(long revision) implements Outcome {}

  /**
   * Nothing was inserted: the log can't keep what is in the part, whenever it is sent.
   *
   * @param detail what it says about it, and what to do
   */
  public record Refused(String detail) implements Outcome {}
}
