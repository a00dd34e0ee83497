package dev.quire.presence;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quire.kit.Health;
import dev.quire.kit.Settings;
import dev.quire.kit.redis.TestRedis;
import dev.quire.wire.Bus;
import dev.quire.wire.Bytes;
import dev.quire.wire.DocumentId;
import dev.quire.wire.Principal;
import dev.quire.wire.Role;
import dev.quire.wire.WireFailure;
import dev.quire.wire.doc.DocCalls;
import dev.quire.wire.doc.OpenDocument;
import dev.quire.wire.presence.PresenceAddresses;
import dev.quire.wire.presence.PresenceToEdge;
import dev.quire.wire.rest.RestCalls;
import dev.quire.wire.rest.RestReply;
import dev.quire.wire.rest.RestRequest;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;

/** A presence-service in its process, or two, with a Redis and the edges that ask it. */
abstract class RunningPresence {
  static final String ONE = "presence-1";
  static final String TWO = "presence-2";
  static TestRedis redis;

  static {
    // A machine with other work to do is no reason to fail.
    Awaitility.setDefaultTimeout(Duration.ofSeconds(60));
  }

  final TestClock clock = new TestClock();
  final Health health = new Health();
  final DocumentId document = DocumentId.of(UUID.randomUUID());
  Vertx vertx;
  Bus bus;
  TestEdge edge;
  TestEdge other;

  @BeforeAll
  static void startRedis() {
    redis = new TestRedis();
  }

  @AfterAll
  static void stopRedis() {
    redis.close();
  }

  @BeforeEach
  void start() {
    vertx = Vertx.vertx();
    bus = Bus.on(vertx);
    edge = new TestEdge(bus, "edge-1");
    other = new TestEdge(bus, "edge-2");
    bus.answer(DocCalls.OPEN_DOCUMENT, this::open);
  }

  @AfterEach
  void stop() {
    vertx.deploymentIDs().forEach(deployed -> get(vertx.undeploy(deployed)));
    get(vertx.close());
  }

  Future<OpenDocument.Access> open(OpenDocument request) {
    return request.principal().userId().equals("stranger")
        ? Future.failedFuture(new WireFailure(WireFailure.Code.NOT_FOUND, "No such document."))
        : Future.succeededFuture(new OpenDocument.Access(document, Role.VIEWER, 0));
  }

  /**
   * @param settings beside those that every test has; name, value
   */
  String deploy(String process, String... settings) {
    Map<String, String> environment = new HashMap<>();
    environment.put("QUIRE_PROCESS", process);
    environment.put("QUIRE_REDIS_URL", redis.url().toString());
    for (int i = 0; i < settings.length; i += 2) {
      environment.put(settings[i], settings[i + 1]);
    }
    PresenceSettings read = PresenceSettings.from(Settings.of(environment));
    return get(vertx.deployVerticle(new PresenceService(read, health, clock)));
  }

  static <T> T get(Future<T> future) {
    try {
      return future.toCompletionStage().toCompletableFuture().get(60, TimeUnit.SECONDS);
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  /** Which of the two processes the document belongs to, when both live. */
  String owner() {
    return PresenceAddresses.processOf(document, List.of(ONE, TWO)).orElseThrow();
  }

  String guest() {
    return owner().equals(ONE) ? TWO : ONE;
  }

  PresenceToEdge.Output rejected(PresenceToEdge.Reason reason) {
    return new PresenceToEdge.Rejected(document, 1, reason);
  }

  JsonArray presence(String user) {
    RestReply reply = ask(user);
    assertThat(reply.status()).isEqualTo(200);
    return new JsonArray(new String(reply.body().array(), StandardCharsets.UTF_8));
  }

  RestReply ask(String user) {
    Principal caller =
        new Principal(Principal.Realm.QUIRE, user, user, "s", Long.MAX_VALUE, List.of());
    return get(
        bus.request(
            RestCalls.PRESENCE,
            new RestRequest(
                "GET",
                "/api/v1/documents/" + document + "/presence",
                List.of(),
                List.of(),
                caller,
                "203.0.113.7",
                Bytes.EMPTY),
            Duration.ofSeconds(10)));
  }
}
