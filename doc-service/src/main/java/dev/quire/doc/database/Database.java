package dev.quire.doc.database;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.pgclient.PgBuilder;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.PoolOptions;
import io.vertx.sqlclient.SqlConnection;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The connections of this process, in three pools that cannot run each other dry: appends, what
 * owners of documents ask besides, and what people ask over HTTP.
 */
public final class Database {
  /**
   * The longest a statement runs. Ends what hangs; a statement ended so has an unknown outcome for
   * whoever asked.
   */
  private static final String STATEMENT_TIMEOUT_MILLIS = "30000";

  /**
   * How much may run and wait.
   *
   * @param connections the most connections of the pool
   * @param waiting how many requests may wait for one, before they are refused
   * @param waitMillis how long one waits, before it is refused
   */
  public record Bound(int connections, int waiting, int waitMillis) {}

  private static final Logger log = LoggerFactory.getLogger(Database.class);

  private final Map<Pool, Bound> pools;
  private final Statements appends;
  private final Statements owners;
  private final Statements people;

  /** Opens no connection before one is needed, or {@link #connect} is called. */
  public Database(Vertx vertx, URI url, Bound appends, Bound owners, Bound people) {
    Pool appendPool = pool(vertx, url, "append", appends);
    Pool ownerPool = pool(vertx, url, "owner", owners);
    Pool peoplePool = pool(vertx, url, "http", people);
    this.pools = Map.of(appendPool, appends, ownerPool, owners, peoplePool, people);
    this.appends = new Statements(appendPool);
    this.owners = new Statements(ownerPool);
    this.people = new Statements(peoplePool);
  }

  private static Pool pool(Vertx vertx, URI url, String name, Bound bound) {
    PgConnectOptions connect = PgConnectOptions.fromUri(url.toString());
    connect.setCachePreparedStatements(true);
    connect.addProperty("search_path", Schema.NAME);
    connect.addProperty("application_name", "quire-doc-" + name);
    connect.addProperty("statement_timeout", STATEMENT_TIMEOUT_MILLIS);
    // What the append relies on, whatever the server's default is.
    connect.addProperty("default_transaction_isolation", "read committed");
    // The statements' plans do not depend on their values: planning over 64 partitions at each
    // execution would cost more than the execution.
    connect.addProperty("plan_cache_mode", "force_generic_plan");
    PoolOptions options =
        new PoolOptions()
            .setName("quire-doc-" + name)
            .setMaxSize(bound.connections())
            .setMaxWaitQueueSize(bound.waiting())
            .setConnectionTimeout(bound.waitMillis())
            .setConnectionTimeoutUnit(TimeUnit.MILLISECONDS);
    return PgBuilder.pool().connectingTo(connect).with(options).using(vertx).build();
  }

  /**
   * Opens all connections, which are then kept. Proving a password to PostgreSQL (SCRAM, RFC 5802)
   * takes 4,096 rounds of HMAC on the event loop: some milliseconds, and 150 in a program that has
   * just started. They are to be spent before anybody waits, and not when many come at once, which
   * is when a pool grows. Never fails: what can't be opened is opened when it is needed.
   */
  public Future<Void> connect() {
    List<Future<SqlConnection>> all =
        pools.entrySet().stream()
            .flatMap(
                pool ->
                    Stream.generate(pool.getKey()::getConnection)
                        .limit(pool.getValue().connections()))
            .toList();
    return Future.join(all)
        .onFailure(fault -> log.warn("event=not-all-connections-opened fault={}", fault.toString()))
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

  public Statements appends() {
    return appends;
  }

  public Statements owners() {
    return owners;
  }

  public Statements people() {
    return people;
  }

  /** Closes every connection; what still runs fails. */
  public Future<Void> close() {
    return Future.join(pools.keySet().stream().map(Pool::close).toList()).mapEmpty();
  }
}
