package dev.quire.standalone;

import dev.quire.kit.InvalidSetting;
import dev.quire.kit.Settings;
import dev.quire.standalone.embedded.PostgresServer;
import dev.quire.standalone.embedded.Programs;
import dev.quire.standalone.embedded.RedisServer;
import java.nio.file.Path;

/**
 * Starts one of the embedded servers, {@code EmbeddedServer postgres}, and leaves it running: the
 * processes of a cluster on one machine share it. Says on standard output {@code pid=}, {@code
 * port=} and {@code url=}, which is a secret. {@code scripts/cluster} stops it.
 */
public final class EmbeddedServer {
  private EmbeddedServer() {}

  /** Ends with status 1 where it can't start, and says on standard error why. */
  public static void main(String[] arguments) {
    Main.run(shutdown -> start(arguments.length == 1 ? arguments[0] : "", shutdown));
  }

  private static void start(String server, Shutdown shutdown) throws Exception {
    Settings settings = Settings.of(System.getenv());
    DataFolder data = DataFolder.lock(Path.of(settings.text("QUIRE_DATA", ".quire")));
    shutdown.add("data folder", data::close);
    Programs programs = EmbeddedServers.programs(settings, data);
    switch (server) {
      case "postgres" -> {
        PostgresServer postgres = PostgresServer.start(data.resolve("postgres"), programs);
        say(postgres.pid(), postgres.port(), postgres.url());
      }
      case "redis" -> {
        RedisServer redis = RedisServer.start(data.resolve("redis"), programs);
        say(redis.pid(), redis.port(), redis.url());
      }
      default ->
          throw new InvalidSetting("The server", "is '" + server + "': name postgres or redis.");
    }
  }

  private static void say(long pid, int port, String url) {
    Main.say("pid=" + pid + "\nport=" + port + "\nurl=" + url);
  }
}
