package dev.quire.doc.database;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.net.URI;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The pools, seen from the server, where they are known by their user. */
final class DatabaseTest {
  private final Vertx vertx = Vertx.vertx();

  @AfterEach
  void close() {
    done(vertx.close());
  }

  private static void done(Future<?> future) {
    future.toCompletionStage().toCompletableFuture().join();
  }

  private Database of(String user, String options) throws SQLException {
    try (Connection connection = TestDatabase.connect();
        Statement statement = connection.createStatement()) {
      statement.execute("CREATE ROLE " + user + " LOGIN PASSWORD 'secret' " + options);
    }
    URI url = TestDatabase.url();
    return new Database(
        vertx,
        URI.create("postgresql://" + user + ":secret@127.0.0.1:" + url.getPort() + url.getPath()),
        new Database.Bound(1, 10, 5_000),
        new Database.Bound(2, 10, 5_000),
        new Database.Bound(3, 10, 5_000));
  }

  private static long connections(String user) throws SQLException {
    return TestDatabase.query(
        "SELECT count(*) FROM pg_stat_activity WHERE usename = '" + user + "'");
  }

  @Test
  void itsConnectionsAreOpenBeforeAnybodyNeedsThem() throws SQLException {
    Database database = of("ready", "");
    assertThat(connections("ready")).isZero();

    done(database.connect());

    assertThat(connections("ready")).isEqualTo(1 + 2 + 3);
    done(database.close());
  }

  @Test
  void aServerThatGivesFewerIsNoReasonNotToStart() throws SQLException {
    Database database = of("few", "CONNECTION LIMIT 4");

    done(database.connect());

    assertThat(connections("few")).isEqualTo(4);
    done(database.close());
  }
}
