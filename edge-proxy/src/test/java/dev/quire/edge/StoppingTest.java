package dev.quire.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.quire.edge.world.Client;
import dev.quire.edge.world.EdgeWorld;
import dev.quire.edge.world.RawClient;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class StoppingTest {
  private static final String CODE_1012 = "\3\u00f4";

  private EdgeWorld world = new EdgeWorld();

  @AfterEach
  void stop() {
    world.close();
  }

  @Test
  void everySocketIsToldToReconnect() {
    Client[] clients = IntStream.range(0, 450).mapToObj(i -> world.collab()).toArray(Client[]::new);
    Client editing = world.collab().opens("notes", world.tokens.external("editor"));
    EdgeWorld.await(world.stop());
    assertThat(clients).allMatch(client -> client.awaitClose() == 1012);
    assertThat(editing.awaitClose()).isEqualTo(1012);
  }

  /** Whoever balances the load still sends clients: they must find what they always found. */
  @Test
  void untilEverybodyHasSeenThatItGoesAnEdgeServesAsBefore() {
    world.close();
    world = new EdgeWorld("QUIRE_EDGE_DRAIN_NOTICE_MILLIS", "1500");
    long begun = System.nanoTime();
    Future<Void> stopped = world.stop();
    Client late = world.collab().opens("notes", world.tokens.external("editor"));

    assertThat(late.awaitClose()).isEqualTo(1012);
    assertThat(Duration.ofNanos(System.nanoTime() - begun)).isGreaterThan(Duration.ofMillis(1400));
    EdgeWorld.await(stopped);
  }

  @Test
  void whoComesBackAtOnceIsNotLetIntoAnEdgeThatGoes() {
    RawClient deaf = world.raw().upgrades("/collab");
    Future<Void> stopped = world.stop();
    await().until(() -> deaf.text().contains(CODE_1012));

    assertThatThrownBy(world::collab).rootCause().hasMessageContaining("503");
    EdgeWorld.await(stopped);
    await().until(() -> deaf.closed);
  }

  @Test
  void aRequestInFlightIsAnswered() {
    Promise<Void> held = Promise.promise();
    world.services.restHeld = held.future();
    RawClient asking = world.raw().send("GET /api/v1/auth/me HTTP/1.1", "Host: 127.0.0.1", "");
    await().until(() -> !world.services.requests.isEmpty());
    Future<Void> stopped = world.stop();
    world.vertx.setTimer(200, later -> held.complete());

    EdgeWorld.await(stopped);
    await().until(() -> asking.closed);
    assertThat(asking.text()).startsWith("HTTP/1.1 200");
  }
}
