package dev.quire.auth;

import dev.quire.kit.TestPorts;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A real PostgreSQL on loopback and a free port, started once and stopped with the JVM; a database
 * of its own for whoever asks.
 */
final class TestPostgres {
  private static final AtomicInteger DATABASES = new AtomicInteger();

  private TestPostgres() {}

  private static final class Server {
    static final EmbeddedPostgres RUNNING = start();

    private static EmbeddedPostgres start() {
      try {
        return EmbeddedPostgres.builder().setPort(TestPorts.free()).start();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  static URI freshDatabase() {
    String name = "auth_" + DATABASES.incrementAndGet();
    execute("postgres", "CREATE DATABASE " + name);
    return URI.create(
        "postgresql://postgres:postgres@127.0.0.1:" + Server.RUNNING.getPort() + "/" + name);
  }

  /** Runs SQL beside the service, in the database of that URL. */
  static void execute(URI database, String sql) {
    execute(database.getPath().substring(1), sql);
  }

  /** A connection to the database of that URL, for whoever holds something up. */
  static Connection connect(URI database) throws SQLException {
    return Server.RUNNING.getDatabase("postgres", database.getPath().substring(1)).getConnection();
  }

  private static void execute(String database, String sql) {
    try (Connection connection = Server.RUNNING.getDatabase("postgres", database).getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }
}
