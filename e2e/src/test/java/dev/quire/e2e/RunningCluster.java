package dev.quire.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A Quire of separate processes, by {@code ./scripts/cluster}, on free ports and an empty data
 * folder. One thread at a time.
 */
final class RunningCluster implements AutoCloseable {
  private static final Duration COMMAND_TIMEOUT = Duration.ofMinutes(4);

  /** As many management ports in a row as the tests' clusters have processes. */
  private static final int PORTS = 16;

  private final Map<String, String> environment = new TreeMap<>();
  private final String name;
  private final Path data;
  private boolean ended;
  private final Thread endWithTheTests = new Thread(this::down);

  RunningCluster(String name) throws IOException {
    this.name = name;
    data = Files.createTempDirectory("quire-" + name).toRealPath();
    environment.put("QUIRE_DATA", data.toString());
    environment.put("QUIRE_PORT", Integer.toString(freePorts(7_000, 8_500)));
    environment.put("QUIRE_MANAGEMENT_PORT", Integer.toString(freePorts(8_500, 10_000)));
    environment.put("QUIRE_EXTERNAL_JWT_SECRET", RunningQuire.SECRET);
    // Many processes on a small machine: less to compile, and no collector's threads.
    environment.put("QUIRE_JAVA_OPTIONS", "-Xmx300m -XX:+UseSerialGC -XX:TieredStopAtLevel=1");
    // The jars are those of the build that this test is a part of.
    environment.put("QUIRE_BUILD", "false");
    Runtime.getRuntime().addShutdownHook(endWithTheTests);
  }

  /** With a variable of its own, for all processes. */
  RunningCluster with(String variable, String value) {
    environment.put(variable, value);
    return this;
  }

  /**
   * A line of {@code status}; a port is {@code -} where there is none, a pid where it has ended.
   */
  record Member(String name, String pid, String port, String managementPort) {
    boolean isRunning() {
      return !pid.equals("-");
    }

    long number() {
      return Long.parseLong(pid);
    }

    ProcessHandle process() {
      return ProcessHandle.of(number()).orElseThrow();
    }
  }

  /** Runs a command of {@code scripts/cluster} to its end; what it says on standard output. */
  String run(String... arguments) throws IOException {
    List<String> words = new ArrayList<>();
    words.add(Repository.file("scripts/cluster").toString());
    words.addAll(List.of(arguments));
    // Files and not pipes: what it leaves running would hold a pipe open.
    Path output = Files.createTempFile("quire-cluster", ".out");
    Path errors = Files.createTempFile("quire-cluster", ".err");
    try {
      ProcessBuilder builder = new ProcessBuilder(words);
      builder.environment().putAll(environment);
      Process command =
          builder.redirectOutput(output.toFile()).redirectError(errors.toFile()).start();
      command.getOutputStream().close();
      boolean ended = command.waitFor(COMMAND_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
      if (!ended || command.exitValue() != 0) {
        command.destroyForcibly();
        throw new IllegalStateException(words + " failed:\n" + Files.readString(errors));
      }
      return Files.readString(output, UTF_8);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    } finally {
      Files.delete(output);
      Files.delete(errors);
    }
  }

  List<Member> status() throws IOException {
    return run("status")
        .lines()
        .map(line -> line.split(" ", -1))
        .map(words -> new Member(words[0], words[1], words[2], words[3]))
        .toList();
  }

  Member member(String name) throws IOException {
    return status().stream().filter(each -> each.name().equals(name)).findFirst().orElseThrow();
  }

  /** {@code kill -9}, and waits for the end. */
  void kill(String name) throws IOException {
    end(name, "KILL");
  }

  /** Sends the signal and waits for the end. */
  void end(String name, String signal) throws IOException {
    long pid = pid(name);
    Optional<ProcessHandle> process = ProcessHandle.of(pid);
    Signals.send(signal, pid);
    process.ifPresent(each -> each.onExit().join());
  }

  /** Sends the signal; the moment at which that was done. */
  long signal(String name, String signal) throws IOException {
    Signals.send(signal, pid(name));
    return System.currentTimeMillis();
  }

  /** From its pid file, which is quicker than asking for the status. */
  long pid(String name) throws IOException {
    return Long.parseLong(Files.readString(data.resolve("run").resolve(name + ".pid")).strip());
  }

  /** A setting that one process is told beside what all are told, from its next start on. */
  void set(String name, String variable, String value) throws IOException {
    Files.writeString(
        data.resolve("run").resolve(name + ".env"),
        variable + "='" + value + "'\n",
        StandardOpenOption.APPEND);
  }

  /** What the Node side needs to find its first edge. */
  Map<String, String> coordinates() {
    return Map.of(
        "QUIRE_URL",
        "http://127.0.0.1:" + environment.get("QUIRE_PORT"),
        "QUIRE_EXTERNAL_JWT_SECRET",
        RunningQuire.SECRET);
  }

  /** The first edge's; the others' follow. */
  int firstPort() {
    return Integer.parseInt(Objects.requireNonNull(environment.get("QUIRE_PORT")));
  }

  Path data() {
    return data;
  }

  Path log(String name) {
    return data.resolve("run").resolve(name + ".log");
  }

  /** Whoever is frozen would not hear that it is to end. */
  private synchronized void down() {
    if (ended) {
      return;
    }
    try {
      for (Member member : status()) {
        if (member.isRunning()) {
          Signals.send("CONT", member.number());
        }
      }
      run("down");
      ended = true;
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() throws IOException {
    Path logs = Repository.OUTPUT.resolve("cluster").resolve(name);
    Files.createDirectories(logs);
    down();
    try (Stream<Path> paths = Files.list(data.resolve("run"))) {
      for (Path log : paths.filter(path -> path.toString().endsWith(".log")).toList()) {
        Files.copy(log, logs.resolve(log.getFileName()), StandardCopyOption.REPLACE_EXISTING);
      }
    }
    delete(data);
  }

  static void delete(Path folder) throws IOException {
    List<Path> deepestFirst;
    try (Stream<Path> paths = Files.walk(folder)) {
      deepestFirst = paths.sorted(Comparator.reverseOrder()).toList();
    }
    for (Path path : deepestFirst) {
      Files.delete(path);
    }
  }

  /**
   * The first of a row of ports that are free just now. Below those that {@code scripts/cluster}
   * draws, and those that systems give to outgoing connections: nobody takes one before a process
   * of the cluster listens there, or while it is being started again. The ranges hold none of those
   * that browsers refuse to talk to.
   */
  static int freePorts(int from, int to) throws IOException {
    for (int attempt = 0; attempt < 100; attempt++) {
      int first = ThreadLocalRandom.current().nextInt(from, to - PORTS);
      if (areFree(first)) {
        return first;
      }
    }
    throw new IOException("no " + PORTS + " ports in a row are free");
  }

  private static boolean areFree(int first) {
    for (int port = first; port < first + PORTS; port++) {
      try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
        if (!socket.isBound()) {
          return false;
        }
      } catch (IOException taken) {
        return false;
      }
    }
    return true;
  }
}
