package dev.quire.standalone.embedded;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The embedded Redis. Its folder holds the configuration (with the password), the pid file and the
 * log; a server that is started again keeps its port and its password, so that whoever used it goes
 * on. It writes no data to disk, and evicts what expires first when its memory is full.
 *
 * <p>Blocks; one thread at a time.
 */
public final class RedisServer {
  private static final Logger log = LoggerFactory.getLogger(RedisServer.class);
  private static final Duration START_TIMEOUT = Duration.ofSeconds(10);
  private static final Duration STOP_TIMEOUT = Duration.ofSeconds(10);
  private static final int ANSWER_TIMEOUT_MILLIS = 1_000;

  private final Path home;
  private final String password;
  private final int port;

  private RedisServer(Path home, String password, int port) {
    this.home = home;
    this.password = password;
    this.port = port;
  }

  /**
   * Starts the server; stops first the one that a killed process left behind.
   *
   * @param home where it keeps everything; made where it is missing
   */
  public static RedisServer start(Path home, Programs unpacked) throws IOException {
    PrivateFiles.folder(home);
    Path program = unpacked.redis();
    RedisServer left = new RedisServer(home, "", 0);
    if (left.process().isPresent()) {
      log.info("redis pid={} was left running: stopped", left.pid());
      left.stop();
    }
    Files.deleteIfExists(home.resolve("redis.pid"));
    // One run's log is kept: it is short, and nothing in Redis matters for long.
    Files.deleteIfExists(home.resolve("redis.log"));
    RedisServer server =
        new RedisServer(
            home,
            PrivateFiles.rememberedSecret(home.resolve("password")),
            Ports.remembered(home.resolve("port")));
    Path configuration = home.resolve("redis.conf");
    PrivateFiles.write(configuration, server.configuration());
    Command.run(List.of(program.toString(), configuration.toString()), "", START_TIMEOUT);
    server.awaitAnswer();
    log.info("redis pid={} port={} started", server.pid(), server.port);
    return server;
  }

  /** For {@code QUIRE_REDIS_URL}. A secret: it holds the password. */
  public String url() {
    return "redis://:" + password + "@127.0.0.1:" + port;
  }

  public int port() {
    return port;
  }

  /** The server's process, or 0 where there is none. */
  public long pid() throws IOException {
    return process().map(ProcessHandle::pid).orElse(0L);
  }

  /** Waits for the end of the server. */
  public void stop() throws IOException {
    Optional<ProcessHandle> process = process();
    if (process.isEmpty()) {
      return;
    }
    process.get().destroy();
    if (!Waiting.until(STOP_TIMEOUT, () -> process().isEmpty())) {
      process.get().destroyForcibly();
    }
  }

  private String configuration() {
    return String.join(
        "\n",
        "bind 127.0.0.1",
        "port " + port,
        "requirepass " + password,
        "daemonize yes",
        // A title would be written over the environment, by which others know whose server it is.
        "set-proc-title no",
        "dir \"" + home + "\"",
        "pidfile \"" + home.resolve("redis.pid") + "\"",
        "logfile \"" + home.resolve("redis.log") + "\"",
        "save \"\"",
        "appendonly no",
        "maxmemory 256mb",
        "maxmemory-policy volatile-ttl",
        "");
  }

  private Optional<ProcessHandle> process() throws IOException {
    String pid = PrivateFiles.read(home.resolve("redis.pid"));
    if (!pid.matches("\\d{1,18}")) {
      return Optional.empty();
    }
    return ProcessHandle.of(Long.parseLong(pid))
        .filter(ProcessHandle::isAlive)
        .filter(this::isOurs);
  }

  /** After a reboot the pid may be anybody's; the server's working directory tells. */
  private boolean isOurs(ProcessHandle process) {
    try {
      return Files.readSymbolicLink(Path.of("/proc", Long.toString(process.pid()), "cwd"))
          .equals(home.toRealPath());
    } catch (IOException noSuchProcess) {
      return false;
    }
  }

  private void awaitAnswer() throws IOException {
    if (!Waiting.until(START_TIMEOUT, this::answers)) {
      throw new IOException(
          "redis does not answer; its log says:\n" + PrivateFiles.read(home.resolve("redis.log")));
    }
  }

  /** Speaks RESP by hand: one PING is not worth a client. */
  private boolean answers() {
    try (Socket socket = new Socket()) {
      socket.connect(
          new InetSocketAddress(InetAddress.getLoopbackAddress(), port), ANSWER_TIMEOUT_MILLIS);
      socket.setSoTimeout(ANSWER_TIMEOUT_MILLIS);
      socket
          .getOutputStream()
          .write(("AUTH " + password + "\r\nPING\r\n").getBytes(StandardCharsets.US_ASCII));
      byte[] expected = "+OK\r\n+PONG\r\n".getBytes(StandardCharsets.US_ASCII);
      InputStream in = socket.getInputStream();
      return Arrays.equals(in.readNBytes(expected.length), expected);
    } catch (IOException notYet) {
      return false;
    }
  }
}
