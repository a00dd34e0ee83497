package dev.quire.presence;

import static dev.quire.presence.room.Frames.state;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

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
import dev.quire.wire.presence.PresenceAlive;
import dev.quire.wire.presence.PresenceToEdge;
import dev.quire.wire.rest.RestCalls;
import dev.quire.wire.rest.RestReply;
import dev.quire.wire.rest.RestRequest;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PresenceServiceTest {
  private static final String ONE = "presence-1";
  private static final String TWO = "presence-2";
  private static TestRedis redis;

  private final TestClock clock = new TestClock();
  private final Health health = new Health();
  private final DocumentId document = DocumentId.of(UUID.randomUUID());
  private Vertx vertx;
  private Bus bus;
  private TestEdge edge;
  private TestEdge other;

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

  private Future<OpenDocument.Access> open(OpenDocument request) {
    return request.principal().userId().equals("stranger")
        ? Future.failedFuture(new WireFailure(WireFailure.Code.NOT_FOUND, "No such document."))
        : Future.succeededFuture(new OpenDocument.Access(document, Role.VIEWER, 0));
  }

  private String deploy(String process) {
    PresenceSettings settings =
        PresenceSettings.from(
            Settings.of(
                Map.of("QUIRE_PROCESS", process, "QUIRE_REDIS_URL", redis.url().toString())));
    return get(vertx.deployVerticle(new PresenceService(settings, health, clock)));
  }

  private static <T> T get(Future<T> future) {
    try {
      return future.toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS);
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  /** Which of the two processes the document belongs to, when both live. */
  private String owner() {
    return PresenceAddresses.processOf(document, List.of(ONE, TWO)).orElseThrow();
  }

  private String guest() {
    return owner().equals(ONE) ? TWO : ONE;
  }

  @Test
  void statesReachEveryEdgeAndWhoEntersLaterGetsThemAll() {
    deploy(ONE);
    edge.enters(ONE, document, 1, "ada");
    other.enters(ONE, document, 1, "grace");
    edge.publishes(ONE, document, 1, state(7, 1, "{\"cursor\":3}"));
    await().until(() -> edge.sees(7) && other.sees(7));

    other.enters(ONE, document, 2, "linus");

    await()
        .untilAsserted(
            () ->
                assertThat(other.heard)
                    .anyMatch(
                        output ->
                            output instanceof PresenceToEdge.Present present
                                && present.session() == 2));
  }

  @Test
  void aBusyDocumentIsSentAtMostTwentyFramesASecond() {
    deploy(ONE);
    edge.enters(ONE, document, 1, "ada");
    long from = System.nanoTime();
    for (int i = 1; i <= 2000; i++) {
      edge.publishes(ONE, document, 1, state(7, i, "{}"));
    }
    await().until(() -> edge.clockOf(7) == 2000);
    long millis = (System.nanoTime() - from) / 1_000_000;

    assertThat(edge.heard).hasSizeLessThanOrEqualTo((int) (millis / 50) + 2);
  }

  @Test
  void anExitIsAnnouncedAndTheEmptyRoomIsTakenOutOfRedis() {
    deploy(ONE);
    edge.enters(ONE, document, 1, "ada");
    other.enters(ONE, document, 1, "grace");
    edge.publishes(ONE, document, 1, state(7, 1, "{}"));
    await().until(() -> other.sees(7));

    edge.exits(ONE, document, 1);
    await().until(() -> other.sawGo(7));
    other.exits(ONE, document, 1);

    await().untilAsserted(() -> assertThat(presence("ada")).isEmpty());
  }

  @Test
  void anEdgeThatFallsSilentLosesItsSessions() {
    deploy(ONE);
    edge.enters(ONE, document, 1, "ada");
    other.enters(ONE, document, 1, "grace");
    edge.publishes(ONE, document, 1, state(7, 1, "{}"));
    await().until(() -> other.sees(7));

    clock.passes(Duration.ofSeconds(14));
    other.beats(ONE);
    clock.passes(Duration.ofSeconds(2));

    await().until(() -> other.sawGo(7));
  }

  @Test
  void whoHasNotEnteredIsToldAndAMalformedFrameToo() {
    deploy(ONE);
    edge.publishes(ONE, document, 1, state(7, 1, "{}"));
    await().until(() -> edge.heard.contains(rejected(PresenceToEdge.Reason.UNKNOWN_SESSION)));

    edge.enters(ONE, document, 1, "ada");
    edge.publishes(ONE, document, 1, state(7, 1, "not json"));
    await().until(() -> edge.heard.contains(rejected(PresenceToEdge.Reason.MALFORMED)));
    edge.publishes(ONE, document, 1, state(7, 1, "{}"));
    await().until(() -> edge.sees(7));
  }

  private PresenceToEdge.Output rejected(PresenceToEdge.Reason reason) {
    return new PresenceToEdge.Rejected(document, 1, reason);
  }

  @Test
  void aProcessThatStartsAnewFindsTheStatesInRedis() {
    String deployed = deploy(ONE);
    edge.enters(ONE, document, 1, "ada");
    edge.publishes(ONE, document, 1, state(7, 4, "{}"));
    await().until(() -> edge.sees(7));
    get(vertx.undeploy(deployed));

    deploy(ONE);
    other.enters(ONE, document, 1, "grace");

    await().until(() -> other.sees(7));
    assertThat(other.clockOf(7)).isEqualTo(4);
  }

  @Test
  void aProcessThatStopsSendsTheEdgesToTheOthersAtOnce() {
    List<PresenceAlive> said = new CopyOnWriteArrayList<>();
    bus.consume(PresenceAddresses.ALIVE, said::add);
    String deployed = deploy(ONE);
    await().until(() -> !said.isEmpty());

    get(vertx.undeploy(deployed));

    await()
        .untilAsserted(
            () ->
                assertThat(said)
                    .last()
                    .isEqualTo(new PresenceAlive(ONE, said.get(0).start(), true)));
  }

  @Test
  void aDocumentMovesToAnotherProcessWithoutARemovalBeingAnnounced() {
    deploy(guest());
    edge.enters(guest(), document, 1, "ada");
    edge.publishes(guest(), document, 1, state(7, 1, "{}"));
    await().until(() -> edge.sees(7));
    await().untilAsserted(() -> assertThat(presence("ada")).hasSize(1));

    deploy(owner());
    clock.passes(Duration.ofSeconds(6));
    await()
        .untilAsserted(
            () -> {
              edge.publishes(guest(), document, 1, state(7, 2, "{}"));
              assertThat(edge.heard).contains(rejected(PresenceToEdge.Reason.UNKNOWN_SESSION));
            });
    other.enters(owner(), document, 1, "grace");

    await().until(() -> other.sees(7));
    assertThat(edge.heard)
        .noneMatch(output -> output instanceof PresenceToEdge.Changed && edge.sawGo(7));
  }

  @Test
  void losingRedisDegradesNothingElse() {
    deploy(ONE);
    edge.enters(ONE, document, 1, "ada");
    await().until(() -> health.report().get("presence-redis") == Health.Status.UP);
    redis.goesAway();
    try {
      await().until(() -> health.report().get("presence-redis") == Health.Status.DEGRADED);
      assertThat(health.isReady()).isTrue();

      edge.publishes(ONE, document, 1, state(7, 1, "{}"));
      await().until(() -> edge.sees(7));
      assertThat(presence("ada")).hasSize(1);
    } finally {
      redis.comesBack();
    }
    await()
        .atMost(Duration.ofSeconds(20))
        .until(() -> health.report().get("presence-redis") == Health.Status.UP);
  }

  @Test
  void anyProcessAnswersWhoIsThereToWhoMayOpenTheDocument() {
    deploy(ONE);
    deploy(TWO);
    edge.enters(owner(), document, 1, "ada");
    edge.publishes(owner(), document, 1, state(7, 1, "{\"cursor\":3}"));
    await().until(() -> edge.sees(7));

    for (int i = 0; i < 4; i++) {
      await()
          .untilAsserted(
              () -> {
                JsonArray list = presence("grace");
                assertThat(list).hasSize(1);
                JsonObject ada = list.getJsonObject(0);
                assertThat(ada.getLong("clientId")).isEqualTo(7);
                assertThat(ada.getString("userId")).isEqualTo("ada");
                assertThat(ada.getString("displayName")).isEqualTo("Name of ada");
                assertThat(ada.getJsonObject("state").getInteger("cursor")).isEqualTo(3);
                assertThat(Instant.parse(ada.getString("lastSeenAt")))
                    .isBefore(Instant.now().plusSeconds(1));
              });
    }
    assertThat(ask("stranger").status()).isEqualTo(404);
  }

  private JsonArray presence(String user) {
    RestReply reply = ask(user);
    assertThat(reply.status()).isEqualTo(200);
    return new JsonArray(new String(reply.body().array(), StandardCharsets.UTF_8));
  }

  private RestReply ask(String user) {
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

  @Test
  void itSaysEverySecondThatItLives() {
    List<String> alive = new CopyOnWriteArrayList<>(new ArrayList<>());
    bus.consume(PresenceAddresses.ALIVE, message -> alive.add(message.process()));
    deploy(ONE);

    await().until(() -> alive.size() >= 3);
    assertThat(alive).containsOnly(ONE);
  }
}
