package dev.quire.doc.segment;

import dev.quire.wire.Bytes;
import dev.quire.wire.SessionId;
import org.jspecify.annotations.Nullable;

/**
 * A revision as the log keeps it, or revisions in a row that a retention rule has merged.
 *
 * @param revision the last of its revisions
 * @param receivedAtMicros when that was committed: microseconds since 1970, by the database's clock
 * @param fromRevision the first of its revisions; {@code revision} where nothing was merged
 * @param startedAtMicros when the first was committed
 * @param session in which all of them were made; null where nobody said
 */
public record LoggedUpdate(
    long revision,
    long epoch,
    String author,
    long receivedAtMicros,
    Bytes update,
    long fromRevision,
    long startedAtMicros,
    @Nullable SessionId session) {

  /** One revision. */
  public LoggedUpdate(
      long revision,
      long epoch,
      String author,
      long receivedAtMicros,
      Bytes update,
      @Nullable SessionId session) {
    this(revision, epoch, author, receivedAtMicros, update, revision, receivedAtMicros, session);
  }

  /** One revision, of which nobody said the session. */
  public LoggedUpdate(
      long revision, long epoch, String author, long receivedAtMicros, Bytes update) {
    this(revision, epoch, author, receivedAtMicros, update, null);
  }

  public boolean isMerged() {
    return fromRevision < revision;
  }
}
