package dev.quire.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
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
import java.util.List;

/**
 * The folder of an embedded PostgreSQL, copied while it runs: what {@code pg_basebackup} does,
 * which the embedded programs don't have. What is missing of the write-ahead log is read from the
 * folder of the one that was copied, in the place of an archive.
 */
final class BaseBackup {
  private final Path original;
  private final int port;

  /**
   * @param folder the data folder of the process that started it
   */
  BaseBackup(Path folder, URI url) {
    this.original = folder.resolve("postgres");
    this.port = url.getPort();
  }

  /** Of the server's superuser, who alone may do this. */
  String query(String sql) throws IOException, SQLException {
    try (Connection connection = connect();
        Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery(sql)) {
      return result.next() ? String.valueOf(result.getString(1)) : "";
    }
  }

  /** Of the product's own role, in its database. */
  static String ask(URI url, String sql) throws SQLException {
    String[] who = url.getUserInfo().split(":", 2);
    try (Connection connection =
            DriverManager.getConnection(
                "jdbc:postgresql://127.0.0.1:" + url.getPort() + url.getPath(), who[0], who[1]);
        Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery(sql)) {
      return result.next() ? String.valueOf(result.getString(1)) : "";
    }
  }

  private Connection connect() throws IOException, SQLException {
    return DriverManager.getConnection(
        "jdbc:postgresql://127.0.0.1:" + port + "/postgres", "postgres", superuser());
  }

  private String superuser() throws IOException {
    return Files.readString(original.resolve("superuser-password"), UTF_8).strip();
  }

  /**
   * Copies it.
   *
   * @param folder a data folder that is not there yet; {@link OwnServers} starts what is in it
   */
  void copyTo(Path folder) throws IOException, SQLException {
    Path home = folder(folder(folder).resolve("postgres"));
    folder(home.resolve("log"));
    for (String file : List.of("password", "superuser-password")) {
      Files.copy(original.resolve(file), home.resolve(file));
    }
    Path data = home.resolve("data");
    try (Connection connection = connect();
        Statement statement = connection.createStatement()) {
      // What the copy reads from there later on is not to be recycled.
      statement.execute("ALTER SYSTEM SET wal_keep_size = '1GB'");
      statement.execute("SELECT pg_reload_conf()");
      statement.execute("SELECT pg_backup_start('test', true)");
      copy(original.resolve("data"), data);
      try (ResultSet result =
          statement.executeQuery("SELECT labelfile FROM pg_backup_stop(false)")) {
        result.next();
        Files.writeString(data.resolve("backup_label"), String.valueOf(result.getString(1)));
      }
    }
    configure(data, "restore_command = 'cp " + original.resolve("data/pg_wal") + "/%f %p'");
  }

  /** The copy is to follow the original from its start on. */
  void follow(Path folder) throws IOException {
    Path data = folder.resolve("postgres").resolve("data");
    Files.createFile(data.resolve("standby.signal"));
    configure(
        data,
        "primary_conninfo = 'host=127.0.0.1 port="
            + port
            + " user=postgres password="
            + superuser()
            + "'");
  }

  /** The copy is to become what the original was at a restore point. */
  static void recoverTo(Path folder, String restorePoint) throws IOException {
    Path data = folder.resolve("postgres").resolve("data");
    Files.createFile(data.resolve("recovery.signal"));
    configure(
        data,
        "recovery_target_name = '" + restorePoint + "'",
        "recovery_target_action = 'promote'");
  }

  private static void configure(Path data, String... settings) throws IOException {
    Files.write(
        data.resolve("postgresql.auto.conf"),
        List.of(settings),
        StandardOpenOption.CREATE,
        StandardOpenOption.APPEND);
  }

  private static Path folder(Path path) throws IOException {
    return Files.createDirectory(
        path, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
  }

  private static void copy(Path from, Path to) throws IOException {
    Files.walkFileTree(
        from,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path one, BasicFileAttributes attributes)
              throws IOException {
            folder(to.resolve(from.relativize(one).toString()));
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Path name = from.relativize(file);
            if (!name.startsWith("pg_wal") && !name.toString().startsWith("postmaster.")) {
              try {
                Files.copy(file, to.resolve(name.toString()));
              } catch (NoSuchFileException gone) {
                return FileVisitResult.CONTINUE;
              }
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
}
