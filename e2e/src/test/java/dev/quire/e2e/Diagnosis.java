package dev.quire.e2e;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.stream.Stream;

/**
 * What the processes of a cluster say of themselves: for whoever has nothing but a test's message
 * to find out from why people wait.
 */
final class Diagnosis {
  private static final Duration PATIENCE = Duration.ofSeconds(3);
  private static final int LINES = 4;
  private static final int LINE_LENGTH = 300;

  private final HttpClient http;

  Diagnosis(HttpClient http) {
    this.http = http;
  }

  /** What is answered at that address, or why nothing is. */
  String answerOf(int managementPort, String path) {
    URI uri = URI.create("http://127.0.0.1:" + managementPort + path);
    try {
      return http.send(
              HttpRequest.newBuilder(uri).timeout(PATIENCE).build(), BodyHandlers.ofString())
          .body();
    } catch (IOException down) {
      return down.toString();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return e.toString();
    }
  }

  /** The last warnings and errors in that log, the newest last. */
  static List<String> complaints(Path log) {
    Deque<String> last = new ArrayDeque<>();
    try (Stream<String> lines = Files.lines(log)) {
      lines
          .filter(line -> line.contains(" WARN ") || line.contains(" ERROR "))
          .forEach(
              line -> {
                last.add(line.substring(0, Math.min(line.length(), LINE_LENGTH)));
                if (last.size() > LINES) {
                  last.remove();
                }
              });
    } catch (IOException e) {
      return List.of(e.toString());
    }
    return List.copyOf(last);
  }
}
