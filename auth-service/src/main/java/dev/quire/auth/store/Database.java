package dev.quire.auth.store;

import dev.quire.kit.Health;
import dev.quire.wire.WireFailure;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.pgclient.PgBuilder;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.pgclient.PgException;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.PoolOptions;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.net.URI;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * PostgreSQL as auth-service sees it. A bounded number of connections and of waiting requests; over
 * that, and while the server is away, requests fail with {@link WireFailure.Code#UNAVAILABLE} and
 * go on by themselves when it is back.
 */
public final class Database {
  private static final Logger log = LoggerFactory.getLogger(Database.class);
  private static final int WAITING_PER_CONNECTION = 32;
  private static final int CONNECT_TIMEOUT_SECONDS = 5;
  private static final long PING_MILLIS = 2000;

  /** A server that hangs is as good as away; what was asked of it may still be done. */
  private static final long ANSWER_SECONDS = 10;

  private final Pool pool;
  private volatile Health.Status status = Health.Status.UP;

  private Database(Pool pool) {
    this.pool = pool;
  }

  /**
   * Migrates the schema and makes the pool, both on a worker: it loads the driver. Then opens all
   * connections, which are kept: proving a password to PostgreSQL (SCRAM, RFC 5802) takes thousands
   * of rounds of HMAC on the event loop, and not when many sign in at once, which is when a pool
   * grows.
   */
  public static Future<Database> open(Vertx vertx, URI url, int connections) {
    return vertx
        .executeBlocking(
            () -> {
              Migrations.run(url);
              return new Database(pool(vertx, url, connections));
            })
        .compose(database -> database.connect(connections).map(database))
        .onSuccess(database -> vertx.setPeriodic(PING_MILLIS, timer -> database.ping()));
  }

  private static Pool pool(Vertx vertx, URI url, int connections) {
    return PgBuilder.pool()
        .with(
            new PoolOptions()
                .setMaxSize(connections)
                .setMaxWaitQueueSize(connections * WAITING_PER_CONNECTION)
                .setConnectionTimeout(CONNECT_TIMEOUT_SECONDS)
                .setConnectionTimeoutUnit(TimeUnit.SECONDS)
                .setName("quire-auth"))
        .connectingTo(PgConnectOptions.fromUri(url.toString()).setCachePreparedStatements(true))
        .using(vertx)
        .build();
  }

  /** Never fails: what can't be opened now is opened when it is needed. */
  private Future<Void> connect(int connections) {
    List<Future<SqlConnection>> all =
        Stream.generate(pool::getConnection).limit(connections).toList();
    return Future.join(all)
        .transform(
            done ->
                Future.join(
                    all.stream()
                        .filter(Future::succeeded)
                        .map(connection -> connection.result().close())
                        .toList()))
        .otherwiseEmpty()
        .mapEmpty();
  }

  /** One statement. */
  public Future<RowSet<Row>> run(String sql, Tuple parameters) {
    return explained(pool.preparedQuery(sql).execute(parameters));
  }

  /** All of it or nothing; the work's failure rolls back. */
  public <T> Future<T> transaction(Function<SqlConnection, Future<T>> work) {
    return explained(pool.withTransaction(work));
  }

  public Health.Status status() {
    return status;
  }

  public Future<Void> close() {
    return pool.close();
  }

  private void ping() {
    pool.query("SELECT 1")
        .execute()
        .timeout(PING_MILLIS, TimeUnit.MILLISECONDS)
        .onComplete(answer -> seen(answer.succeeded() ? Health.Status.UP : Health.Status.DOWN));
  }

  private void seen(Health.Status now) {
    if (now != status) {
      log.warn("postgres status={}", now);
    }
    status = now;
  }

  private static <T> Future<T> explained(Future<T> answer) {
    return answer
        .timeout(ANSWER_SECONDS, TimeUnit.SECONDS)
        .recover(fault -> Future.failedFuture(explain(fault)));
  }

  /** What the statement itself did wrong is our fault; anything else is the server being away. */
  private static Throwable explain(Throwable fault) {
    if (fault instanceof WireFailure) {
      return fault;
    }
    if (fault instanceof PgException refused && !isAway(refused)) {
      return refused;
    }
    if (fault instanceof RuntimeException
        && !(fault instanceof PgException)
        && !fault.getClass().getName().startsWith("io.vertx.")) {
      return fault;
    }
    log.warn("postgres fault={}", fault.toString());
    return new WireFailure(
        WireFailure.Code.UNAVAILABLE, "Accounts are not available just now. Try again shortly.");
  }

  /** Connection lost, out of resources, or shutting down (PostgreSQL's SQLSTATE classes). */
  private static boolean isAway(PgException refused) {
    String state = refused.getSqlState();
    return state != null
        && (state.startsWith("08") || state.startsWith("53") || state.startsWith("57P"));
  }
}
