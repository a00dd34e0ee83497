package dev.quire.doc.document;

import dev.quire.wire.Role;
import io.vertx.sqlclient.Row;
import java.time.Instant;
import java.time.OffsetDateTime;

/** The columns that every query for documents to show has in common. */
public final class DocumentRows {
  public static final String COLUMNS =
      """
      SELECT document.id, document.name, document.title, document.organisation,
             document.created_at,
             greatest(document.changed_at, last.received_at) AS updated_at,
             coalesce(last.revision, 0) AS revision
      """;

  public static final String LAST =
      """
      LEFT JOIN LATERAL (
        SELECT revision, received_at FROM document_update
        WHERE shard = document.shard AND document = document.id
        ORDER BY revision DESC LIMIT 1
      ) AS last ON true
      """;

  private DocumentRows() {}

  /** A row of such a query. */
  public static DocumentView view(Row row, Role role) {
    return new DocumentView(
        row.getUUID("id"),
        row.getString("name"),
        row.getString("title"),
        row.getUUID("organisation"),
        role,
        row.getLong("revision"),
        instant(row.getOffsetDateTime("created_at")),
        instant(row.getOffsetDateTime("updated_at")));
  }

  /** The pattern of titles that hold a text, whatever the case. */
  public static String holding(String text) {
    return "%" + text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_") + "%";
  }

  static Instant instant(OffsetDateTime time) {
    return time.toInstant();
  }
}
