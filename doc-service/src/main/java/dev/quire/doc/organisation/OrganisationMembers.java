package dev.quire.doc.organisation;

import dev.quire.doc.database.Statements;
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
 * Who belongs to an organisation. It never loses its last admin, whatever its admins do at the same
 * time: each change locks the admins' rows first.
 */
public final class OrganisationMembers {
  /** The most people who belong to one. */
  public static final int MAX_MEMBERS = 10_000;

  private static final String LIST =
      """
      SELECT user_id, kind, display_name, since FROM organisation_member
      WHERE organisation = $1 AND user_id > $2 ORDER BY user_id LIMIT $3
      """;

  private static final String PUT =
      """
      WITH admins AS MATERIALIZED (
        SELECT user_id FROM organisation_member
        WHERE organisation = $1 AND kind = 'admin' ORDER BY user_id FOR UPDATE
      )
      INSERT INTO organisation_member AS present (organisation, user_id, kind, display_name)
      SELECT $1, $2, $3, $4
      WHERE (SELECT count(*) FROM organisation_member WHERE organisation = $1) < $5
         OR EXISTS (SELECT FROM organisation_member WHERE organisation = $1 AND user_id = $2)
      ON CONFLICT (organisation, user_id) DO UPDATE
      SET kind = excluded.kind,
          display_name = coalesce(excluded.display_name, present.display_name)
      WHERE excluded.kind = 'admin'
         OR EXISTS (SELECT FROM admins WHERE admins.user_id <> excluded.user_id)
      RETURNING user_id, kind, display_name, since
      """;

  private static final String REMOVE =
      """
      WITH admins AS MATERIALIZED (
        SELECT user_id FROM organisation_member
        WHERE organisation = $1 AND kind = 'admin' ORDER BY user_id FOR UPDATE
      )
      DELETE FROM organisation_member
      WHERE organisation = $1 AND user_id = $2
        AND EXISTS (SELECT FROM admins WHERE admins.user_id <> $2)
      """;

  private static final String IS_MEMBER =
      "SELECT 1 FROM organisation_member WHERE organisation = $1 AND user_id = $2";

  /**
   * One of them.
   *
   * @param displayName as it was when the member was added; null where nobody asked for it
   */
  public record Member(String userId, Kind kind, @Nullable String displayName, Instant since) {}

  private final Statements statements;

  public OrganisationMembers(Statements statements) {
    this.statements = statements;
  }

  /**
   * In the order of their ids.
   *
   * @param after the last one of the page before; {@code ""} to begin
   */
  public Future<List<Member>> list(UUID organisation, String after, int limit) {
    return statements
        .execute(LIST, Tuple.of(organisation, after, (long) limit))
        .map(rows -> rows.stream().map(OrganisationMembers::member).toList());
  }

  /** Adds somebody, or changes how he belongs. {@code CONFLICT} for the last admin. */
  public Future<Member> put(
      UUID organisation, String userId, Kind kind, @Nullable String displayName) {
    return statements
        .execute(PUT, Tuple.of(organisation, userId, kind.word(), displayName, MAX_MEMBERS))
        .map(
            rows ->
                rows.stream()
                    .findFirst()
                    .map(OrganisationMembers::member)
                    .orElseThrow(
                        () ->
                            new WireFailure(
                                Code.CONFLICT,
                                "An organisation keeps at least one admin and has at most "
                                    + MAX_MEMBERS
                                    + " people.")));
  }

  /** {@code NOT_FOUND} where he does not belong to it, {@code CONFLICT} for the last admin. */
  public Future<Void> remove(UUID organisation, String userId) {
    return statements
        .execute(REMOVE, Tuple.of(organisation, userId))
        .compose(
            rows ->
                rows.rowCount() == 1
                    ? Future.succeededFuture()
                    : statements
                        .execute(IS_MEMBER, Tuple.of(organisation, userId))
                        .map(found -> refuse(found.size() > 0)));
  }

  private static Void refuse(boolean isMember) {
    throw isMember
        ? new WireFailure(
            Code.CONFLICT, "This is the last admin: make somebody else an admin first.")
        : new WireFailure(Code.NOT_FOUND, "There is no such member.");
  }

  private static Member member(Row row) {
    return new Member(
        row.getString("user_id"),
        Kind.ofWord(row.getString("kind")).orElseThrow(),
        row.getString("display_name"),
        row.getOffsetDateTime("since").toInstant());
  }
}
