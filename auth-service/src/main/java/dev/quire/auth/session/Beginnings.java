package dev.quire.auth.session;

import dev.quire.auth.account.Accounts;
import dev.quire.auth.store.Database;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * How sessions begin: with a password that is the account's until the session is there. Whoever
 * gives the account another password locks its row first and ends its sessions after; so a sign-in
 * with the old one is either seen and ended by the change, or waits for it and is refused.
 */
public final class Beginnings {
  /** An account's sessions; one more ends the one not refreshed for longest. */
  static final int MAX_PER_ACCOUNT = 100;

  /** Not the key's share alone, which goes together with a change of the password. */
  private static final String STILL_GOOD =
      "SELECT FROM quire_auth.account WHERE id = $1 AND password_hash = $2 FOR SHARE";

  private static final String BEGIN =
      """
      WITH begun AS (
        INSERT INTO quire_auth.session
          (id, account_id, secret, created_at, refreshed_at, expires_at)
        VALUES ($1, $2, $3, $4, $4, $5) RETURNING id)
      INSERT INTO quire_auth.refresh_token (hash, session_id)
      SELECT $6, id FROM begun
      """;

  private static final String END_OLDEST =
      """
      UPDATE quire_auth.session SET ended_at = $1, end_reason = 'too-many'
      WHERE ended_at IS NULL AND id IN (
        SELECT id FROM quire_auth.session WHERE account_id = $2 AND ended_at IS NULL
        ORDER BY refreshed_at DESC, id DESC OFFSET $3)
      RETURNING id
      """;

  private final Database database;
  private final Duration life;

  /**
   * @param life how long a session lasts from its last refresh
   */
  public Beginnings(Database database, Duration life) {
    this.database = database;
    this.life = life;
  }

  /**
   * A session that has just begun.
   *
   * @param ended others that it pushed out
   */
  public record Begun(UUID session, OpaqueToken token, List<UUID> ended) {}

  /**
   * Empty, and nothing begun, where the account has another password by now.
   *
   * @param verified whose password was just given, as it was read then
   */
  public Future<Optional<Begun>> begin(Accounts.Credentials verified, UUID session, Instant now) {
    UUID account = verified.account().id();
    return database.transaction(
        connection ->
            run(connection, STILL_GOOD, Tuple.of(account, verified.passwordHash()))
                .compose(
                    found ->
                        found.size() == 0
                            ? Future.succeededFuture(Optional.empty())
                            : begin(connection, account, session, now).map(Optional::of)));
  }

  private Future<Begun> begin(SqlConnection connection, UUID account, UUID session, Instant now) {
    OpaqueToken token = OpaqueToken.random();
    Tuple values =
        Tuple.of(
            session,
            account,
            Buffer.buffer(OpaqueToken.randomBytes()),
            at(now),
            at(now.plus(life)),
            Buffer.buffer(token.hash()));
    return run(connection, BEGIN, values)
        .compose(
            inserted -> run(connection, END_OLDEST, Tuple.of(at(now), account, MAX_PER_ACCOUNT)))
        .map(ended -> new Begun(session, token, Sessions.ids(ended)));
  }

  private static Future<RowSet<Row>> run(SqlConnection connection, String sql, Tuple parameters) {
    return connection.preparedQuery(sql).execute(parameters);
  }

  private static OffsetDateTime at(Instant instant) {
    return instant.atOffset(ZoneOffset.UTC);
  }
}
