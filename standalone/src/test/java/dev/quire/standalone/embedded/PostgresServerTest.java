package dev.quire.standalone.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PostgresServerTest {
  private static final Programs PROGRAMS =
      new Programs(Path.of("target", "programs").toAbsolutePath());

  @TempDir Path folder;
  private PostgresServer server;

  @BeforeEach
  void start() throws IOException {
    server = PostgresServer.start(folder.resolve("postgres"), PROGRAMS);
  }

  @AfterEach
  void stop() throws IOException {
    server.stop();
  }

  @Test
  void neverAcknowledgesWhatIsNotOnDisk() throws SQLException {
    assertThat(ask("SHOW fsync")).isEqualTo("on");
    assertThat(ask("SHOW synchronous_commit")).isEqualTo("on");
    assertThat(ask("SHOW full_page_writes")).isEqualTo("on");
  }

  @Test
  void letsNobodyInWithoutItsPasswordAndTheServicesNotAsSuperuser() throws SQLException {
    assertThatThrownBy(() -> connect("postgresql://quire:guess@127.0.0.1:" + server.port()))
        .isInstanceOf(SQLException.class)
        .hasMessageContaining("password");
    assertThat(ask("SELECT usesuper FROM pg_user WHERE usename = current_user")).isEqualTo("f");
    assertThat(ask("SHOW listen_addresses")).isEqualTo("127.0.0.1");
    assertThat(folder.resolve("postgres/password"))
        .satisfies(file -> assertThat(Files.getPosixFilePermissions(file)).hasSize(2));
  }

  /** Whoever commits into the last one would wait until another has been filled with zeros. */
  @Test
  void hasAFileOfTheWriteAheadLogReadyBehindTheFirst() throws SQLException {
    assertThat(ask("SELECT pg_walfile_name(pg_current_wal_lsn())")).endsWith("02");
    assertThat(folder.resolve("postgres/data/pg_wal/000000010000000000000003")).exists();
  }

  @Test
  void findsItsDataAgainAfterAStop() throws Exception {
    run("CREATE TABLE kept AS SELECT 7 AS number");
    int port = server.port();

    server.stop();
    assertThat(server.pid()).isZero();
    server = PostgresServer.start(folder.resolve("postgres"), PROGRAMS);

    assertThat(ask("SELECT number FROM kept")).isEqualTo("7");
    assertThat(server.port()).isEqualTo(port);
  }

  @Test
  void goesOnWithTheServerThatAKilledProcessLeftRunning() throws Exception {
    long pid = server.pid();

    server = PostgresServer.start(folder.resolve("postgres"), PROGRAMS);

    assertThat(server.pid()).isEqualTo(pid).isPositive();
    assertThat(ask("SELECT 1")).isEqualTo("1");
  }

  @Test
  void stopsAServerLeftRunningThatWasStartedWithOtherOptions() throws Exception {
    long pid = server.pid();
    PrivateFiles.write(folder.resolve("postgres/options"), "of an older version");

    server = PostgresServer.start(folder.resolve("postgres"), PROGRAMS);

    assertThat(server.pid()).isNotEqualTo(pid).isPositive();
  }

  @Test
  void startsAlthoughAPidFileNamesAProcessThatIsNotPostgres() throws Exception {
    server.stop();
    Path pidFile = folder.resolve("postgres/data/postmaster.pid");
    long somebody = ProcessHandle.current().pid();
    Files.writeString(
        pidFile, somebody + "\n" + folder + "\n1\n5432\n\n127.0.0.1\n1 1\nready   \n");

    server = PostgresServer.start(folder.resolve("postgres"), PROGRAMS);

    assertThat(server.pid()).isNotEqualTo(somebody).isPositive();
  }

  @Test
  void recoversFromACrashOfTheServerItself() throws Exception {
    run("CREATE TABLE kept AS SELECT 7 AS number");
    ProcessHandle.of(server.pid()).orElseThrow().destroyForcibly();
    Waiting.until(java.time.Duration.ofSeconds(10), () -> server.pid() == 0);

    server = PostgresServer.start(folder.resolve("postgres"), PROGRAMS);

    assertThat(ask("SELECT number FROM kept")).isEqualTo("7");
  }

  @Test
  void startsOnlyWhenNobodyOfAKilledServerCanWriteAnyMore() throws Exception {
    try (Connection connection = connect(server.url());
        Statement statement = connection.createStatement()) {
      ResultSet row = statement.executeQuery("SELECT pg_backend_pid()");
      assertThat(row.next()).isTrue();
      ProcessHandle writer = ProcessHandle.of(row.getLong(1)).orElseThrow();
      // Stopped, it can't notice that its server is gone.
      signal("STOP", writer);
      ProcessHandle.of(server.pid()).orElseThrow().destroyForcibly();
      Waiting.until(java.time.Duration.ofSeconds(10), () -> server.pid() == 0);

      server = PostgresServer.start(folder.resolve("postgres"), PROGRAMS);

      // Nobody may have collected it yet: what has ended works in no folder, and writes nothing.
      assertThat(DataProcesses.in(folder.resolve("postgres/data")))
          .extracting(ProcessHandle::pid)
          .doesNotContain(writer.pid());
      assertThat(ask("SELECT 1")).isEqualTo("1");
    }
  }

  private static void signal(String name, ProcessHandle process) throws Exception {
    new ProcessBuilder("sh", "-c", "kill -" + name + " " + process.pid()).start().waitFor();
  }

  private String ask(String query) throws SQLException {
    try (Connection connection = connect(server.url());
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(query)) {
      assertThat(row.next()).isTrue();
      return row.getString(1);
    }
  }

  private void run(String command) throws SQLException {
    try (Connection connection = connect(server.url());
        Statement statement = connection.createStatement()) {
      statement.execute(command);
    }
  }

  private static Connection connect(String url) throws SQLException {
    URI uri = URI.create(url);
    String[] user = uri.getUserInfo().split(":", 2);
    return DriverManager.getConnection(
        "jdbc:postgresql://127.0.0.1:" + uri.getPort() + "/quire", user[0], user[1]);
  }
}
