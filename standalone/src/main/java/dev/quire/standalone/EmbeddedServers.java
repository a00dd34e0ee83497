package dev.quire.standalone;

import dev.quire.kit.Settings;
import dev.quire.standalone.embedded.PostgresServer;
import dev.quire.standalone.embedded.Programs;
import dev.quire.standalone.embedded.RedisServer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/**
 * The embedded servers that a process needs: PostgreSQL where {@code QUIRE_DATABASE_URL} names
 * none, Redis where {@code QUIRE_REDIS_URL} names none. They start at the same time, each on a
 * thread of its own.
 */
final class EmbeddedServers {
  private record Starting(String variable, FutureTask<String> url) {}

  private final List<Starting> starting = new ArrayList<>();

  private EmbeddedServers() {}

  /** Returns at once. Each server adds its own end to the shutdown as soon as it runs. */
  static EmbeddedServers start(Settings settings, DataFolder data, Shutdown shutdown) {
    Programs programs = programs(settings, data);
    EmbeddedServers servers = new EmbeddedServers();
    servers.unlessNamed(settings, "QUIRE_DATABASE_URL", () -> postgres(data, programs, shutdown));
    servers.unlessNamed(settings, "QUIRE_REDIS_URL", () -> redis(data, programs, shutdown));
    return servers;
  }

  /** Where the servers' programs are, unpacked once. */
  static Programs programs(Settings settings, DataFolder data) {
    return new Programs(
        settings
            .text("QUIRE_EMBEDDED_PROGRAMS")
            .map(Path::of)
            .orElse(data.resolve("programs"))
            .toAbsolutePath());
  }

  /** The variables that name the servers started here, once all of them answer. */
  Map<String, String> await() throws Exception {
    Map<String, String> urls = new HashMap<>();
    for (Starting server : starting) {
      try {
        urls.put(server.variable(), server.url().get());
      } catch (ExecutionException e) {
        throw new StartFailure(e.getCause());
      }
    }
    return urls;
  }

  private void unlessNamed(Settings settings, String variable, Callable<String> start) {
    if (settings.secret(variable, 1).isPresent()) {
      return;
    }
    FutureTask<String> task = new FutureTask<>(start);
    Thread thread = new Thread(task, "start of " + variable);
    thread.setDaemon(true);
    thread.start();
    starting.add(new Starting(variable, task));
  }

  private static String postgres(DataFolder data, Programs programs, Shutdown shutdown)
      throws Exception {
    PostgresServer server = PostgresServer.start(data.resolve("postgres"), programs);
    shutdown.add("postgres", server::stop);
    return server.url();
  }

  private static String redis(DataFolder data, Programs programs, Shutdown shutdown)
      throws Exception {
    RedisServer server = RedisServer.start(data.resolve("redis"), programs);
    shutdown.add("redis", server::stop);
    return server.url();
  }
}
