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
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;

/**
 * The keys in PostgreSQL, remembered between {@link #load}s. The first process to find none makes
 * the first one. Rotation is a row more: a key whose time to sign is a few minutes ahead is
 * published at once and signs when every reader knows it; the old one verifies until it is retired.
 */
public final class SigningKeys {
  private final Database database;
  private final InstantSource clock;

  /** In the order in which they begin to sign. */
  private List<SigningKey> keys = List.of();

  public SigningKeys(Database database, InstantSource clock) {
    this.database = database;
    this.clock = clock;
  }

  /** Reads the keys that are not retired; makes one where there is none. */
  public Future<Void> load() {
    return database.transaction(this::read).onSuccess(read -> keys = read).mapEmpty();
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
        .compose(found -> found.isEmpty() ? makeFirst(connection) : Future.succeededFuture(found));
  }

  /** Of several processes that start at once, one makes the key and the others wait and read it. */
  private Future<List<SigningKey>> makeFirst(SqlConnection connection) {
    return connection
        .query("LOCK TABLE quire_auth.signing_key IN SHARE ROW EXCLUSIVE MODE")
        .execute()
        .compose(locked -> select(connection))
        .compose(
            found ->
                found.isEmpty()
                    ? insert(connection, SigningKey.generate(clock.instant()))
                        .compose(inserted -> select(connection))
                    : Future.succeededFuture(found));
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
