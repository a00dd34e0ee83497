package dev.quire.edge;

import static dev.quire.edge.world.Client.auth;
import static dev.quire.edge.world.Client.step1;
import static dev.quire.edge.world.Client.update;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.quire.edge.world.Client;
import dev.quire.edge.world.EdgeWorld;
import dev.quire.edge.world.FakeServices;
import dev.quire.wire.Bytes;
import dev.quire.wire.session.ToOwner;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.UpgradeRejectedException;
import io.vertx.core.http.WebSocketConnectOptions;
import io.vertx.core.http.WebSocketFrame;
import io.vertx.core.net.NetSocket;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** One test a limit, each with a client that goes over it. */
class SocketLimitsTest {
  private @Nullable EdgeWorld started;

  private EdgeWorld world(String... settings) {
    EdgeWorld world = new EdgeWorld(settings);
    started = world;
    return world;
  }

  @AfterEach
  void stop() {
    if (started != null) {
      started.close();
    }
  }

  @Test
  void takesNoLongFrameBeforeAuthentication() {
    EdgeWorld world = world();
    Client stranger = world.collab();
    stranger.push(new byte[(64 << 10) + 1]);
    assertThat(stranger.awaitClose()).isEqualTo(1009);
  }

  @Test
  void takesNoLongMessageInPiecesBeforeAuthentication() {
    EdgeWorld world = world();
    Client stranger = world.collab();
    Buffer piece = Buffer.buffer(new byte[30 << 10]);
    EdgeWorld.await(stranger.socket.writeFrame(WebSocketFrame.binaryFrame(piece, false)));
    EdgeWorld.await(stranger.socket.writeFrame(WebSocketFrame.continuationFrame(piece, false)));
    EdgeWorld.await(stranger.socket.writeFrame(WebSocketFrame.continuationFrame(piece, false)));
    assertThat(stranger.awaitClose()).isEqualTo(1009);
  }

  @Test
  void takesLongFramesAfterAuthenticationUpToTheLimit() {
    EdgeWorld world = world("QUIRE_LIMIT_FRAME_BYTES", "1000000");
    Client alice = world.collab().opens("notes", world.tokens.external("editor"));
    alice.send(update("notes", new byte[900_000]));
    alice.awaitCollab("sync-status applied");
    alice.push(update("notes", new byte[1_000_000]));
    assertThat(alice.awaitClose()).isEqualTo(1009);
  }

  @Test
  void takesALongFrameRightBehindTheToken() {
    EdgeWorld world = world();
    Client alice = world.collab();
    alice.push(auth("notes", world.tokens.external("editor"), ""));
    alice.push(update("notes", new byte[1 << 20]));
    alice.awaitCollab("sync-status applied");
  }

  @Test
  void closesWhoDoesNotAuthenticateInTime() {
    EdgeWorld world = world("QUIRE_LIMIT_AUTHENTICATE_MILLIS", "3000");
    Client stranger = world.collab();
    stranger.push(update("notes", (byte) 1));
    Client alice = world.collab().opens("notes", world.tokens.external("editor"));
    assertThat(stranger.awaitClose()).isEqualTo(4408);
    assertThat(alice.closed).isFalse();
    assertThat(world.owners.received).noneMatch(ToOwner.Edit.class::isInstance);
  }

  @Test
  void deniesTheDocumentThatIsTooMany() {
    EdgeWorld world = world("QUIRE_LIMIT_DOCUMENTS_PER_SOCKET", "2");
    String editor = world.tokens.external("editor");
    Client alice = world.collab().opens("one", editor).opens("two", editor);
    alice.send(auth("three", editor, "4.8.0"));
    alice.awaitCollab("three auth.denied");
    alice.send(Client.simple("one", 7));
    alice.send(auth("three", editor, "4.8.0"));
    alice.awaitCollab("three auth.authenticated");
  }

  @Test
  void closesAHalfOpenSocketAfterTwoMissedPings() {
    EdgeWorld world = world("QUIRE_LIMIT_PING_MILLIS", "300");
    Client alice = world.collab().opens("notes", world.tokens.external("editor"));
    AtomicBoolean gone = new AtomicBoolean();
    NetSocket dead =
        EdgeWorld.await(world.vertx.createNetClient().connect(world.port, "127.0.0.1"));
    dead.handler(ignored -> {});
    dead.closeHandler(closed -> gone.set(true));
    String upgrade =
        """
        GET /collab HTTP/1.1
        Host: 127.0.0.1
        Upgrade: websocket
        Connection: Upgrade
        Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==
        Sec-WebSocket-Version: 13

        """;
    EdgeWorld.await(dead.write(upgrade.replace("\n", "\r\n")));
    await().atMost(Duration.ofSeconds(10)).untilTrue(gone);
    assertThat(alice.closed).isFalse();
  }

  @Test
  void closesASlowReaderAndNobodyElse() {
    EdgeWorld world = world("QUIRE_LIMIT_OUTPUT_BYTES", "1000000");
    String editor = world.tokens.external("editor");
    Client slow = world.collab().opens("notes", editor);
    Client quick = world.collab().opens("notes", editor);
    slow.socket.pause();
    Random random = new Random(1);
    for (int i = 0; i < 60; i++) {
      byte[] update = new byte[512 << 10];
      random.nextBytes(update);
      update[0] = 1;
      long seen = quick.countCollab("sync.update");
      world.owners.commit(FakeServices.id("notes"), Bytes.of(update));
      await().until(() -> quick.countCollab("sync.update") > seen);
      quick.messages.clear();
    }
    slow.socket.resume();
    assertThat(slow.awaitClose()).isEqualTo(4205);
    assertThat(quick.closed).isFalse();
  }

  @Test
  void readsSlowerOverTheRateAndLosesNothing() {
    EdgeWorld world =
        world(
            "QUIRE_LIMIT_UPDATE_FRAMES_PER_SECOND", "50", "QUIRE_LIMIT_UPDATE_FRAMES_BURST", "10");
    Client alice = world.collab().opens("notes", world.tokens.external("editor"));
    long from = System.nanoTime();
    for (int i = 0; i < 60; i++) {
      alice.push(update("notes", (byte) 1, (byte) i));
    }
    await()
        .atMost(Duration.ofSeconds(10))
        .until(() -> alice.countCollab("sync-status applied") == 60);
    assertThat(Duration.ofNanos(System.nanoTime() - from)).isGreaterThan(Duration.ofMillis(800));
    assertThat(alice.closed).isFalse();
  }

  @Test
  void closesWhoGoesOnOverTheRate() {
    EdgeWorld world =
        world(
            "QUIRE_LIMIT_UPDATE_FRAMES_PER_SECOND",
            "20",
            "QUIRE_LIMIT_UPDATE_FRAMES_BURST",
            "1",
            "QUIRE_LIMIT_THROTTLED_MILLIS",
            "1000");
    Client flood = world.collab().opens("notes", world.tokens.external("editor"));
    for (int i = 0; i < 200; i++) {
      flood.push(update("notes", (byte) 1, (byte) i));
    }
    assertThat(flood.awaitClose()).isEqualTo(1013);
  }

  @Test
  void hasNoRateWhereItIsSetToNone() {
    EdgeWorld world = world("QUIRE_LIMIT_UPDATE_FRAMES_PER_SECOND", "0");
    Client alice = world.collab().opens("notes", world.tokens.external("editor"));
    for (int i = 0; i < 3_000; i++) {
      alice.push(update("notes", (byte) 1, (byte) (i >> 8), (byte) i));
    }
    await()
        .atMost(Duration.ofSeconds(15))
        .until(() -> alice.countCollab("sync-status applied") == 3_000);
  }

  @Test
  void stopsReadingWhileTheOwnerDoesNotAnswer() {
    EdgeWorld world =
        world("QUIRE_LIMIT_UNANSWERED_FRAMES", "20", "QUIRE_LIMIT_UPDATE_FRAMES_PER_SECOND", "0");
    Client alice = world.collab().opens("notes", world.tokens.external("editor"));
    world.owners.silent = true;
    for (int i = 0; i < 2_000; i++) {
      alice.push(update("notes", (byte) 1, (byte) (i >> 8), (byte) i));
    }
    await().until(() -> edits(world) >= 20);
    await()
        .during(Duration.ofMillis(500))
        .untilAsserted(() -> assertThat(edits(world)).isLessThanOrEqualTo(21));
  }

  @Test
  void asksForOneStateAtATimeAndStopsReadingWhereMoreWaitThanMay() {
    EdgeWorld world = world("QUIRE_LIMIT_UNANSWERED_FRAMES", "20");
    Client alice = world.collab().opens("notes", world.tokens.external("viewer"));
    long before = synchronisations(world);
    world.owners.silent = true;
    for (int i = 0; i < 15; i++) {
      alice.push(Client.step1("notes"));
    }
    alice.push(update("notes", (byte) 1));
    await().until(() -> edits(world) == 1);
    assertThat(synchronisations(world)).isEqualTo(before + 1);

    for (int i = 0; i < 100; i++) {
      alice.push(Client.step1("notes"));
    }
    alice.push(update("notes", (byte) 2));
    await()
        .during(Duration.ofMillis(500))
        .untilAsserted(() -> assertThat(edits(world)).isEqualTo(1));
    assertThat(synchronisations(world)).isEqualTo(before + 1);
  }

  private static long synchronisations(EdgeWorld world) {
    return world.owners.received.stream().filter(ToOwner.Synchronise.class::isInstance).count();
  }

  private static long edits(EdgeWorld world) {
    return world.owners.received.stream().filter(ToOwner.Edit.class::isInstance).count();
  }

  @Test
  void dropsAwarenessOverItsRate() {
    EdgeWorld world = world("QUIRE_LIMIT_AWARENESS_FRAMES_PER_SECOND", "2");
    Client alice = world.collab().opens("notes", world.tokens.external("editor"));
    for (int i = 0; i < 100; i++) {
      alice.push(Client.awareness("notes", (byte) i, (byte) 0));
    }
    alice.send(update("notes", (byte) 1));
    alice.awaitCollab("sync-status applied");
    assertThat(alice.countCollab("awareness 10 bytes")).isLessThan(20);
    assertThat(alice.closed).isFalse();
  }

  @Test
  void refusesTheSocketThatIsTooMany() {
    EdgeWorld world = world("QUIRE_LIMIT_SOCKETS", "1");
    Client first = world.collab();
    await().until(() -> !world.health.isReady());
    assertThatThrownBy(world::collab).rootCause().isInstanceOf(UpgradeRejectedException.class);
    EdgeWorld.await(first.socket.close());
    await().until(world.health::isReady);
    world.collab();
  }

  @Test
  void refusesPagesOfOtherOrigins() {
    EdgeWorld world = world("QUIRE_EDGE_ORIGINS", "https://app.example");
    assertThatThrownBy(() -> world.connect(from("https://evil.example")))
        .rootCause()
        .hasMessageContaining("403");
    world.connect(from("https://app.example"));
    world.connect(from("http://127.0.0.1:" + world.port));
  }

  private static WebSocketConnectOptions from(String origin) {
    return new WebSocketConnectOptions().setURI("/collab").addHeader("Origin", origin);
  }

  @Test
  void survivesFiveHundredMalformedFramesUndisturbed() {
    EdgeWorld world = world();
    String editor = world.tokens.external("editor");
    Client alice = world.collab().opens("notes", editor);
    Random random = new Random(7);
    for (int i = 0; i < 500; i++) {
      Client vandal = i % 2 == 0 ? world.collab() : world.yjs("notes", editor);
      if (i % 4 == 0) {
        vandal.opens("notes", editor);
      }
      byte[] noise = new byte[1 + random.nextInt(64)];
      random.nextBytes(noise);
      vandal.push(noise);
      vandal.push(new byte[] {0, (byte) 0xff, (byte) 0xff, (byte) 0xff, (byte) 0xff});
      if (i % 50 == 0) {
        alice.send(update("notes", (byte) 1, (byte) i));
      }
      if (i % 2 == 1) {
        assertThat(vandal.awaitClose()).isIn(4400, 1009);
      } else {
        EdgeWorld.await(vandal.socket.close());
      }
    }
    alice.send(step1("notes"));
    await().until(() -> alice.countCollab("sync-status applied") == 10);
    assertThat(alice.closed).isFalse();
  }

  @Test
  void dropsTextAndUnknownPaths() {
    EdgeWorld world = world();
    Client alice = world.collab().opens("notes", world.tokens.external("editor"));
    EdgeWorld.await(alice.socket.writeTextMessage("hello"));
    assertThat(alice.awaitClose()).isEqualTo(4400);
    assertThatThrownBy(() -> world.connect(new WebSocketConnectOptions().setURI("/other")))
        .rootCause()
        .hasMessageContaining("404");
  }
}
