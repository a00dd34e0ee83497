package dev.quire.auth.session;

import dev.quire.auth.account.Account;
import dev.quire.auth.account.EmailAddress;
import dev.quire.auth.store.Database;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Sessions and their refresh tokens in PostgreSQL; {@link Beginnings} is how they begin. */
public final class Sessions {
  /** How long a session's end stays known after it could no longer be refreshed. */
  private static final Duration KEPT = Duration.ofDays(1);

  private final Database database;
  private final Duration life;
  private final Duration grace;

  /**
   * @param life how long a session lasts from its last refresh
   * @param grace how long after its use a token still gives the same successor
   */
  public Sessions(Database database, Duration life, Duration grace) {
    this.database = database;
    this.life = life;
    this.grace = grace;
  }

  /** What a refresh came to. */
  public sealed interface Refreshed {
    /**
     * @param token what the client presents next time
     */
    record Renewed(Account account, UUID session, OpaqueToken token) implements Refreshed {}

    /** A copy of a spent token was used: the session has been ended. */
    record Stolen(UUID session) implements Refreshed {}

    /** The token is unknown, or its session is over. */
    record Unknown() implements Refreshed {}
  }

  /**
   * @param attempt what the client calls this use of the token; a repetition comes under the same
   */
  public Future<Refreshed> refresh(OpaqueToken token, Optional<Attempt> attempt, Instant now) {
    return database.transaction(connection -> refresh(connection, token, attempt, now));
  }

  private Future<Refreshed> refresh(
      SqlConnection connection, OpaqueToken token, Optional<Attempt> attempt, Instant now) {
    // Both rows are locked: a waiter must read what the other request wrote to either.
    return run(
            connection,
            """
            SELECT s.id AS session, s.secret, s.expires_at, s.ended_at, r.used_at, r.attempt,
                   a.id, a.email, a.display_name
            FROM quire_auth.refresh_token r
            JOIN quire_auth.session s ON s.id = r.session_id
            JOIN quire_auth.account a ON a.id = s.account_id
            WHERE r.hash = $1 FOR UPDATE OF r, s
            """,
            Tuple.of(buffer(token.hash())))
        .compose(
            rows ->
                rows.size() == 0
                    ? Future.succeededFuture(new Refreshed.Unknown())
                    : judge(connection, token, attempt, rows.iterator().next(), now));
  }

  private Future<Refreshed> judge(
      SqlConnection connection,
      OpaqueToken token,
      Optional<Attempt> attempt,
      Row row,
      Instant now) {
    OpaqueToken successor = token.successor(row.getBuffer("secret").getBytes());
    UUID session = row.getUUID("session");
    return run(
            connection,
            "SELECT used_at FROM quire_auth.refresh_token WHERE hash = $1",
            Tuple.of(buffer(successor.hash())))
        .compose(
            found -> {
              Rotation.Presented presented =
                  new Rotation.Presented(
                      instant(row.getOffsetDateTime("used_at")),
                      found.size() == 0
                          ? null
                          : instant(found.iterator().next().getOffsetDateTime("used_at")),
                      row.getOffsetDateTime("expires_at").toInstant(),
                      instant(row.getOffsetDateTime("ended_at")),
                      isSame(attempt, row.getBuffer("attempt")));
              Refreshed renewed = new Refreshed.Renewed(account(row), session, successor);
              return switch (Rotation.judge(presented, now, grace)) {
                case ROTATE ->
                    rotate(connection, token, attempt, successor, session, now).map(renewed);
                case REPEAT -> Future.succeededFuture(renewed);
                case REUSED ->
                    end(connection, "id = $3", session, "reuse", now)
                        .map(ended -> new Refreshed.Stolen(session));
                case OVER -> Future.succeededFuture(new Refreshed.Unknown());
              };
            });
  }

  private Future<RowSet<Row>> rotate(
      SqlConnection connection,
      OpaqueToken token,
      Optional<Attempt> attempt,
      OpaqueToken successor,
      UUID session,
      Instant now) {
    return run(
        connection,
        """
        WITH spent AS (
          UPDATE quire_auth.refresh_token SET used_at = $1, attempt = $6 WHERE hash = $2),
        lengthened AS (
          UPDATE quire_auth.session SET refreshed_at = $1, expires_at = $3 WHERE id = $4)
        INSERT INTO quire_auth.refresh_token (hash, session_id) VALUES ($5, $4)
        """,
        Tuple.of(
            at(now),
            buffer(token.hash()),
            at(now.plus(life)),
            session,
            buffer(successor.hash()),
            attempt.map(named -> buffer(named.hash())).orElse(null)));
  }

  private static boolean isSame(Optional<Attempt> attempt, @Nullable Buffer spentBy) {
    return spentBy != null
        && attempt
            .filter(named -> MessageDigest.isEqual(named.hash(), spentBy.getBytes()))
            .isPresent();
  }

  /** The session that a token, spent or not, belongs to. */
  public Future<Optional<UUID>> ofToken(OpaqueToken token) {
    return database
        .run(
            "SELECT session_id FROM quire_auth.refresh_token WHERE hash = $1",
            Tuple.of(buffer(token.hash())))
        .map(
            rows ->
                rows.size() == 0
                    ? Optional.empty()
                    : Optional.of(rows.iterator().next().getUUID("session_id")));
  }

  /** The session that the token belongs to is ended. Empty where it was over already. */
  public Future<List<UUID>> endByToken(OpaqueToken token, Instant now) {
    return database.transaction(
        connection ->
            end(
                connection,
                "id = (SELECT session_id FROM quire_auth.refresh_token WHERE hash = $3)",
                buffer(token.hash()),
                "logout",
                now));
  }

  /** Ends the session. Empty where it was over already. */
  public Future<List<UUID>> end(UUID session, Instant now) {
    return database.transaction(connection -> end(connection, "id = $3", session, "logout", now));
  }

  /** Ends every session of the account. */
  public Future<List<UUID>> endAll(UUID account, Instant now) {
    return database.transaction(
        connection -> end(connection, "account_id = $3", account, "logout-all", now));
  }

  /** Ends one session of the account; empty where it has no such one. */
  public Future<List<UUID>> endOne(UUID account, UUID session, Instant now) {
    return database
        .run(
            """
            UPDATE quire_auth.session SET ended_at = $1, end_reason = 'revoked'
            WHERE ended_at IS NULL AND account_id = $2 AND id = $3 RETURNING id
            """,
            Tuple.of(at(now), account, session))
        .map(Sessions::ids);
  }

  /** A session as its owner sees it. */
  public record Listed(UUID id, Instant createdAt, Instant refreshedAt, Instant expiresAt) {}

  /** The account's sessions that go on, the last refreshed first. */
  public Future<List<Listed>> list(UUID account, Instant now) {
    return database
        .run(
            """
            SELECT id, created_at, refreshed_at, expires_at FROM quire_auth.session
            WHERE account_id = $1 AND ended_at IS NULL AND expires_at > $2
            ORDER BY refreshed_at DESC, id DESC
            """,
            Tuple.of(account, at(now)))
        .map(
            rows -> {
              List<Listed> listed = new ArrayList<>();
              rows.forEach(
                  row ->
                      listed.add(
                          new Listed(
                              row.getUUID("id"),
                              row.getOffsetDateTime("created_at").toInstant(),
                              row.getOffsetDateTime("refreshed_at").toInstant(),
                              row.getOffsetDateTime("expires_at").toInstant())));
              return List.copyOf(listed);
            });
  }

  static List<UUID> ids(RowSet<Row> rows) {
    List<UUID> ids = new ArrayList<>();
    rows.forEach(row -> ids.add(row.getUUID("id")));
    return List.copyOf(ids);
  }

  /** The condition's one parameter is {@code $3}. */
  private static Future<List<UUID>> end(
      SqlConnection connection, String which, Object parameter, String reason, Instant now) {
    return run(
            connection,
            "UPDATE quire_auth.session SET ended_at = $1, end_reason = $2 WHERE ended_at IS NULL AND "
                + which
                + " RETURNING id",
            Tuple.of(at(now), reason, parameter))
        .map(Sessions::ids);
  }

  /** Forgets sessions that have been over for long, with their tokens. */
  public Future<Integer> sweep(Instant now) {
    return database
        .run(
            """
            DELETE FROM quire_auth.session WHERE id IN (
              SELECT id FROM quire_auth.session WHERE expires_at < $1 LIMIT 1000)
            """,
            Tuple.of(at(now.minus(KEPT))))
        .map(RowSet::rowCount);
  }

  private static Future<RowSet<Row>> run(SqlConnection connection, String sql, Tuple parameters) {
    return connection.preparedQuery(sql).execute(parameters);
  }

  private static Account account(Row row) {
    return new Account(
        row.getUUID("id"), new EmailAddress(row.getString("email")), row.getString("display_name"));
  }

  private static Buffer buffer(byte[] bytes) {
    return Buffer.buffer(bytes);
  }

  private static OffsetDateTime at(Instant instant) {
    return instant.atOffset(ZoneOffset.UTC);
  }

  private static @Nullable Instant instant(@Nullable OffsetDateTime time) {
    return time == null ? null : time.toInstant();
  }
}
