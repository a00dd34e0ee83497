package dev.quire.doc.database;

import static org.awaitility.Awaitility.await;

import dev.quire.kit.TestPorts;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;

/**
 * A PostgreSQL of a test's own, with an archive of its write-ahead log, which can be backed up as
 * docs/backup.md says, and whose copies can be started.
 */
public final class OwnPostgres implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofMinutes(3);

  private final Path data;
  private final Path archive;
  private final EmbeddedPostgres server;

  private OwnPostgres(Path data, Path archive, boolean archives) throws IOException {
    this.data = data;
    this.archive = archive;
    this.server =
        EmbeddedPostgres.builder()
            .setDataDirectory(data)
            .setPort(TestPorts.free())
            .setCleanDataDirectory(false)
            .setServerConfig("fsync", "on")
            .setServerConfig("synchronous_commit", "on")
            .setServerConfig("listen_addresses", "127.0.0.1")
            .setServerConfig("archive_mode", archives ? "on" : "off")
            .setPGStartupWait(PATIENCE)
            .start();
  }

  /** A new one, in an empty folder. */
  public static OwnPostgres create(Path home) throws IOException, SQLException {
    Path archive = Files.createDirectories(home.resolve("archive"));
    OwnPostgres server = new OwnPostgres(folder(home.resolve("data")), archive, true);
    server.execute(
        "ALTER SYSTEM SET archive_command = 'cp %p " + archive.toAbsolutePath() + "/%f'");
    server.execute("SELECT pg_reload_conf()");
    return server;
  }

  private static Path folder(Path path) throws IOException {
    return Files.createDirectory(
        path, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
  }

  public URI url() {
    return URI.create("postgresql://postgres:postgres@127.0.0.1:" + server.getPort() + "/postgres");
  }

  public int port() {
    return server.getPort();
  }

  public void execute(String sql) throws SQLException {
    query(sql);
  }

  /** The first column of the first row as text; empty where there is none. */
  public String query(String sql) throws SQLException {
    try (Connection connection = DriverManager.getConnection(TestDatabase.jdbc(url()));
        Statement statement = connection.createStatement()) {
      if (!statement.execute(sql)) {
        return "";
      }
      try (ResultSet result = statement.getResultSet()) {
        return result.next() ? String.valueOf(result.getString(1)) : "";
      }
    }
  }

  /** A base backup: the files of a running server, between the two calls that make them whole. */
  public void backUpTo(Path copy) throws IOException, SQLException {
    try (Connection connection = DriverManager.getConnection(TestDatabase.jdbc(url()));
        Statement statement = connection.createStatement()) {
      statement.execute("SELECT pg_backup_start('test', true)");
      copyFiles(folder(copy));
      try (ResultSet result =
          statement.executeQuery("SELECT labelfile FROM pg_backup_stop(true)")) {
        result.next();
        Files.writeString(copy.resolve("backup_label"), String.valueOf(result.getString(1)));
      }
    }
  }

  private void copyFiles(Path copy) throws IOException {
    Files.walkFileTree(
        data,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes)
              throws IOException {
            Path to = copy.resolve(data.relativize(folder).toString());
            if (!Files.exists(to)) {
              folder(to);
            }
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Path name = data.relativize(file);
            if (name.startsWith("pg_wal") || name.toString().startsWith("postmaster.")) {
              return FileVisitResult.CONTINUE;
            }
            try {
              Files.copy(file, copy.resolve(name.toString()));
            } catch (NoSuchFileException gone) {
              return FileVisitResult.CONTINUE;
            }
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFileFailed(Path file, IOException fault) throws IOException {
            if (fault instanceof NoSuchFileException) {
              return FileVisitResult.CONTINUE;
            }
            throw fault;
          }
        });
  }

  /** Ends the present segment of the write-ahead log and returns when it is in the archive. */
  public void archiveAll() throws SQLException {
    String segment = query("SELECT pg_walfile_name(pg_switch_wal())");
    await().atMost(PATIENCE).until(() -> Files.exists(archive.resolve(segment)));
  }

  /** Starts a base backup as a server of its own, recovered up to a restore point. */
  public OwnPostgres restore(Path copy, String restorePoint) throws IOException {
    configure(
        copy,
        "recovery.signal",
        "restore_command = 'cp " + archive.toAbsolutePath() + "/%f %p'",
        "recovery_target_name = '" + restorePoint + "'",
        "recovery_target_action = 'promote'");
    OwnPostgres restored = new OwnPostgres(copy, archive, false);
    await().atMost(PATIENCE).until(() -> restored.query("SELECT pg_is_in_recovery()").equals("f"));
    return restored;
  }

  /** Starts a base backup as a replica that follows this server. */
  public OwnPostgres follow(Path copy) throws IOException {
    configure(
        copy,
        "standby.signal",
        "restore_command = 'cp " + archive.toAbsolutePath() + "/%f %p'",
        "primary_conninfo = 'host=127.0.0.1 port=" + port() + " user=postgres'");
    return new OwnPostgres(copy, archive, false);
  }

  private static void configure(Path copy, String signal, String... settings) throws IOException {
    Files.createFile(copy.resolve(signal));
    Files.write(
        copy.resolve("postgresql.auto.conf"),
        List.of(settings),
        StandardOpenOption.CREATE,
        StandardOpenOption.APPEND);
  }

  @Override
  public void close() {
    try {
      server.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
