package dev.quire.auth;

import java.net.URI;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * Transactions that have just written to a table and go no further, until {@link #letGo}: so that
 * two of them meet in one order and no other. Whatever they have locked stays locked meanwhile.
 */
final class Held implements AutoCloseable {
  private static final int KEY = 1;

  private final Connection connection;

  private Held(Connection connection) {
    this.connection = connection;
  }

  /**
   * @param event as a trigger names it: {@code INSERT ON session}
   */
  static Held after(URI database, String event) throws SQLException {
    Held held = new Held(TestPostgres.connect(database));
    held.run("SELECT pg_advisory_lock(" + KEY + ")");
    held.run(
        """
        CREATE OR REPLACE FUNCTION hold() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN PERFORM pg_advisory_xact_lock(%d); RETURN NULL; END $$
        """
            .formatted(KEY));
    String[] words = event.split(" ON ", 2);
    held.run(
        "CREATE TRIGGER held AFTER %s ON quire_auth.%s FOR EACH ROW EXECUTE FUNCTION hold()"
            .formatted(words[0], words[1]));
    return held;
  }

  /** How many transactions of this database wait for a lock, held by this or by one another. */
  int waiting() throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet rows =
            statement.executeQuery(
                """
                SELECT count(*) FROM pg_stat_activity
                WHERE datname = current_database() AND wait_event_type = 'Lock'
                """)) {
      rows.next();
      return rows.getInt(1);
    }
  }

  void letGo() throws SQLException {
    run("SELECT pg_advisory_unlock(" + KEY + ")");
  }

  private void run(String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  @Override
  public void close() throws SQLException {
    connection.close();
  }
}
