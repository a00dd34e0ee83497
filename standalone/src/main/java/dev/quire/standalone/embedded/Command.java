package dev.quire.standalone.embedded;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Runs a program to its end. Blocks; safe from any thread. */
final class Command {
  private static final int MAX_SHOWN_CHARACTERS = 2_000;

  private Command() {}

  /**
   * @param words the program and its arguments; no secrets, which the system would show to
   *     everybody
   * @param input what the program reads from its standard input
   * @throws IOException where the program can't be started, fails, or is not done in time
   */
  static void run(List<String> words, String input, Duration timeout) throws IOException {
    // A file and not a pipe: a server that the program leaves behind would hold a pipe open.
    Path output = Files.createTempFile("quire-command", ".log");
    try {
      int status = statusOf(words, input, timeout, output);
      if (status != 0) {
        throw new IOException(
            String.join(" ", words) + " ended with status " + status + ":\n" + tail(output));
      }
    } finally {
      Files.deleteIfExists(output);
    }
  }

  private static int statusOf(List<String> words, String input, Duration timeout, Path output)
      throws IOException {
    ProcessBuilder builder = new ProcessBuilder(words).redirectErrorStream(true);
    builder.environment().put("LC_ALL", "C");
    builder.redirectOutput(output.toFile());
    Process process = builder.start();
    try (var stdin = process.getOutputStream()) {
      stdin.write(input.getBytes(StandardCharsets.UTF_8));
    }
    try {
      if (!process.waitFor(timeout.toMillis(), TimeUnit.MILLISECONDS)) {
        throw new IOException(
            String.join(" ", words) + " took longer than " + timeout + ":\n" + tail(output));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while waiting for " + words.get(0), e);
    } finally {
      process.destroyForcibly();
    }
    return process.exitValue();
  }

  /** Root may not run PostgreSQL; in a user namespace of its own a process is not root. */
  static List<String> notAsRoot(List<String> words) {
    if (!"root".equals(System.getProperty("user.name"))) {
      return words;
    }
    List<String> wrapped = new ArrayList<>(List.of("unshare", "--user"));
    wrapped.addAll(words);
    return List.copyOf(wrapped);
  }

  private static String tail(Path output) throws IOException {
    String text = Files.readString(output, StandardCharsets.ISO_8859_1);
    return text.substring(Math.max(0, text.length() - MAX_SHOWN_CHARACTERS)).strip();
  }
}
