package dev.quire.kit;

import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A process's management port: {@code GET /health/live}, {@code GET /health/ready}, {@code GET
 * /metrics}, and what its services add. Never exposed to the outside; listens on the given host
 * only.
 */
public final class ManagementServer extends VerticleBase {
  private final String host;
  private final int port;
  private final Health health;
  private final PrometheusMeterRegistry metrics;
  private final Consumer<Router> further;
  private @Nullable HttpServer server;

  /**
   * @param port 0 for any free one
   * @param further adds routes of the process's own
   */
  public ManagementServer(
      String host,
      int port,
      Health health,
      PrometheusMeterRegistry metrics,
      Consumer<Router> further) {
    this.host = host;
    this.port = port;
    this.health = health;
    this.metrics = metrics;
    this.further = further;
  }

  @Override
  public Future<?> start() {
    Router router = Router.router(vertx);
    router.get("/health/live").handler(context -> context.response().end("{\"status\":\"UP\"}"));
    router.get("/health/ready").handler(this::ready);
    router.get("/metrics").handler(this::metrics);
    further.accept(router);
    HttpServer listening = vertx.createHttpServer().requestHandler(router);
    server = listening;
    // Loading what writes JSON takes a new JVM tenths of a second, for which no event loop shall
    // stand still when the first probe comes.
    return vertx
        .executeBlocking(() -> readiness(false))
        .compose(written -> listening.listen(port, host));
  }

  /** The port listened on, once started. */
  public int actualPort() {
    return Objects.requireNonNull(server, "not started").actualPort();
  }

  private void ready(RoutingContext context) {
    boolean ready = health.isReady();
    context
        .response()
        .setStatusCode(ready ? 200 : 503)
        .putHeader("Content-Type", "application/json")
        .end(readiness(ready));
  }

  private Buffer readiness(boolean ready) {
    JsonObject checks = new JsonObject();
    health.report().forEach((name, status) -> checks.put(name, status.name()));
    return new JsonObject()
        .put("status", ready ? "UP" : "DOWN")
        .put("draining", health.isDraining())
        .put("checks", checks)
        .toBuffer();
  }

  private void metrics(RoutingContext context) {
    context
        .response()
        .putHeader("Content-Type", "text/plain; version=0.0.4; charset=utf-8")
        .end(metrics.scrape());
  }
}
