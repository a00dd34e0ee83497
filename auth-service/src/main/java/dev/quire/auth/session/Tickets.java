package dev.quire.auth.session;

import dev.quire.auth.account.Account;
import dev.quire.auth.account.EmailAddress;
import dev.quire.auth.store.Database;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.UUID;

/**
 * One-time tickets, for clients that can put a credential only into a URL: single use, and over
 * after seconds, for URLs end up in logs.
 */
public final class Tickets {
  private final Database database;
  private final Duration life;

  public Tickets(Database database, Duration life) {
    this.database = database;
    this.life = life;
  }

  /**
   * Who a ticket was for.
   *
   * @param key that the access token was signed with which asked for it
   */
  public record Redeemed(Account account, UUID session, String key) {}

  public Duration life() {
    return life;
  }

  /**
   * @param key that the access token is signed with which asks for it: a ticket is good no longer
   *     than its key
   */
  public Future<OpaqueToken> issue(UUID session, String key, Instant now) {
    OpaqueToken ticket = OpaqueToken.random();
    return database
        .run(
            """
            INSERT INTO quire_auth.ticket (hash, session_id, kid, expires_at)
            VALUES ($1, $2, $3, $4)
            """,
            Tuple.of(
                Buffer.buffer(ticket.hash()),
                session,
                key,
                now.plus(life).atOffset(ZoneOffset.UTC)))
        .map(ticket);
  }

  /** Spends the ticket. Empty where it is unknown, spent or too old, or its session is over. */
  public Future<Optional<Redeemed>> redeem(OpaqueToken ticket, Instant now) {
    return database
        .run(
            """
            WITH spent AS (
              DELETE FROM quire_auth.ticket WHERE hash = $1 RETURNING session_id, kid, expires_at)
            SELECT s.id AS session, t.kid, a.id, a.email, a.display_name
            FROM spent t
            JOIN quire_auth.session s ON s.id = t.session_id
            JOIN quire_auth.account a ON a.id = s.account_id
            WHERE t.expires_at > $2 AND s.ended_at IS NULL AND s.expires_at > $2
            """,
            Tuple.of(Buffer.buffer(ticket.hash()), now.atOffset(ZoneOffset.UTC)))
        .map(
            rows ->
                rows.size() == 0
                    ? Optional.empty()
                    : Optional.of(rows.iterator().next())
                        .map(
                            row ->
                                new Redeemed(
                                    new Account(
                                        row.getUUID("id"),
                                        new EmailAddress(row.getString("email")),
                                        row.getString("display_name")),
                                    row.getUUID("session"),
                                    row.getString("kid"))));
  }

  /** Forgets what nobody has redeemed in time. */
  public Future<Integer> sweep(Instant now) {
    return database
        .run(
            "DELETE FROM quire_auth.ticket WHERE expires_at < $1",
            Tuple.of(now.atOffset(ZoneOffset.UTC)))
        .map(rows -> rows.rowCount());
  }
}
