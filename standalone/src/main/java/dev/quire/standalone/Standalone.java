package dev.quire.standalone;

import dev.quire.kit.Health;
import dev.quire.kit.ServiceVertx;
import dev.quire.kit.Settings;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Every service in one JVM. PostgreSQL and Redis are embedded ones in the data folder, unless
 * {@code QUIRE_DATABASE_URL} and {@code QUIRE_REDIS_URL} name others.
 *
 * <p>Prints one line on standard output, {@code Quire is ready at http://127.0.0.1:8080}, when all
 * of it answers; everything else goes to the log on standard error.
 */
public final class Standalone {
  private static final Logger log = LoggerFactory.getLogger(Standalone.class);

  private Standalone() {}

  /** Ends with status 1 where it can't start, and says on standard error why. */
  public static void main(String[] arguments) {
    Main.run(Standalone::start);
  }

  private static void start(Shutdown shutdown) throws Exception {
    Map<String, String> environment = new HashMap<>(System.getenv());
    environment.putIfAbsent("QUIRE_PROCESS", "quire-1");
    // It is opened over plain HTTP, where a cookie marked Secure would not come back. Behind a
    // proxy that speaks TLS, set it to true.
    environment.putIfAbsent("QUIRE_COOKIE_SECURE", "false");
    // Whoever runs it alone reads its log; where mail can be sent the log tells nothing.
    environment.putIfAbsent("QUIRE_MAIL_LINKS_TO_LOG", "true");
    // There is no other edge that a balancer could send anybody to.
    environment.putIfAbsent("QUIRE_EDGE_DRAIN_NOTICE_MILLIS", "0");
    Settings given = Settings.of(environment);
    // Before anything runs that a wrong one would leave to be stopped again.
    int port = ListeningPorts.check(given);
    DataFolder data = DataFolder.lock(Path.of(given.text("QUIRE_DATA", ".quire")));
    shutdown.add("data folder", data::close);
    data.requireNoCluster();

    Health health = new Health();
    Startup startup = new Startup(shutdown, health);
    EmbeddedServers servers = EmbeddedServers.start(given, data, shutdown);
    var metrics = ServiceVertx.metrics();
    // Loads classes for a while; the servers start meanwhile.
    Vertx vertx = ServiceVertx.alone(metrics);
    environment.putAll(servers.await());
    startup.opened(vertx);

    Settings settings = Settings.of(environment);
    for (Startup.Part part : Startup.check(EnumSet.allOf(Service.class), settings, health)) {
      startup.deploy(vertx, part);
    }
    startup.manage(vertx, settings, metrics);
    Main.describe(settings);

    String address = "http://127.0.0.1:" + port;
    Readiness.await(vertx, health, port);
    log.info("ready ms={}", startup.millis());
    Main.say("Quire is ready at " + address);
  }
}
