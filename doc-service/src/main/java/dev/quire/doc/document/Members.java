package dev.quire.doc.document;

import dev.quire.doc.database.Statements;
import dev.quire.wire.Role;
import dev.quire.wire.WireFailure;
import dev.quire.wire.WireFailure.Code;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Who belongs to a document of Quire's own realm. A document never loses its last owner, whatever
 * its owners do at the same time: each change locks the owners' rows first.
 */
public final class Members {
  /** The most members of a document. */
  public static final int MAX_MEMBERS = 1000;

  private static final String LIST =
      """
      SELECT user_id, role, display_name, since FROM document_member
      WHERE document = $1 ORDER BY since, user_id
      """;

  private static final String PUT =
      """
      WITH owners AS MATERIALIZED (
        SELECT user_id FROM document_member
        WHERE document = $1 AND role = 'owner' ORDER BY user_id FOR UPDATE
      )
      INSERT INTO document_member AS present (document, user_id, role, display_name)
      SELECT $1, $2, $3, $4
      WHERE (SELECT count(*) FROM document_member WHERE document = $1) < $5
         OR EXISTS (SELECT FROM document_member WHERE document = $1 AND user_id = $2)
      ON CONFLICT (document, user_id) DO UPDATE
      SET role = excluded.role,
          display_name = coalesce(excluded.display_name, present.display_name)
      WHERE excluded.role = 'owner'
         OR EXISTS (SELECT FROM owners WHERE owners.user_id <> excluded.user_id)
      RETURNING user_id, role, display_name, since
      """;

  private static final String REMOVE =
      """
      WITH owners AS MATERIALIZED (
        SELECT user_id FROM document_member
        WHERE document = $1 AND role = 'owner' ORDER BY user_id FOR UPDATE
      )
      DELETE FROM document_member
      WHERE document = $1 AND user_id = $2
        AND EXISTS (SELECT FROM owners WHERE owners.user_id <> $2)
      """;

  private static final String IS_MEMBER =
      "SELECT 1 FROM document_member WHERE document = $1 AND user_id = $2";

  /**
   * One of them.
   *
   * @param displayName as it was when the member was added; null where nobody asked for it
   */
  public record Member(String userId, Role role, @Nullable String displayName, Instant since) {}

  private final Statements statements;

  public Members(Statements statements) {
    this.statements = statements;
  }

  public Future<List<Member>> list(UUID document) {
    return statements
        .execute(LIST, Tuple.of(document))
        .map(rows -> rows.stream().map(Members::member).toList());
  }

  /** Adds a member, or gives one another role. {@code CONFLICT} for the last owner's. */
  public Future<Member> put(UUID document, String userId, Role role, @Nullable String name) {
    Tuple values =
        Tuple.tuple()
            .addUUID(document)
            .addString(userId)
            .addString(role.word())
            .addString(name)
            .addInteger(MAX_MEMBERS);
    return statements
        .execute(PUT, values)
        .map(
            rows ->
                rows.stream()
                    .findFirst()
                    .map(Members::member)
                    .orElseThrow(
                        () ->
                            new WireFailure(
                                Code.CONFLICT,
                                "A document keeps at least one owner and has at most "
                                    + MAX_MEMBERS
                                    + " members.")));
  }

  /** {@code NOT_FOUND} where there is no such member, {@code CONFLICT} for the last owner. */
  public Future<Void> remove(UUID document, String userId) {
    return statements
        .execute(REMOVE, Tuple.of(document, userId))
        .compose(
            rows ->
                rows.rowCount() == 1
                    ? Future.succeededFuture()
                    : isMember(document, userId).map(Members::refuse));
  }

  private Future<Boolean> isMember(UUID document, String userId) {
    return statements.execute(IS_MEMBER, Tuple.of(document, userId)).map(rows -> rows.size() > 0);
  }

  private static Void refuse(boolean isMember) {
    throw isMember
        ? new WireFailure(
            Code.CONFLICT, "This is the last owner: make somebody else an owner first.")
        : new WireFailure(Code.NOT_FOUND, "There is no such member.");
  }

  private static Member member(Row row) {
    return new Member(
        row.getString("user_id"),
        Role.ofWord(row.getString("role")).orElseThrow(),
        row.getString("display_name"),
        DocumentRows.instant(row.getOffsetDateTime("since")));
  }
}
