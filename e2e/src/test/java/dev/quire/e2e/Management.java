package dev.quire.e2e;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;

/** What processes tell on their management ports. A process that is frozen tells nothing. */
final class Management {
  private static final Duration PATIENCE = Duration.ofSeconds(2);

  private final HttpClient http = HttpClient.newHttpClient();

  /**
   * @throws IOException where nobody answers
   */
  HttpResponse<String> get(int port, String path) throws IOException, InterruptedException {
    URI uri = URI.create("http://127.0.0.1:" + port + path);
    return http.send(
        HttpRequest.newBuilder(uri).timeout(PATIENCE).build(), BodyHandlers.ofString());
  }

  /** What is answered there, or why nothing is. */
  String answer(int port, String path) throws InterruptedException {
    try {
      return get(port, path).body().strip();
    } catch (IOException down) {
      return down.toString();
    }
  }

  /** Its checks by their names. */
  JsonObject health(int port) throws IOException, InterruptedException {
    return new JsonObject(get(port, "/health/ready").body()).getJsonObject("checks");
  }

  /** What it counts under that name, all labels together; 0 where it counts nothing. */
  double metric(int port, String name) throws IOException, InterruptedException {
    return get(port, "/metrics")
        .body()
        .lines()
        .filter(line -> line.startsWith(name + " ") || line.startsWith(name + "{"))
        .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
        .sum();
  }
}
