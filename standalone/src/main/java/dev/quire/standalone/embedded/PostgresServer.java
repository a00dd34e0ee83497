package dev.quire.standalone.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The embedded PostgreSQL. Its folder holds {@code data} (the cluster), {@code password} (of the
 * role {@code quire}, which owns the database {@code quire} and is no superuser), {@code options}
 * (what the running server was started with) and the server's log.
 *
 * <p>Blocks; one thread at a time.
 */
public final class PostgresServer {
  private static final Logger log = LoggerFactory.getLogger(PostgresServer.class);
  private static final Duration INIT_TIMEOUT = Duration.ofMinutes(1);
  private static final Duration STOP_TIMEOUT = Duration.ofMinutes(1);

  private static final Duration ORPHANS_TIMEOUT = Duration.ofSeconds(5);

  /** Recovery after a crash reads the write-ahead log since the last checkpoint. */
  private static final Duration START_TIMEOUT = Duration.ofMinutes(2);

  /** Durability is said out loud: every one of these defaults to on, and must never be off here. */
  private static final List<String> SETTINGS =
      List.of(
          "listen_addresses=127.0.0.1",
          "unix_socket_directories=",
          "fsync=on",
          "synchronous_commit=on",
          "full_page_writes=on",
          "max_connections=200",
          "shared_buffers=128MB",
          "max_wal_size=2GB",
          "jit=off",
          "timezone=UTC",
          "log_timezone=UTC",
          "logging_collector=on",
          "log_directory=../log",
          "log_filename=postgres-%a.log",
          "log_truncate_on_rotation=on",
          "log_rotation_age=1d",
          "log_rotation_size=0");

  private final Path home;
  private final Path programs;
  private final String password;
  private final int port;

  private PostgresServer(Path home, Path programs, String password, int port) {
    this.home = home;
    this.programs = programs;
    this.password = password;
    this.port = port;
  }

  /**
   * Starts the server, or goes on with the one that a killed process left behind.
   *
   * @param home where it keeps everything; made where it is missing
   */
  public static PostgresServer start(Path home, Programs unpacked) throws IOException {
    PrivateFiles.folder(home);
    Path programs = unpacked.postgres();
    Path data = home.resolve("data");
    if (!Files.exists(data)) {
      initialise(home, programs);
    }
    String password = PrivateFiles.read(home.resolve("password"));
    Optional<PostmasterPid> running = running(data);
    String options = programs + "\n" + String.join("\n", SETTINGS);
    if (running.isPresent()) {
      PostgresServer left = new PostgresServer(home, programs, password, running.get().port());
      if (running.get().isReady() && options.equals(PrivateFiles.read(home.resolve("options")))) {
        log.info("postgres pid={} port={} was left running: used on", left.pid(), left.port);
        return left;
      }
      log.info("postgres pid={} was left running: stopped", left.pid());
      left.stop();
    }
    int port = Ports.remembered(home.resolve("port"));
    PostgresServer server = new PostgresServer(home, programs, password, port);
    server.startNew();
    PrivateFiles.write(home.resolve("options"), options);
    log.info("postgres pid={} port={} started", server.pid(), port);
    return server;
  }

  /** For {@code QUIRE_DATABASE_URL}. A secret: it holds the password. */
  public String url() {
    return "postgresql://quire:" + password + "@127.0.0.1:" + port + "/quire";
  }

  public int port() {
    return port;
  }

  /** The server's process, or 0 where there is none. */
  public long pid() throws IOException {
    return running(home.resolve("data")).map(PostmasterPid::pid).orElse(0L);
  }

  /** Ends what is connected, writes a checkpoint and waits for the end of the server. */
  public void stop() throws IOException {
    if (running(home.resolve("data")).isEmpty()) {
      return;
    }
    Command.run(
        control("stop", "-m", "fast", "-t", Long.toString(STOP_TIMEOUT.toSeconds())),
        "",
        STOP_TIMEOUT.plusSeconds(5));
  }

  private static Optional<PostmasterPid> running(Path data) throws IOException {
    return PostmasterPid.read(data).filter(server -> server.isServing(data));
  }

  private void startNew() throws IOException {
    endOrphans();
    // Left by a crash. PostgreSQL would refuse to start if the pid in it has become somebody
    // else's. By it PostgreSQL also notices that processes of a killed server still write the same
    // files, which would spoil them: of that there is none any more.
    Files.deleteIfExists(home.resolve("data").resolve("postmaster.pid"));
    List<String> options = new ArrayList<>(List.of("-p", Integer.toString(port)));
    SETTINGS.forEach(setting -> options.addAll(List.of("-c", "'" + setting + "'")));
    try {
      Command.run(
          control(
              "start",
              "-w",
              "-t",
              Long.toString(START_TIMEOUT.toSeconds()),
              "-l",
              home.resolve("start.log").toString(),
              "-o",
              String.join(" ", options)),
          "",
          START_TIMEOUT.plusSeconds(5));
    } catch (IOException e) {
      throw new IOException(
          e.getMessage() + "\n" + PrivateFiles.read(home.resolve("start.log")), e);
    }
  }

  /**
   * The processes that a killed server leaves behind end by themselves when they notice it. One
   * that can't, since it is stopped or at something long, is killed: nobody waits for it any more.
   */
  private void endOrphans() throws IOException {
    Path data = home.resolve("data");
    if (Waiting.until(ORPHANS_TIMEOUT, () -> DataProcesses.in(data).isEmpty())) {
      return;
    }
    for (ProcessHandle orphan : DataProcesses.in(data)) {
      log.warn("postgres pid={} was left by a killed server: killed", orphan.pid());
      orphan.destroyForcibly();
    }
    if (!Waiting.until(ORPHANS_TIMEOUT, () -> DataProcesses.in(data).isEmpty())) {
      throw new IOException(
          "processes of a killed PostgreSQL still use " + data + ": " + DataProcesses.in(data));
    }
  }

  private List<String> control(String action, String... further) {
    List<String> words =
        new ArrayList<>(
            List.of(
                programs.resolve("bin/pg_ctl").toString(),
                action,
                "-s",
                "-D",
                home.resolve("data").toString()));
    words.addAll(List.of(further));
    return Command.notAsRoot(words);
  }

  /** Makes the cluster, the role and the database under another name, renamed when complete. */
  private static void initialise(Path home, Path programs) throws IOException {
    log.info("postgres makes its files in {}", home);
    Path prepared = home.resolve("data.new");
    PrivateFiles.delete(prepared);
    PrivateFiles.folder(home.resolve("log"));
    Path superuser = home.resolve("superuser-password");
    PrivateFiles.write(superuser, PrivateFiles.secret());
    String password = PrivateFiles.secret();
    PrivateFiles.write(home.resolve("password"), password);
    Command.run(
        Command.notAsRoot(
            List.of(
                programs.resolve("bin/initdb").toString(),
                "-D",
                prepared.toString(),
                "--username=postgres",
                "--pwfile=" + superuser,
                "--auth=scram-sha-256",
                "--encoding=UTF8",
                "--locale-provider=builtin",
                "--builtin-locale=C.UTF-8",
                "--locale=C")),
        "",
        INIT_TIMEOUT);
    // Single-user mode: no server has to be started, waited for and stopped again.
    Command.run(
        Command.notAsRoot(
            List.of(
                programs.resolve("bin/postgres").toString(),
                "--single",
                "-D",
                prepared.toString(),
                // Rounds make guessing dear, and nobody guesses a random password: they would only
                // be work for whoever connects.
                "-c",
                "scram_iterations=1",
                "postgres")),
        String.join(
            "\n",
            "CREATE ROLE quire LOGIN PASSWORD '" + password + "'",
            "CREATE DATABASE quire OWNER quire",
            // A log of its own for what is to come, and the first one's file kept for what comes
            // after that: else the schema fills it to the brim, and the commit of somebody's edit
            // has to wait until the next file has been filled with 16 MB of zeros.
            "SELECT pg_switch_wal()",
            ""),
        INIT_TIMEOUT);
    Files.move(prepared, home.resolve("data"), StandardCopyOption.ATOMIC_MOVE);
  }
}
