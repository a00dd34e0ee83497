package dev.quire.edge;

import static dev.quire.edge.world.Client.auth;
import static dev.quire.edge.world.Client.step1;
import static dev.quire.edge.world.Client.update;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.quire.edge.world.Client;
import dev.quire.edge.world.EdgeWorld;
import dev.quire.edge.world.RawClient;
import dev.quire.wire.session.ToOwner;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.UpgradeRejectedException;
import io.vertx.core.http.WebSocketConnectOptions;
import io.vertx.core.http.WebSocketFrame;
import java.time.Duration;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** One test a limit, each with a client that goes over it. */
class SocketLimitsTest extends WatchedEdge {
  @Test
  void takesNoLongFrameBeforeAuthentication() {
    EdgeWorld world = bare();
    Client stranger = world.collab();
    stranger.push(new byte[(64 << 10) + 1]);
    assertThat(stranger.awaitClose()).isEqualTo(1009);
    assertThat(reached("unauthenticated_frame_bytes")).isEqualTo(1);
  }

  @Test
  void takesNoLongMessageInPiecesBeforeAuthentication() {
    EdgeWorld world = bare();
    Client stranger = world.collab();
    Buffer piece = Buffer.buffer(new byte[30 << 10]);
    EdgeWorld.await(stranger.socket.writeFrame(WebSocketFrame.binaryFrame(piece, false)));
    EdgeWorld.await(stranger.socket.writeFrame(WebSocketFrame.continuationFrame(piece, false)));
    EdgeWorld.await(stranger.socket.writeFrame(WebSocketFrame.continuationFrame(piece, false)));
    assertThat(stranger.awaitClose()).isEqualTo(1009);
  }

  @Test
  void takesLongFramesAfterAuthenticationUpToTheLimit() {
    EdgeWorld world = bare("QUIRE_LIMIT_FRAME_BYTES", "1000000");
    Client alice = world.collab().opens("notes", world.tokens.external("editor"));
    alice.send(update("notes", new byte[900_000]));
    alice.awaitCollab("sync-status applied");
    alice.push(update("notes", new byte[1_000_000]));
    assertThat(alice.awaitClose()).isEqualTo(1009);
    assertThat(reached("frame_bytes")).isEqualTo(1);
  }

  @Test
  void takesALongFrameRightBehindTheToken() {
    EdgeWorld world = bare();
    Client alice = world.collab();
    alice.push(auth("notes", world.tokens.external("editor"), ""));
    alice.push(update("notes", new byte[1 << 20]));
    alice.awaitCollab("sync-status applied");
  }

  @Test
  void closesWhoDoesNotAuthenticateInTime() {
    EdgeWorld world = bare("QUIRE_LIMIT_AUTHENTICATE_MILLIS", "3000");
    Client stranger = world.collab();
    stranger.push(update("notes", (byte) 1));
    Client alice = world.collab().opens("notes", world.tokens.external("editor"));
    assertThat(stranger.awaitClose()).isEqualTo(4408);
    assertThat(reached("authenticate_millis")).isEqualTo(1);
    assertThat(alice.closed).isFalse();
    assertThat(world.owners.received).noneMatch(ToOwner.Edit.class::isInstance);
  }

  @Test
  void deniesTheDocumentThatIsTooMany() {
    EdgeWorld world = bare("QUIRE_LIMIT_DOCUMENTS_PER_SOCKET", "2");
    String editor = world.tokens.external("editor");
    Client alice = world.collab().opens("one", editor).opens("two", editor);
    alice.send(auth("three", editor, "4.8.0"));
    alice.awaitCollab("three auth.denied");
    assertThat(reached("documents_per_socket")).isEqualTo(1);
    alice.send(Client.simple("one", 7));
    alice.send(auth("three", editor, "4.8.0"));
    alice.awaitCollab("three auth.authenticated");
  }

  /** It reads what it is sent, and says nothing any more: not even that it heard a ping. */
  @Test
  void closesAHalfOpenSocketAfterTwoMissedPings() {
    world("QUIRE_LIMIT_PING_MILLIS", "300", "QUIRE_LIMIT_AUTHENTICATE_MILLIS", "600000");
    RawClient dead = world.raw().upgrades("/collab");

    await().atMost(Duration.ofSeconds(30)).until(() -> dead.closed);
    assertThat(reached("missed_pings")).isEqualTo(1);
    assertThat(alice.closed).isFalse();
    edits();
  }

  @Test
  void refusesTheSocketThatIsTooMany() {
    EdgeWorld world = bare("QUIRE_LIMIT_SOCKETS", "1");
    Client first = world.collab();
    await().until(() -> !world.health.isReady());
    assertThatThrownBy(world::collab).rootCause().isInstanceOf(UpgradeRejectedException.class);
    assertThat(reached("sockets")).isEqualTo(1);
    EdgeWorld.await(first.socket.close());
    await().until(world.health::isReady);
    world.collab();
  }

  /** The owner says that it is too much; whoever wrote it is told, by whatever way it came. */
  @Test
  void refusesWhatADocumentHasNoRoomForAndCountsIt() {
    EdgeWorld world = bare();
    Client alice = world.collab().opens("notes", world.tokens.external("editor"));
    alice.send(update("notes", (byte) 0xfe));
    alice.awaitCollab("sync-status refused");
    assertThat(reached("document_bytes")).isEqualTo(1);

    EdgeWorld.Answer refused =
        world.request(
            HttpMethod.POST,
            "/api/v1/documents/notes/updates",
            Map.of(
                "Authorization",
                "Bearer " + world.tokens.external("editor"),
                "Content-Type",
                "application/octet-stream"),
            Buffer.buffer(new byte[] {(byte) 0xfe}));
    assertThat(refused.status()).isEqualTo(413);
    assertThat(reached("document_bytes")).isEqualTo(2);
  }

  @Test
  void refusesPagesOfOtherOrigins() {
    EdgeWorld world = bare("QUIRE_EDGE_ORIGINS", "https://app.example");
    assertThatThrownBy(() -> world.connect(ofOrigin("https://evil.example")))
        .rootCause()
        .hasMessageContaining("403");
    world.connect(ofOrigin("https://app.example"));
    world.connect(ofOrigin("http://127.0.0.1:" + world.port));
  }

  private static WebSocketConnectOptions ofOrigin(String origin) {
    return new WebSocketConnectOptions().setURI("/collab").addHeader("Origin", origin);
  }

  @Test
  void survivesFiveHundredMalformedFramesUndisturbed() {
    EdgeWorld world = bare();
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
    EdgeWorld world = bare();
    Client alice = world.collab().opens("notes", world.tokens.external("editor"));
    EdgeWorld.await(alice.socket.writeTextMessage("hello"));
    assertThat(alice.awaitClose()).isEqualTo(4400);
    assertThatThrownBy(() -> world.connect(new WebSocketConnectOptions().setURI("/other")))
        .rootCause()
        .hasMessageContaining("404");
  }
}
