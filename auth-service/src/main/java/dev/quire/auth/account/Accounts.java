package dev.quire.auth.account;

import dev.quire.auth.store.Database;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.UUID;

/** Accounts in PostgreSQL. */
public final class Accounts {
  private static final String LOCK =
      "SELECT FROM quire_auth.account WHERE id = $1 AND password_hash = $2 FOR NO KEY UPDATE";

  private static final String CHANGE =
      """
      WITH changed AS (UPDATE quire_auth.account SET password_hash = $2 WHERE id = $1)
      UPDATE quire_auth.session SET ended_at = $4, end_reason = 'password'
      WHERE ended_at IS NULL AND account_id = $1 AND id <> $3
      """;

  private final Database database;

  public Accounts(Database database) {
    this.database = database;
  }

  /**
   * @param passwordHash as {@link Passwords} made it
   */
  public record Credentials(Account account, String passwordHash) {
    @Override
    public String toString() {
      return "Credentials[" + account.id() + "]";
    }
  }

  /** False, and nothing done, where the address is taken. */
  public Future<Boolean> add(Account account, String passwordHash, Instant now) {
    return database
        .run(
            """
            INSERT INTO quire_auth.account (id, email, display_name, password_hash, created_at)
            VALUES ($1, $2, $3, $4, $5) ON CONFLICT (email) DO NOTHING
            """,
            Tuple.of(
                account.id(),
                account.email().value(),
                account.displayName(),
                passwordHash,
                now.atOffset(ZoneOffset.UTC)))
        .map(result -> result.rowCount() == 1);
  }

  public Future<Optional<Credentials>> find(EmailAddress email) {
    return database
        .run(
            "SELECT id, email, display_name, password_hash FROM quire_auth.account WHERE email = $1",
            Tuple.of(email.value()))
        .map(
            rows ->
                first(rows).map(row -> new Credentials(read(row), row.getString("password_hash"))));
  }

  /**
   * The account has another password, and no session but this one, both or neither. False, and
   * nothing done, where it has another already. The row is locked by a statement of its own: the
   * next one sees every session that began before, and none begins with the old password after.
   *
   * @param verified whose password was just given, as it was read then
   */
  public Future<Boolean> changePassword(
      Credentials verified, String passwordHash, UUID kept, Instant now) {
    UUID account = verified.account().id();
    return database.transaction(
        connection ->
            connection
                .preparedQuery(LOCK)
                .execute(Tuple.of(account, verified.passwordHash()))
                .compose(
                    locked ->
                        locked.size() == 0
                            ? Future.succeededFuture(false)
                            : connection
                                .preparedQuery(CHANGE)
                                .execute(
                                    Tuple.of(
                                        account, passwordHash, kept, now.atOffset(ZoneOffset.UTC)))
                                .map(changed -> true)));
  }

  /** The account of a session that has not ended and has not expired at {@code now}. */
  public Future<Optional<Account>> ofLiveSession(UUID session, Instant now) {
    return database
        .run(
            """
            SELECT a.id, a.email, a.display_name
            FROM quire_auth.session s JOIN quire_auth.account a ON a.id = s.account_id
            WHERE s.id = $1 AND s.ended_at IS NULL AND s.expires_at > $2
            """,
            Tuple.of(session, now.atOffset(ZoneOffset.UTC)))
        .map(rows -> first(rows).map(Accounts::read));
  }

  private static Optional<Row> first(RowSet<Row> rows) {
    return rows.size() == 0 ? Optional.empty() : Optional.of(rows.iterator().next());
  }

  private static Account read(Row row) {
    return new Account(
        row.getUUID("id"), new EmailAddress(row.getString("email")), row.getString("display_name"));
  }
}
