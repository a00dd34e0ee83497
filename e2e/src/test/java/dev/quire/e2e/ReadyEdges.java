package dev.quire.e2e;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.RequestOptions;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Which edges say that they are ready, asked all the time as a load balancer asks, and whose turn
 * it is. Safe from any thread.
 */
final class ReadyEdges {
  private static final long BETWEEN_MILLIS = 100;
  private static final long TIMEOUT_MILLIS = 500;

  /** An edge's port for people, and the one that tells about its health. */
  record Edge(int port, int managementPort) {}

  private final HttpClient client;
  private final List<Edge> edges;
  private final Set<Edge> ready = ConcurrentHashMap.newKeySet();
  private final AtomicInteger turn = new AtomicInteger();

  ReadyEdges(Vertx vertx, List<Edge> edges) {
    this.client = vertx.createHttpClient();
    this.edges = edges;
    vertx.setPeriodic(0, BETWEEN_MILLIS, now -> edges.forEach(this::ask));
  }

  private void ask(Edge edge) {
    RequestOptions question =
        new RequestOptions()
            .setHost("127.0.0.1")
            .setPort(edge.managementPort())
            .setURI("/health/ready")
            .setTimeout(TIMEOUT_MILLIS);
    client
        .request(question)
        .compose(HttpClientRequest::send)
        .compose(answer -> answer.end().map(answer.statusCode() == 200))
        .otherwise(false)
        .onSuccess(
            isReady -> {
              if (isReady) {
                ready.add(edge);
              } else {
                ready.remove(edge);
              }
            });
  }

  /** The port of the one whose turn it is; none while none is ready. */
  Optional<Integer> next() {
    int first = turn.getAndIncrement();
    for (int i = 0; i < edges.size(); i++) {
      Edge edge = edges.get(Math.floorMod(first + i, edges.size()));
      if (ready.contains(edge)) {
        return Optional.of(edge.port());
      }
    }
    return Optional.empty();
  }
}
