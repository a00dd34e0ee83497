package dev.quire.doc.document;

import dev.quire.doc.database.Statements;
import dev.quire.wire.Principal;
import dev.quire.wire.Principal.Realm;
import dev.quire.wire.Role;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The documents that somebody has access to, the newest first: their ids sort by the time they were
 * made.
 */
public final class DocumentList {
  /** What each part goes on with: $2 deleted, $3 before, $4 limit, $5 organisation. */
  private static final String FILTER =
      """
        AND (document.deleted_at IS NOT NULL) = $2 AND document.purged_at IS NULL
        AND ($3::uuid IS NULL OR document.id < $3)
        AND ($5::uuid IS NULL OR document.organisation = $5)
      ORDER BY document.id DESC LIMIT $4
      """;

  private static final String OF_MEMBER =
      DocumentRows.COLUMNS
          + """
            , effective_role(document.id, $1) AS role
          FROM (
            (SELECT member.document AS id FROM document_member AS member
             JOIN document ON document.id = member.document
             WHERE member.user_id = $1 AND document.realm = 'quire'
               AND (NOT $2 OR member.role = 'owner')
          """
          + FILTER
          + """
            ) UNION
            (SELECT guest.document FROM document_link_guest AS guest
             JOIN document_link AS link ON link.id = guest.link
             JOIN document ON document.id = guest.document
             WHERE guest.user_id = $1 AND NOT $2
               AND (link.expires_at IS NULL OR link.expires_at > now())
          """
          + FILTER
          + """
            ) UNION
            (SELECT document.id FROM organisation_member AS belongs
             JOIN organisation ON organisation.id = belongs.organisation
             JOIN document ON document.organisation = organisation.id
             WHERE belongs.user_id = $1 AND belongs.kind <> 'guest' AND NOT $2
               AND organisation.default_role IS NOT NULL
          """
          + FILTER
          + """
            )
          ) AS mine JOIN document ON document.id = mine.id
          """
          + DocumentRows.LAST
          + "ORDER BY document.id DESC LIMIT $4";

  private static final String BY_GRANT =
      DocumentRows.COLUMNS
          + "FROM document\n"
          + DocumentRows.LAST
          + "WHERE document.realm = 'external' AND document.name LIKE ANY ($1)\n"
          + FILTER;

  private final Statements statements;

  public DocumentList(Statements statements) {
    this.statements = statements;
  }

  /**
   * @param deleted those deleted, which only owners see, in place of those not
   * @param organisation only those of this one; null for all
   * @param before lists what is older than this one; null to begin with the newest
   */
  public Future<DocumentView.Page> list(
      Principal principal,
      boolean deleted,
      @Nullable UUID organisation,
      @Nullable UUID before,
      int limit) {
    boolean account = principal.realm() == Realm.QUIRE;
    Tuple values =
        Tuple.tuple()
            .addValue(account ? principal.userId() : Grants.likePatterns(principal.grants()))
            .addBoolean(deleted)
            .addUUID(before)
            .addLong(limit + 1L)
            .addUUID(organisation);
    Function<Row, Optional<Role>> role =
        account
            ? row -> Role.ofWord(row.getString("role"))
            : row ->
                Grants.roleOn(row.getString("name"), principal.grants())
                    .filter(granted -> !deleted || granted.mayManage());
    return statements
        .execute(account ? OF_MEMBER : BY_GRANT, values)
        .map(rows -> page(rows, limit, role));
  }

  private static DocumentView.Page page(
      RowSet<Row> rows, int limit, Function<Row, Optional<Role>> role) {
    List<DocumentView> items = new ArrayList<>();
    UUID last = null;
    int seen = 0;
    for (Row row : rows) {
      if (++seen > limit) {
        return new DocumentView.Page(items, last);
      }
      last = row.getUUID("id");
      role.apply(row).ifPresent(given -> items.add(DocumentRows.view(row, given)));
    }
    return new DocumentView.Page(items, null);
  }
}
