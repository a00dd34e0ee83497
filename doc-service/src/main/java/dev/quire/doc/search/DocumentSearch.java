package dev.quire.doc.search;

import dev.quire.doc.database.Statements;
import dev.quire.doc.document.DocumentRows;
import dev.quire.doc.document.DocumentView;
import dev.quire.doc.document.Grants;
import dev.quire.wire.Principal;
import dev.quire.wire.Principal.Realm;
import dev.quire.wire.Role;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Finds documents by their titles and texts, among those that the caller may read. A document is
 * found where its title holds what is looked for, as it stands; or where title and text together
 * hold all of its words, or longer ones that begin so. The best come first: many and close hits,
 * and titles before texts.
 */
public final class DocumentSearch {
  /** Results behind this many are not shown: say more precisely what you look for. */
  public static final int MOST_RESULTS = 1_000;

  /** $1 who, $2 deleted, $3 title pattern, $4 words, $5 offset, $6 limit, $7 organisation. */
  private static final String RANKED =
      """
      WITH hits AS (
        SELECT known.document, ts_rank_cd(known.words, $4::text::tsquery) AS rank
        FROM document_text AS known %1$s
        WHERE %2$s AND $4 <> '' AND known.words @@ $4::text::tsquery
        UNION ALL
        SELECT document.id, 1 FROM document WHERE %3$s AND document.title ILIKE $3
      ), ranked AS (SELECT document, sum(rank) AS rank FROM hits GROUP BY document)
      """;

  private static final String REST =
      """
      WHERE (document.deleted_at IS NOT NULL) = $2 AND document.purged_at IS NULL
        AND ($7::uuid IS NULL OR document.organisation = $7)
      ORDER BY ranked.rank DESC, document.id DESC OFFSET $5 LIMIT $6
      """;

  /** As in {@link dev.quire.doc.document.DocumentList}; whoever is listed here has a role. */
  private static final String MINE =
      """
      (SELECT member.document FROM document_member AS member
       WHERE member.user_id = $1 AND (NOT $2 OR member.role = 'owner')
       UNION ALL
       SELECT guest.document FROM document_link_guest AS guest
       JOIN document_link AS link ON link.id = guest.link
       WHERE guest.user_id = $1 AND NOT $2 AND (link.expires_at IS NULL OR link.expires_at > now())
       UNION ALL
       SELECT document.id FROM organisation_member AS belongs
       JOIN organisation ON organisation.id = belongs.organisation
       JOIN document ON document.organisation = organisation.id
       WHERE belongs.user_id = $1 AND belongs.kind <> 'guest' AND NOT $2
         AND organisation.default_role IS NOT NULL)
      """;

  private static final String OF_MEMBER =
      RANKED.formatted("", "known.document IN " + MINE, "document.id IN " + MINE)
          + DocumentRows.COLUMNS
          + """
            , effective_role(document.id, $1) AS role, known.body
          FROM ranked JOIN document ON document.id = ranked.document AND document.realm = 'quire'
          LEFT JOIN document_text AS known ON known.document = document.id
          """
          + DocumentRows.LAST
          + REST;

  private static final String EXTERNAL =
      "document.realm = 'external' AND document.name LIKE ANY ($1)";

  private static final String BY_GRANT =
      RANKED.formatted("JOIN document ON document.id = known.document", EXTERNAL, EXTERNAL)
          + DocumentRows.COLUMNS
          + """
            , known.body
          FROM ranked JOIN document ON document.id = ranked.document
          LEFT JOIN document_text AS known ON known.document = document.id
          """
          + DocumentRows.LAST
          + REST;

  private final Statements statements;

  public DocumentSearch(Statements statements) {
    this.statements = statements;
  }

  /**
   * A document that was found.
   *
   * @param snippet from its text; without highlights where only its title holds what was asked for
   */
  public record Hit(DocumentView document, Snippet snippet) {}

  /**
   * Some of what was found.
   *
   * @param next the offset of the next page; null on the last
   */
  public record Page(List<Hit> hits, @Nullable Integer next) {}

  /**
   * Looks for something.
   *
   * @param deleted among the caller's own deleted documents
   * @param organisation only among those of this one; null for all
   * @param text what to look for
   * @param offset how many results to pass over, below {@link #MOST_RESULTS}
   * @param limit at least 1
   */
  public Future<Page> find(
      Principal principal,
      boolean deleted,
      @Nullable UUID organisation,
      String text,
      int offset,
      int limit) {
    boolean account = principal.realm() == Realm.QUIRE;
    List<String> asked = Words.asked(text);
    Tuple values =
        Tuple.tuple()
            .addValue(account ? principal.userId() : Grants.likePatterns(principal.grants()))
            .addBoolean(deleted)
            .addString(DocumentRows.holding(text))
            .addString(Words.query(asked))
            .addLong((long) offset)
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
        .map(rows -> page(rows.stream().toList(), role, asked, offset, limit));
  }

  private static Page page(
      List<Row> rows,
      Function<Row, Optional<Role>> role,
      List<String> asked,
      int offset,
      int limit) {
    List<Hit> hits = new ArrayList<>();
    for (Row row : rows.subList(0, Math.min(limit, rows.size()))) {
      String body = row.getString("body");
      Snippet snippet = Snippet.of(body == null ? "" : body, asked);
      role.apply(row).ifPresent(given -> hits.add(new Hit(DocumentRows.view(row, given), snippet)));
    }
    int next = offset + limit;
    boolean more = rows.size() > limit && next < MOST_RESULTS;
    return new Page(hits, more ? (Integer) next : null);
  }
}
