package dev.quire.standalone;

import dev.quire.kit.Health;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpMethod;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** Whether all of it answers, asked in the way that its users ask. */
final class Readiness {
  private static final Duration TIMEOUT = Duration.ofMinutes(1);
  private static final long BETWEEN_ATTEMPTS_MILLIS = 10;

  private final Vertx vertx;
  private final Health health;
  private final HttpClient client;
  private final int port;
  private final long deadline = System.nanoTime() + TIMEOUT.toNanos();

  private Readiness(Vertx vertx, Health health, int port) {
    this.vertx = vertx;
    this.health = health;
    this.client = vertx.createHttpClient();
    this.port = port;
  }

  /**
   * Returns when every check is up and the edge answers with the auth service's keys: a request
   * through both and the bus between them.
   */
  static void await(Vertx vertx, Health health, int port) throws InterruptedException {
    Readiness readiness = new Readiness(vertx, health, port);
    Startup.await(
        readiness.untilReady().eventually(readiness.client::close), TIMEOUT.plusSeconds(1));
  }

  private Future<Void> untilReady() {
    return (health.isReady() ? answers() : Future.succeededFuture(false))
        .compose(
            ready -> {
              if (ready) {
                return Future.succeededFuture();
              }
              if (System.nanoTime() - deadline > 0) {
                return Future.failedFuture("not ready in time: " + health.report());
              }
              return vertx
                  .timer(BETWEEN_ATTEMPTS_MILLIS, TimeUnit.MILLISECONDS)
                  .compose(later -> untilReady());
            });
  }

  private Future<Boolean> answers() {
    return client
        .request(HttpMethod.GET, port, "127.0.0.1", "/.well-known/jwks.json")
        .compose(HttpClientRequest::send)
        .compose(response -> response.end().map(end -> response.statusCode() == 200));
  }
}
