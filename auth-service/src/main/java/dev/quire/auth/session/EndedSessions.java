package dev.quire.auth.session;

import dev.quire.auth.store.Database;
import dev.quire.wire.Bus;
import dev.quire.wire.auth.AuthCalls;
import dev.quire.wire.doc.DocCalls;
import dev.quire.wire.doc.EndSignIns;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * Tells doc-service of sessions that have ended and keys that were revoked, for its revocation
 * stream. Each is told until it has been heard: an end that nobody could be told of is still there
 * at the next round, in whatever process of auth-service.
 */
public final class EndedSessions {
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  /** As many as {@link EndSignIns} takes. */
  private static final int AT_ONCE = 1_000;

  private static final String UNTOLD =
      """
      SELECT id FROM quire_auth.session WHERE ended_at IS NOT NULL AND NOT told
      ORDER BY ended_at LIMIT $1
      """;

  private static final String TOLD =
      "UPDATE quire_auth.session SET told = true WHERE id = ANY ($1)";

  private static final String REVOKED =
      """
      SELECT kid FROM quire_auth.signing_key WHERE revoked_at IS NOT NULL AND NOT told
      ORDER BY revoked_at LIMIT $1
      """;

  private static final String TOLD_KEYS =
      "UPDATE quire_auth.signing_key SET told = true WHERE kid = ANY ($1)";

  private final Database database;
  private final Bus bus;

  public EndedSessions(Database database, Bus bus) {
    this.database = database;
    this.bus = bus;
  }

  /**
   * Done when every session that had ended before is in the stream, where edges and owners will
   * find it within a second. Fails with a {@link dev.quire.wire.WireFailure} otherwise.
   */
  public Future<Void> tell() {
    return database
        .run(UNTOLD, Tuple.of(AT_ONCE))
        .map(EndedSessions::ids)
        .compose(
            untold -> untold.isEmpty() ? Future.succeededFuture() : tell(untold).compose(this::on));
  }

  /**
   * The same for keys that were revoked: whatever was signed with them is good for nothing then.
   */
  public Future<Void> tellRevokedKeys() {
    return database
        .run(REVOKED, Tuple.of(AT_ONCE))
        .compose(
            rows -> {
              List<String> keys = new ArrayList<>();
              rows.forEach(row -> keys.add(row.getString("kid")));
              return keys.isEmpty() ? Future.succeededFuture() : tellKeys(keys);
            });
  }

  private Future<Void> tellKeys(List<String> keys) {
    return bus.request(DocCalls.END_SIGN_INS, new EndSignIns(List.of(), keys), PATIENCE)
        .onSuccess(
            heard ->
                bus.publish(AuthCalls.SESSIONS_ENDED, new AuthCalls.SessionsEnded(List.of(), keys)))
        .compose(heard -> database.run(TOLD_KEYS, Tuple.of(keys.toArray(new String[0]))))
        .mapEmpty();
  }

  private Future<Integer> tell(List<UUID> ended) {
    List<String> sessions = ended.stream().map(UUID::toString).toList();
    return bus.request(DocCalls.END_SIGN_INS, new EndSignIns(sessions), PATIENCE)
        .onSuccess(
            heard ->
                bus.publish(
                    AuthCalls.SESSIONS_ENDED, new AuthCalls.SessionsEnded(sessions, List.of())))
        .compose(heard -> database.run(TOLD, Tuple.of(ended.toArray(new UUID[0]))))
        .map(told -> ended.size());
  }

  private Future<Void> on(int told) {
    return told < AT_ONCE ? Future.succeededFuture() : tell();
  }

  private static List<UUID> ids(RowSet<Row> rows) {
    List<UUID> ids = new ArrayList<>();
    rows.forEach(row -> ids.add(row.getUUID("id")));
    return ids;
  }
}
