package dev.quire.doc.document;

import dev.quire.wire.Role;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A document as one of those with access to it sees it.
 *
 * @param organisation the one that it was made in; null for none
 * @param role theirs
 * @param revision the log's last
 * @param updatedAt when it was last edited, renamed, deleted or brought back
 */
public record DocumentView(
    UUID id,
    @Nullable String name,
    String title,
    @Nullable UUID organisation,
    Role role,
    long revision,
    Instant createdAt,
    Instant updatedAt) {

  /** The same document as somebody with another role sees it. */
  public DocumentView as(Role other) {
    return new DocumentView(id, name, title, organisation, other, revision, createdAt, updatedAt);
  }

  /**
   * Some of a list, newest first.
   *
   * @param next where the next page begins; null on the last one
   */
  public record Page(List<DocumentView> items, @Nullable UUID next) {}
}
