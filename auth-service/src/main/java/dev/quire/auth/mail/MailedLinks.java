package dev.quire.auth.mail;

import dev.quire.auth.account.Account;
import dev.quire.auth.account.Accounts;
import dev.quire.auth.account.EmailAddress;
import dev.quire.auth.session.OpaqueToken;
import dev.quire.auth.store.Database;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.UUID;

/**
 * What a link in a mail is good for: another password, or an account that waits for its address to
 * be confirmed. Of the token only the hash is here; it is good once and for some minutes.
 *
 * <p>An address gets a few letters while their links are good, and then none: nobody's mailbox is
 * filled by way of Quire, whoever asks from however many addresses.
 */
public final class MailedLinks {
  /** The links of each kind that are good at the same time for one address. */
  public static final int MAX_OPEN = 5;

  private static final String OFFER_RESET =
      """
      INSERT INTO quire_auth.password_reset (hash, account_id, expires_at)
      SELECT $1, account.id, $3 FROM quire_auth.account
      WHERE email = $2 AND $5 > (
        SELECT count(*) FROM quire_auth.password_reset
        WHERE account_id = account.id AND expires_at > $4)
      """;

  private static final String OF_RESET =
      "SELECT account_id FROM quire_auth.password_reset WHERE hash = $1 AND expires_at > $2";

  /**
   * By a statement of its own, before the sessions are looked for: every one that began with the
   * old password is seen then, and no other begins (see {@link dev.quire.auth.session.Beginnings}).
   */
  private static final String LOCK_FOR_RESET =
      """
      SELECT FROM quire_auth.account
      WHERE id = (SELECT account_id FROM quire_auth.password_reset WHERE hash = $1)
      FOR NO KEY UPDATE
      """;

  /** The sessions end in the statement that changes the password, all or nothing. */
  private static final String RESET =
      """
      WITH spent AS (
        DELETE FROM quire_auth.password_reset WHERE hash = $1 AND expires_at > $3
        RETURNING account_id),
      others AS (
        DELETE FROM quire_auth.password_reset
        WHERE hash <> $1 AND account_id IN (SELECT account_id FROM spent)),
      ended AS (
        UPDATE quire_auth.session SET ended_at = $3, end_reason = 'reset'
        WHERE ended_at IS NULL AND account_id IN (SELECT account_id FROM spent))
      UPDATE quire_auth.account SET password_hash = $2
      WHERE id IN (SELECT account_id FROM spent)
      """;

  private static final String OFFER_ACCOUNT =
      """
      INSERT INTO quire_auth.pending_account (hash, id, email, display_name, password_hash, expires_at)
      SELECT $1, $2, $3, $4, $5, $6
      WHERE $8 > (
        SELECT count(*) FROM quire_auth.pending_account WHERE email = $3 AND expires_at > $7)
      """;

  private static final String PENDING =
      """
      SELECT id, email, display_name, password_hash FROM quire_auth.pending_account
      WHERE hash = $1 AND expires_at > $2
      """;

  private static final String CONFIRM =
      """
      WITH spent AS (
        DELETE FROM quire_auth.pending_account WHERE hash = $1 AND expires_at > $2
        RETURNING id, email, display_name, password_hash),
      others AS (
        DELETE FROM quire_auth.pending_account
        WHERE hash <> $1 AND email IN (SELECT email FROM spent))
      INSERT INTO quire_auth.account (id, email, display_name, password_hash, created_at)
      SELECT id, email, display_name, password_hash, $2 FROM spent
      ON CONFLICT (email) DO NOTHING
      """;

  private static final String SWEEP_RESETS =
      "DELETE FROM quire_auth.password_reset WHERE expires_at < $1";
  private static final String SWEEP_ACCOUNTS =
      "DELETE FROM quire_auth.pending_account WHERE expires_at < $1";

  private final Database database;
  private final Duration life;

  public MailedLinks(Database database, Duration life) {
    this.database = database;
    this.life = life;
  }

  /** Empty where nobody has the address, or it has had its letters. */
  public Future<Optional<OpaqueToken>> offerReset(EmailAddress email, Instant now) {
    OpaqueToken token = OpaqueToken.random();
    return database
        .run(
            OFFER_RESET,
            Tuple.of(hash(token), email.value(), at(now.plus(life)), at(now), MAX_OPEN))
        .map(inserted -> Optional.of(token).filter(offered -> inserted.rowCount() == 1));
  }

  /** Whether the token is good for another password; it stays so. */
  public Future<Boolean> isGoodForReset(OpaqueToken token, Instant now) {
    return database.run(OF_RESET, Tuple.of(hash(token), at(now))).map(rows -> rows.size() == 1);
  }

  /**
   * Spends the token, and every other one of the account: it has the other password, and no session
   * any more. False, and nothing done, where the token is not good.
   */
  public Future<Boolean> reset(OpaqueToken token, String passwordHash, Instant now) {
    return database.transaction(
        connection ->
            connection
                .preparedQuery(LOCK_FOR_RESET)
                .execute(Tuple.of(hash(token)))
                .compose(
                    locked ->
                        connection
                            .preparedQuery(RESET)
                            .execute(Tuple.of(hash(token), passwordHash, at(now))))
                .map(changed -> changed.rowCount() == 1));
  }

  /** An account that comes to be when its address is confirmed. */
  public Future<Optional<OpaqueToken>> offerAccount(
      Account account, String passwordHash, Instant now) {
    OpaqueToken token = OpaqueToken.random();
    return database
        .run(
            OFFER_ACCOUNT,
            Tuple.tuple()
                .addValue(hash(token))
                .addValue(account.id())
                .addString(account.email().value())
                .addString(account.displayName())
                .addString(passwordHash)
                .addValue(at(now.plus(life)))
                .addValue(at(now))
                .addInteger(MAX_OPEN))
        .map(inserted -> Optional.of(token).filter(offered -> inserted.rowCount() == 1));
  }

  /** The account that waits for this token, which stays good. */
  public Future<Optional<Accounts.Credentials>> pending(OpaqueToken token, Instant now) {
    return database
        .run(PENDING, Tuple.of(hash(token), at(now)))
        .map(
            rows ->
                rows.size() == 0
                    ? Optional.empty()
                    : Optional.of(credentials(rows.iterator().next())));
  }

  /** Spends the token and makes its account. False where it is not good or the address is taken. */
  public Future<Boolean> confirm(OpaqueToken token, Instant now) {
    return database.run(CONFIRM, Tuple.of(hash(token), at(now))).map(made -> made.rowCount() == 1);
  }

  /** Forgets what nobody has used in time. */
  public Future<Integer> sweep(Instant now) {
    return database
        .run(SWEEP_RESETS, Tuple.of(at(now)))
        .compose(
            resets ->
                database
                    .run(SWEEP_ACCOUNTS, Tuple.of(at(now)))
                    .map(accounts -> count(resets) + count(accounts)));
  }

  private static int count(RowSet<Row> rows) {
    return rows.rowCount();
  }

  private static Accounts.Credentials credentials(Row row) {
    UUID id = row.getUUID("id");
    return new Accounts.Credentials(
        new Account(id, new EmailAddress(row.getString("email")), row.getString("display_name")),
        row.getString("password_hash"));
  }

  private static Buffer hash(OpaqueToken token) {
    return Buffer.buffer(token.hash());
  }

  private static OffsetDateTime at(Instant instant) {
    return instant.atOffset(ZoneOffset.UTC);
  }
}
