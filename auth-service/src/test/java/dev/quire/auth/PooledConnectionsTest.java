package dev.quire.auth;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quire.auth.store.Database;
import io.vertx.core.Vertx;
import java.net.URI;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.Test;

class PooledConnectionsTest {
  @Test
  void areOpenBeforeAnybodySignsIn() throws Exception {
    URI url = TestPostgres.freshDatabase();
    Vertx vertx = Vertx.vertx();

    Database database = Waiting.get(Database.open(vertx, url, 5));

    assertThat(connections(url)).isEqualTo(5);
    Waiting.get(database.close());
    Waiting.get(vertx.close());
  }

  /** But for the one that asks. */
  private static long connections(URI url) throws SQLException {
    try (Connection connection = TestPostgres.connect(url);
        Statement statement = connection.createStatement();
        ResultSet answer =
            statement.executeQuery(
                "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
                    + " AND backend_type = 'client backend' AND pid <> pg_backend_pid()")) {
      answer.next();
      return answer.getLong(1);
    }
  }
}
