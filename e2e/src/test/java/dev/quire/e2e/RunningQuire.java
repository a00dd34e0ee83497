package dev.quire.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * A whole Quire in a process of its own, on free ports and an empty data folder, for one test
 * class. Stopped, with its PostgreSQL and Redis, when the class is done. One thread at a time.
 */
final class RunningQuire implements BeforeAllCallback, AfterAllCallback {
  static final String SECRET = "the tests' own secret, which is long enough";

  private static final String READY = "Quire is ready at ";
  private static final Duration START_TIMEOUT = Duration.ofSeconds(90);
  private static final Duration STOP_TIMEOUT = Duration.ofSeconds(60);

  private final Map<String, String> environment = new TreeMap<>();
  private @Nullable Path data;
  private @Nullable Path log;
  private @Nullable Process process;
  private String url = "";

  /** With a variable of its own. */
  RunningQuire with(String variable, String value) {
    environment.put(variable, value);
    return this;
  }

  @Override
  public void beforeAll(ExtensionContext context) throws Exception {
    open(context.getRequiredTestClass().getSimpleName());
  }

  /** Starts it for the first time; {@link #close} is its end. */
  void open(String name) throws IOException {
    Files.createDirectories(Repository.OUTPUT.resolve("quire"));
    data = Files.createTempDirectory("quire-" + name);
    log = Repository.OUTPUT.resolve("quire").resolve(name + ".log");
    Files.deleteIfExists(log);
    environment.put("QUIRE_DATA", data.toString());
    environment.put("QUIRE_PORT", Integer.toString(RunningCluster.freePorts(10_100, 32_000)));
    environment.put(
        "QUIRE_MANAGEMENT_PORT", Integer.toString(RunningCluster.freePorts(10_100, 32_000)));
    environment.put("QUIRE_EXTERNAL_JWT_SECRET", SECRET);
    // A test run that is broken off takes its Quire with it, PostgreSQL and Redis included.
    Runtime.getRuntime().addShutdownHook(new Thread(this::endIfRunning));
    start();
  }

  private void endIfRunning() {
    if (process != null) {
      process.destroy();
    }
  }

  @Override
  public void afterAll(ExtensionContext context) throws Exception {
    close();
  }

  /** Ends it and deletes its data. */
  void close() throws IOException, InterruptedException {
    if (process != null && !process.isAlive()) {
      // Its PostgreSQL and Redis were left running: only a start finds and stops them.
      start();
    }
    terminate();
    delete(Objects.requireNonNull(data));
  }

  /** Starts it and waits for the ready line. How long that took, from the start of the process. */
  Duration start() throws IOException {
    long started = System.nanoTime();
    ProcessBuilder builder =
        new ProcessBuilder(
            Repository.file("scripts/launch").toString(), "dev.quire.standalone.Standalone");
    builder.environment().putAll(environment);
    builder.redirectError(ProcessBuilder.Redirect.appendTo(Objects.requireNonNull(log).toFile()));
    Process starting = builder.start();
    process = starting;
    String line = firstLine(starting);
    if (!line.startsWith(READY)) {
      starting.destroyForcibly();
      throw new IllegalStateException("Quire did not start; " + log + " ends with:\n" + tail(log));
    }
    url = line.substring(READY.length());
    return Duration.ofNanos(System.nanoTime() - started);
  }

  /** {@code kill -9}: of Quire alone, PostgreSQL and Redis stay behind. */
  void kill() throws InterruptedException {
    running().destroyForcibly().waitFor();
  }

  /** SIGTERM; returns when the process has ended. How long that took. */
  Duration terminate() throws InterruptedException {
    long started = System.nanoTime();
    running().destroy();
    if (!running().waitFor(STOP_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS)) {
      running().destroyForcibly();
      throw new IllegalStateException("Quire did not stop within " + STOP_TIMEOUT);
    }
    return Duration.ofNanos(System.nanoTime() - started);
  }

  /** What the Node side needs to find it. */
  Map<String, String> coordinates() {
    return Map.of("QUIRE_URL", url, "QUIRE_EXTERNAL_JWT_SECRET", SECRET);
  }

  String url() {
    return url;
  }

  int managementPort() {
    return Integer.parseInt(Objects.requireNonNull(environment.get("QUIRE_MANAGEMENT_PORT")));
  }

  Path data() {
    return Objects.requireNonNull(data);
  }

  String log() throws IOException {
    return Files.readString(Objects.requireNonNull(log));
  }

  private Process running() {
    return Objects.requireNonNull(process, "not started");
  }

  private static String firstLine(Process starting) {
    CompletableFuture<String> line =
        CompletableFuture.supplyAsync(
            () -> {
              try (var reader =
                  new BufferedReader(new InputStreamReader(starting.getInputStream(), UTF_8))) {
                return Objects.requireNonNullElse(reader.readLine(), "");
              } catch (IOException e) {
                return "";
              }
            });
    try {
      return line.get(START_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException | TimeoutException e) {
      return "";
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return "";
    }
  }

  private static String tail(@Nullable Path file) throws IOException {
    List<String> lines = Files.readAllLines(Objects.requireNonNull(file));
    return String.join("\n", lines.subList(Math.max(0, lines.size() - 30), lines.size()));
  }

  private static void delete(Path folder) throws IOException {
    List<Path> deepestFirst;
    try (Stream<Path> paths = Files.walk(folder)) {
      deepestFirst = paths.sorted(Comparator.reverseOrder()).toList();
    }
    for (Path path : deepestFirst) {
      Files.delete(path);
    }
  }
}
