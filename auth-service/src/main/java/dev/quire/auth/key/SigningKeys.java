package dev.quire.auth.key;

import dev.quire.auth.store.Database;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The keys in PostgreSQL, remembered between {@link #load}s. The first process to find none makes
 * the first one, and each {@link #load} does what the {@link KeySchedule} says is due.
 */
public final class SigningKeys {
  private static final Logger log = LoggerFactory.getLogger(SigningKeys.class);

  private static final String LOCK =
      "LOCK TABLE quire_auth.signing_key IN SHARE ROW EXCLUSIVE MODE";

  private static final String REVOKE =
      """
      UPDATE quire_auth.signing_key SET revoked_at = $2, retired_at = coalesce(retired_at, $2)
      WHERE kid = $1 AND revoked_at IS NULL
      """;

  /** Where no key is left that signs, the next one need not wait for its time. */
  private static final String SIGN_NOW =
      """
      UPDATE quire_auth.signing_key SET signs_from = $1
      WHERE kid = (
        SELECT kid FROM quire_auth.signing_key WHERE retired_at IS NULL ORDER BY signs_from LIMIT 1)
      AND signs_from > $1
      """;

  private final Database database;
  private final KeySchedule schedule;
  private final InstantSource clock;

  /** In the order in which they begin to sign. */
  private List<SigningKey> keys = List.of();

  public SigningKeys(Database database, KeySchedule schedule, InstantSource clock) {
    this.schedule = schedule;
    this.database = database;
    this.clock = clock;
  }

  /** Reads the keys that are not retired, after making and retiring those whose time has come. */
  public Future<Void> load() {
    return database.transaction(this::read).onSuccess(read -> keys = read).mapEmpty();
  }

  /**
   * The key is good for nothing any more, and another one signs at once. False where there is no
   * such key that was good.
   */
  public Future<Boolean> revoke(String kid) {
    return database
        .transaction(connection -> revoke(connection, kid))
        .compose(revoked -> load().map(revoked));
  }

  private Future<Boolean> revoke(SqlConnection connection, String kid) {
    OffsetDateTime now = clock.instant().atOffset(ZoneOffset.UTC);
    return connection
        .query(LOCK)
        .execute()
        .compose(locked -> connection.preparedQuery(REVOKE).execute(Tuple.of(kid, now)))
        .compose(
            revoked ->
                revoked.rowCount() == 0
                    ? Future.succeededFuture(false)
                    : connection.preparedQuery(SIGN_NOW).execute(Tuple.of(now)).map(true));
  }

  /** The JSON Web Key Set (RFC 7517): public parts only. */
  public String jwks() {
    JsonArray set = new JsonArray();
    keys.forEach(key -> set.add(key.publicJwk()));
    return new JsonObject().put("keys", set).encode();
  }

  /**
   * The youngest of the keys whose time has come. By a clock that is behind the one that made the
   * first key, none has: then it is the first.
   */
  SigningKey current() {
    Instant now = clock.instant();
    SigningKey current = null;
    for (SigningKey key : keys) {
      if (current == null || !key.signsFrom().isAfter(now)) {
        current = key;
      }
    }
    if (current == null) {
      throw new IllegalStateException("no signing key has been loaded");
    }
    return current;
  }

  private Future<List<SigningKey>> read(SqlConnection connection) {
    return select(connection)
        .compose(found -> isDue(found) ? upkeep(connection) : Future.succeededFuture(found));
  }

  private boolean isDue(List<SigningKey> found) {
    List<Instant> times = times(found);
    Instant now = clock.instant();
    return schedule.needsNext(times, now) || !schedule.retirable(times, now).isEmpty();
  }

  private static List<Instant> times(List<SigningKey> keys) {
    return keys.stream().map(SigningKey::signsFrom).toList();
  }

  /**
   * Of several processes that see the need at once, one does it and the others wait and read it.
   */
  private Future<List<SigningKey>> upkeep(SqlConnection connection) {
    return connection
        .query(LOCK)
        .execute()
        .compose(locked -> select(connection))
        .compose(found -> makeNext(connection, found).map(found))
        .compose(found -> retire(connection, found))
        .compose(done -> select(connection));
  }

  private Future<Void> makeNext(SqlConnection connection, List<SigningKey> found) {
    List<Instant> times = times(found);
    Instant now = clock.instant();
    if (!schedule.needsNext(times, now)) {
      return Future.succeededFuture();
    }
    SigningKey next = SigningKey.generate(schedule.nextSignsFrom(times, now));
    log.info("event=signing-key-made kid={} signs-from={}", next.kid(), next.signsFrom());
    return insert(connection, next);
  }

  private Future<Void> retire(SqlConnection connection, List<SigningKey> found) {
    String[] kids =
        schedule.retirable(times(found), clock.instant()).stream()
            .map(place -> found.get(place).kid())
            .toArray(String[]::new);
    return kids.length == 0
        ? Future.succeededFuture()
        : connection
            .preparedQuery("UPDATE quire_auth.signing_key SET retired_at = $1 WHERE kid = ANY ($2)")
            .execute(Tuple.of(clock.instant().atOffset(ZoneOffset.UTC), (Object) kids))
            .mapEmpty();
  }

  private static Future<Void> insert(SqlConnection connection, SigningKey key) {
    return connection
        .preparedQuery(
            """
            INSERT INTO quire_auth.signing_key (kid, public_key, private_key, signs_from)
            VALUES ($1, $2, $3, $4)
            """)
        .execute(
            Tuple.of(
                key.kid(),
                Buffer.buffer(key.publicKey()),
                Buffer.buffer(key.privateKey()),
                key.signsFrom().atOffset(ZoneOffset.UTC)))
        .mapEmpty();
  }

  private static Future<List<SigningKey>> select(SqlConnection connection) {
    return connection
        .preparedQuery(
            """
            SELECT kid, public_key, private_key, signs_from FROM quire_auth.signing_key
            WHERE retired_at IS NULL ORDER BY signs_from, kid
            """)
        .execute()
        .map(
            rows -> {
              List<SigningKey> found = new ArrayList<>();
              rows.forEach(row -> found.add(key(row)));
              return List.copyOf(found);
            });
  }

  private static SigningKey key(Row row) {
    return new SigningKey(
        row.getString("kid"),
        row.getBuffer("public_key").getBytes(),
        row.getBuffer("private_key").getBytes(),
        row.getOffsetDateTime("signs_from").toInstant());
  }
}
