package dev.quire.doc.database;

import static org.awaitility.Awaitility.await;

import dev.quire.kit.TestPorts;
import io.vertx.core.Vertx;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;

/** One real PostgreSQL, with fsync, for all tests of a JVM. Stopped when the JVM ends. */
public final class TestDatabase {
  private static final String WAITING =
      "SELECT count(*) FROM pg_stat_activity"
          + " WHERE wait_event_type = 'Lock' AND application_name LIKE 'quire-doc-%'"
          + " AND datname = '%s'";

  private static final EmbeddedPostgres SERVER = start();
  private static final URI URL = migrated();

  private TestDatabase() {}

  private static EmbeddedPostgres start() {
    try {
      return EmbeddedPostgres.builder()
          .setPort(TestPorts.free())
          .setServerConfig("fsync", "on")
          .setServerConfig("synchronous_commit", "on")
          .setServerConfig("listen_addresses", "127.0.0.1")
          .start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static URI migrated() {
    try {
      Schema.prepare(server("postgres"), false);
      return server("postgres");
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  /** A database of that server by its name, as it is. */
  public static URI server(String database) {
    return URI.create(
        "postgresql://postgres:postgres@127.0.0.1:" + SERVER.getPort() + "/" + database);
  }

  /** The same URL for JDBC. */
  public static String jdbc(URI url) {
    return "jdbc:postgresql://127.0.0.1:"
        + url.getPort()
        + url.getPath()
        + "?user=postgres&password=postgres";
  }

  /** A new database of that server, with nothing in it. */
  public static URI create(String database) throws SQLException {
    try (Connection connection = connect();
        Statement statement = connection.createStatement()) {
      statement.execute("CREATE DATABASE " + database);
    }
    return server(database);
  }

  /** A new database of that server, with the product's tables. */
  public static URI prepared(String database) {
    try {
      URI created = create(database);
      Schema.prepare(created, false);
      return created;
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Returns when that many of the product's statements wait for a lock in its first database. */
  public static void awaitWaiting(int statements) {
    awaitWaiting(URL, statements);
  }

  /** The same in another database of that server. */
  public static void awaitWaiting(URI url, int statements) {
    String waiting = WAITING.replace("%s", url.getPath().substring(1));
    await()
        .pollInterval(Duration.ofMillis(2))
        .atMost(Duration.ofSeconds(20))
        .until(() -> query(waiting) == statements);
  }

  /** The one number that a query beside the product's connections gives. */
  public static long query(String sql) throws SQLException {
    try (Connection connection = connect();
        Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery(sql)) {
      result.next();
      return result.getLong(1);
    }
  }

  /** With the schema in place. */
  public static URI url() {
    return URL;
  }

  /** A connection beside the product's. */
  public static Connection connect() throws SQLException {
    return DriverManager.getConnection(SERVER.getJdbcUrl("postgres", "postgres"));
  }

  public static Database open(Vertx vertx, int appendConnections) {
    return new Database(
        vertx,
        URL,
        new Database.Bound(appendConnections, 1000, 10_000),
        new Database.Bound(10, 1000, 10_000),
        new Database.Bound(4, 100, 10_000));
  }
}
