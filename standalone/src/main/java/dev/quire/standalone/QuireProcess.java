package dev.quire.standalone;

import dev.quire.kit.Health;
import dev.quire.kit.ServiceVertx;
import dev.quire.kit.Settings;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * One service in a JVM of its own, a member of a cluster: {@code QuireProcess collab}. PostgreSQL
 * and Redis are other people's: {@code QUIRE_DATABASE_URL} and {@code QUIRE_REDIS_URL} name them;
 * {@code QUIRE_CLUSTER_…} names the other members.
 */
public final class QuireProcess {
  private static final Duration JOIN_TIMEOUT = Duration.ofMinutes(3);

  private QuireProcess() {}

  /** Ends with status 1 where it can't start, and says on standard error why. */
  public static void main(String[] arguments) {
    Main.run(shutdown -> start(Service.named(arguments.length == 1 ? arguments[0] : ""), shutdown));
  }

  private static void start(Service service, Shutdown shutdown) throws InterruptedException {
    Map<String, String> environment = new HashMap<>(System.getenv());
    environment.putIfAbsent("QUIRE_PROCESS", service.label() + "-1");
    Settings settings = Settings.of(environment);
    Health health = new Health();
    Startup startup = new Startup(shutdown, health);
    List<Startup.Part> parts = Startup.check(List.of(service), settings, health);
    var cluster = ServiceVertx.Cluster.from(settings);
    Main.describe(settings);

    var metrics = ServiceVertx.metrics();
    Vertx vertx =
        Startup.await(ServiceVertx.clustered(metrics, cluster, Main::fallenOut), JOIN_TIMEOUT);
    startup.opened(vertx);
    for (Startup.Part part : parts) {
      startup.deploy(vertx, part);
    }
    startup.manage(vertx, settings, metrics);
    Main.say("Quire's " + environment.get("QUIRE_PROCESS") + " is ready");
  }
}
