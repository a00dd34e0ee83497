package dev.quire.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

/**
 * A PostgreSQL and a Redis that belong to a test and not to its cluster, so that something can
 * stand between the two. Each keeps its port when it is started again. One thread at a time.
 */
final class OwnServers implements AutoCloseable {
  private static final long START_MINUTES = 2;
  private static final long STOP_SECONDS = 30;

  private final Path data;
  private final Map<String, Started> running = new HashMap<>();

  private record Started(long pid, URI url) {}

  /**
   * @param data a folder of theirs
   */
  OwnServers(Path data) {
    this.data = data;
  }

  /** Starts {@code postgres} or {@code redis}, and waits until it answers. */
  void start(String server) throws IOException, InterruptedException {
    Path output = data.resolve(server + ".started");
    ProcessBuilder builder =
        new ProcessBuilder(
            Repository.file("scripts/launch").toString(),
            "dev.quire.standalone.EmbeddedServer",
            server);
    builder.environment().put("QUIRE_DATA", data.toString());
    builder.environment().put("QUIRE_JAVA_OPTIONS", "-Xmx64m");
    Process process =
        builder
            .redirectOutput(output.toFile())
            .redirectError(data.resolve(server + ".log").toFile())
            .start();
    if (!process.waitFor(START_MINUTES, TimeUnit.MINUTES) || process.exitValue() != 0) {
      process.destroyForcibly();
      throw new IllegalStateException(
          server + " did not start:\n" + Files.readString(data.resolve(server + ".log"), UTF_8));
    }
    Map<String, String> said = new HashMap<>();
    for (String line : Files.readAllLines(output)) {
      said.put(line.substring(0, line.indexOf('=')), line.substring(line.indexOf('=') + 1));
    }
    running.put(
        server,
        new Started(
            Long.parseLong(Objects.requireNonNull(said.get("pid"))),
            URI.create(Objects.requireNonNull(said.get("url")))));
  }

  URI url(String server) {
    return Objects.requireNonNull(running.get(server)).url();
  }

  long pid(String server) {
    return Objects.requireNonNull(running.get(server)).pid();
  }

  /** Waits for its end. {@code signal} is INT, TERM or KILL. */
  void stop(String server, String signal) {
    Started started = running.get(server);
    if (started == null) {
      return;
    }
    ProcessHandle.of(started.pid())
        .ifPresent(
            process -> {
              Signals.send(signal, started.pid());
              try {
                process.onExit().get(STOP_SECONDS, TimeUnit.SECONDS);
              } catch (Exception e) {
                throw new IllegalStateException(server + " does not end", e);
              }
            });
  }

  /** PostgreSQL stops fast at SIGINT: it waits for nobody, and loses nothing. */
  @Override
  public void close() {
    stop("redis", "TERM");
    stop("postgres", "INT");
  }
}
