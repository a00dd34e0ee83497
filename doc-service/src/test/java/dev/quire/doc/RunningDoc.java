package dev.quire.doc;

import dev.quire.doc.database.TestDatabase;
import dev.quire.kit.Health;
import dev.quire.kit.Settings;
import dev.quire.wire.Bus;
import dev.quire.wire.Call;
import dev.quire.wire.Principal;
import dev.quire.wire.Principal.Grant;
import dev.quire.wire.Principal.Realm;
import dev.quire.wire.Role;
import dev.quire.wire.WireFailure;
import dev.quire.wire.WireMessage;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/** A doc-service on a Vert.x of its own, spoken to over the bus. */
public final class RunningDoc implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final Vertx vertx = Vertx.vertx();
  private final Bus bus = Bus.on(vertx);
  private final Health health = new Health();

  private final String deployment;

  public RunningDoc() {
    this(TestDatabase.url());
  }

  public RunningDoc(URI database) {
    this(database, Map.of());
  }

  /** With some settings of its own. */
  public RunningDoc(URI database, Map<String, String> more) {
    Map<String, String> all = new HashMap<>(more);
    all.put("QUIRE_DATABASE_URL", database.toString());
    Settings settings = Settings.of(all);
    deployment = join(vertx.deployVerticle(new DocService(settings, health)));
  }

  /** Stops the service and leaves the bus. */
  public Future<Void> stopService() {
    return vertx.undeploy(deployment);
  }

  public Vertx vertx() {
    return vertx;
  }

  public Bus bus() {
    return bus;
  }

  public Health health() {
    return health;
  }

  public <Q extends WireMessage, R extends WireMessage> Future<R> ask(Call<Q, R> call, Q message) {
    return bus.request(call, message, PATIENCE);
  }

  public <Q extends WireMessage, R extends WireMessage> R call(Call<Q, R> call, Q message) {
    return join(ask(call, message));
  }

  /** How the call fails; null where it does not. */
  public <Q extends WireMessage, R extends WireMessage> WireFailure.@Nullable Code failure(
      Call<Q, R> call, Q message) {
    try {
      call(call, message);
      return null;
    } catch (WireFailure failure) {
      return failure.code();
    }
  }

  public static <T> T join(Future<T> future) {
    try {
      return future.toCompletionStage().toCompletableFuture().join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw e;
    }
  }

  public static Principal account(String userId) {
    return new Principal(Realm.QUIRE, userId, "Name of " + userId, "session", 0, List.of());
  }

  public static Principal external(String userId, Map<String, Role> grants) {
    return new Principal(
        Realm.EXTERNAL,
        userId,
        "Name of " + userId,
        "",
        0,
        grants.entrySet().stream().map(e -> new Grant(e.getKey(), e.getValue())).toList());
  }

  @Override
  public void close() {
    join(vertx.close());
  }
}
