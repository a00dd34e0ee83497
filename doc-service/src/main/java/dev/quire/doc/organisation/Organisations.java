package dev.quire.doc.organisation;

import dev.quire.doc.database.Statements;
import dev.quire.doc.document.Uuid7;
import dev.quire.wire.Role;
import dev.quire.wire.WireFailure;
import dev.quire.wire.WireFailure.Code;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.time.Clock;
import java.util.List;
import java.util.UUID;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** Organisations in PostgreSQL. To whoever does not belong to one there is none. */
public final class Organisations {
  /** The most organisations that one account administers. */
  public static final int MAX_ADMINISTERED = 100;

  private static final String CREATE =
      """
      WITH made AS (
        INSERT INTO organisation (id, name, default_role, created_by)
        SELECT $1, $2, $3, $4
        WHERE (SELECT count(*) FROM organisation_member WHERE user_id = $4 AND kind = 'admin') < $6
        RETURNING id, name, default_role, created_at
      ), admin AS (
        INSERT INTO organisation_member (organisation, user_id, kind, display_name)
        SELECT id, $4, 'admin', $5 FROM made
      )
      SELECT id, name, default_role, 'admin' AS kind, created_at FROM made
      """;

  private static final String COLUMNS =
      """
      SELECT organisation.id, name, default_role, member.kind, created_at
      FROM organisation_member AS member
      JOIN organisation ON organisation.id = member.organisation
      WHERE member.user_id = $1
      """;

  private static final String GET = COLUMNS + "AND organisation.id = $2";

  private static final String LIST =
      COLUMNS
          + """
          AND ($2::uuid IS NULL OR member.organisation < $2)
          ORDER BY member.organisation DESC LIMIT $3
          """;

  private static final String CHANGE =
      """
      UPDATE organisation SET name = coalesce($2, name),
        default_role = CASE WHEN $3 THEN $4 ELSE default_role END
      WHERE id = $1
      """;

  private final Statements statements;
  private final Clock clock;
  private final RandomGenerator random;

  public Organisations(Statements statements, Clock clock, RandomGenerator random) {
    this.statements = statements;
    this.clock = clock;
    this.random = random;
  }

  /** The creator is its admin. {@code CONFLICT} where he administers too many. */
  public Future<Organisation> create(
      String name, @Nullable Role defaultRole, String userId, String displayName) {
    Tuple values =
        Tuple.tuple()
            .addUUID(Uuid7.of(clock.millis(), random))
            .addString(name)
            .addString(word(defaultRole))
            .addString(userId)
            .addString(displayName)
            .addInteger(MAX_ADMINISTERED);
    return statements
        .execute(CREATE, values)
        .map(
            rows ->
                rows.stream()
                    .findFirst()
                    .map(Organisations::organisation)
                    .orElseThrow(
                        () ->
                            new WireFailure(
                                Code.CONFLICT,
                                "You administer "
                                    + MAX_ADMINISTERED
                                    + " organisations already, which is the most.")));
  }

  /** {@code NOT_FOUND} where there is none, or the user does not belong to it. */
  public Future<Organisation> get(UUID id, String userId) {
    return statements
        .execute(GET, Tuple.of(userId, id))
        .map(
            rows ->
                rows.stream()
                    .findFirst()
                    .map(Organisations::organisation)
                    .orElseThrow(Organisations::notFound));
  }

  /**
   * Those that the user belongs to, the newest first.
   *
   * @param before lists what is older than this one; null to begin with the newest
   */
  public Future<List<Organisation>> list(String userId, @Nullable UUID before, int limit) {
    return statements
        .execute(LIST, Tuple.of(userId, before, (long) limit))
        .map(rows -> rows.stream().map(Organisations::organisation).toList());
  }

  /**
   * @param name null to leave it
   * @param changesDefault whether {@code defaultRole} is to be the default from now on
   */
  public Future<Void> change(
      UUID id, @Nullable String name, boolean changesDefault, @Nullable Role defaultRole) {
    return statements
        .execute(CHANGE, Tuple.of(id, name, changesDefault, word(defaultRole)))
        .mapEmpty();
  }

  public static WireFailure notFound() {
    return new WireFailure(
        Code.NOT_FOUND, "There is no such organisation, or you do not belong to it.");
  }

  private static @Nullable String word(@Nullable Role role) {
    return role == null ? null : role.word();
  }

  private static Organisation organisation(Row row) {
    String defaultRole = row.getString("default_role");
    return new Organisation(
        row.getUUID("id"),
        row.getString("name"),
        defaultRole == null ? null : Role.ofWord(defaultRole).orElseThrow(),
        Kind.ofWord(row.getString("kind")).orElseThrow(),
        row.getOffsetDateTime("created_at").toInstant());
  }
}
