package dev.quire.standalone;

import dev.quire.auth.AuthService;
import dev.quire.collab.CollabService;
import dev.quire.kit.Health;
import dev.quire.kit.ManagementServer;
import dev.quire.kit.Settings;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import io.vertx.ext.web.Router;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What starting has in common, alone or in a cluster: a service is deployed, waited for, timed, and
 * added to the shutdown. For the main thread.
 */
final class Startup {
  private static final Logger log = LoggerFactory.getLogger(Startup.class);

  /** A first start migrates the database; a start after a crash recovers it. */
  private static final Duration STEP_TIMEOUT = Duration.ofMinutes(2);

  /**
   * Longer than any service's own drain time: past it the process goes all the same. The manifests
   * in {@code k8s} give a process more than the sum of these two.
   */
  private static final Duration DRAIN_TIMEOUT = Duration.ofSeconds(30);

  private static final Duration LEAVE_TIMEOUT = Duration.ofSeconds(10);

  private final Shutdown shutdown;
  private final Health health;
  private final long started = System.nanoTime();
  private long last = started;
  private Consumer<Router> managementRoutes = router -> {};

  Startup(Shutdown shutdown, Health health) {
    this.shutdown = shutdown;
    this.health = health;
  }

  /** A service that is ready to be deployed. */
  record Part(Service service, VerticleBase verticle) {}

  /**
   * Reads the settings of each service, so that a wrong one ends the start before anything runs.
   */
  static List<Part> check(Collection<Service> services, Settings settings, Health health) {
    return services.stream()
        .map(service -> new Part(service, service.verticle(settings, health)))
        .toList();
  }

  /** To be undone when everything deployed after it has ended. */
  void opened(Vertx vertx) {
    shutdown.add("vertx", () -> await(vertx.close(), LEAVE_TIMEOUT));
    done("vertx");
  }

  void deploy(Vertx vertx, Part part) throws InterruptedException {
    if (part.verticle() instanceof CollabService collab) {
      managementRoutes = managementRoutes.andThen(collab::addRoutes);
    }
    if (part.verticle() instanceof AuthService auth) {
      managementRoutes = managementRoutes.andThen(auth::addRoutes);
    }
    String id = await(vertx.deployVerticle(part.verticle()), STEP_TIMEOUT);
    shutdown.add(part.service().label(), () -> await(vertx.undeploy(id), DRAIN_TIMEOUT));
    done(part.service().label());
  }

  /** The first to stop: whoever asks is told so at once, before the drain begins. */
  void manage(Vertx vertx, Settings settings, PrometheusMeterRegistry metrics)
      throws InterruptedException {
    int port = settings.integer("QUIRE_MANAGEMENT_PORT", 9090, 0, 65535);
    String host = settings.text("QUIRE_MANAGEMENT_HOST", "127.0.0.1");
    var server = new ManagementServer(host, port, health, metrics, managementRoutes);
    await(vertx.deployVerticle(server), STEP_TIMEOUT);
    shutdown.add("readiness", health::drain);
    done("management");
  }

  void done(String step) {
    long now = System.nanoTime();
    log.info("started {} ms={}", step, (now - last) / 1_000_000);
    last = now;
  }

  long millis() {
    return (System.nanoTime() - started) / 1_000_000;
  }

  static <T> T await(Future<T> future, Duration timeout) throws InterruptedException {
    try {
      return future
          .toCompletionStage()
          .toCompletableFuture()
          .get(timeout.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      throw new StartFailure(e.getCause());
    } catch (TimeoutException e) {
      throw new StartFailure(e);
    }
  }
}
