package dev.quire.doc.database;

import io.vertx.pgclient.PgConnectOptions;
import java.net.URI;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.postgresql.PGProperty;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * Brings the schema up to date, once at the start of a process. Blocks: run it on a worker. Several
 * processes may start at once; they take turns.
 */
public final class Schema {
  /** doc-service's tables are here, and nobody else's. */
  public static final String NAME = "quire_doc";

  /** What the allowance has to be set to, word for word, so that nobody sets it without reading. */
  public static final String UNSAFE_WORDS = "acknowledged edits may be lost";

  /** Any number that no other program uses as an advisory lock of this database. */
  private static final long MIGRATION_LOCK = 0x7175697265646f63L;

  private Schema() {}

  /**
   * @param allowUnsafe goes on where the server does not wait for its disk
   * @throws IllegalStateException where the server does not keep what it has confirmed
   * @throws SQLException where the server cannot be reached
   */
  public static void prepare(URI url, boolean allowUnsafe) throws SQLException {
    DataSource source = source(url);
    try (Connection connection = source.getConnection();
        Statement statement = connection.createStatement()) {
      if (!allowUnsafe) {
        requireOn(statement, "fsync");
        requireOn(statement, "synchronous_commit");
      }
      statement.execute("SELECT pg_advisory_lock(" + MIGRATION_LOCK + ")");
      // Released with the connection, whatever happens.
      migrate(source);
    }
  }

  private static void migrate(DataSource source) {
    Flyway.configure()
        .dataSource(source)
        .schemas(NAME)
        .createSchemas(true)
        .locations("classpath:dev/quire/doc/migrations")
        .load()
        .migrate();
  }

  private static void requireOn(Statement statement, String setting) throws SQLException {
    try (ResultSet result = statement.executeQuery("SHOW " + setting)) {
      if (result.next() && result.getString(1).equals("off")) {
        throw new IllegalStateException(
            "PostgreSQL runs with "
                + setting
                + "=off: it confirms what a crash can take back. Turn it on, or set"
                + " QUIRE_DATABASE_ALLOW_UNSAFE to '"
                + UNSAFE_WORDS
                + "'.");
      }
    }
  }

  private static DataSource source(URI url) throws SQLException {
    PgConnectOptions options = PgConnectOptions.fromUri(url.toString());
    PGSimpleDataSource source = new PGSimpleDataSource();
    source.setServerNames(new String[] {options.getHost()});
    source.setPortNumbers(new int[] {options.getPort()});
    source.setDatabaseName(options.getDatabase());
    source.setUser(options.getUser());
    source.setPassword(options.getPassword());
    source.setProperty(PGProperty.SSL_MODE, options.getSslMode().value);
    source.setConnectTimeout(10);
    return source;
  }
}
