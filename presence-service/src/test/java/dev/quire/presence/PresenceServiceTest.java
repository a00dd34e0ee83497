package dev.quire.presence;

import static dev.quire.presence.room.Frames.state;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.quire.kit.Health;
import dev.quire.wire.presence.PresenceAddresses;
import dev.quire.wire.presence.PresenceToEdge;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

class PresenceServiceTest extends RunningPresence {
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

  @Test
  void itSaysEverySecondThatItLives() {
    List<String> alive = new CopyOnWriteArrayList<>(new ArrayList<>());
    bus.consume(PresenceAddresses.ALIVE, message -> alive.add(message.process()));
    deploy(ONE);

    await().until(() -> alive.size() >= 3);
    assertThat(alive).containsOnly(ONE);
  }
}
