package dev.quire.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.quire.edge.world.Client;
import dev.quire.edge.world.EdgeWorld;
import dev.quire.edge.world.FakeServices;
import dev.quire.edge.world.TestTokens;
import dev.quire.wire.Bytes;
import dev.quire.wire.Principal;
import dev.quire.wire.Role;
import dev.quire.wire.client.YWebsocketProtocol;
import dev.quire.wire.session.ToEdge;
import dev.quire.wire.session.ToOwner;
import io.vertx.core.http.WebSocketConnectOptions;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class YjsSocketTest {
  private static final byte[] STEP_1 = {0, 0, 1, 0};

  private EdgeWorld world;
  private String editor;

  @BeforeEach
  void start() {
    world = new EdgeWorld();
    editor = world.tokens.external("editor");
  }

  @AfterEach
  void stop() {
    world.close();
  }

  private static byte[] update(int... bytes) {
    byte[] update = new byte[bytes.length];
    for (int i = 0; i < bytes.length; i++) {
      update[i] = (byte) bytes[i];
    }
    return YWebsocketProtocol.update(Bytes.of(update));
  }

  @Test
  void synchronisesAndPassesEditsOn() {
    world.owners.commit(FakeServices.id("notes"), Bytes.of(new byte[] {7, 8}));
    Client alice = world.yjs("notes", editor);
    Client bob = world.yjs("notes", editor);
    alice.send(STEP_1);
    bob.send(STEP_1);
    assertThat(alice.awaitYjs("sync.step2")).endsWith(7, 8);
    bob.awaitYjs("sync.step1");
    alice.send(update(1, 2));
    assertThat(bob.awaitYjs("sync.update")).endsWith(1, 2);
  }

  @Test
  void meetsCollabClientsInOneDocument() {
    Client alice = world.yjs("notes", editor);
    alice.send(STEP_1);
    alice.awaitYjs("sync.step1");
    Client bob = world.collab().opens("notes", editor);
    bob.send(Client.update("notes", (byte) 3));
    assertThat(alice.awaitYjs("sync.update")).endsWith(3);
    alice.send(YWebsocketProtocol.awareness(Bytes.of(new byte[] {4, 5})));
    assertThat(bob.awaitCollab("awareness 10 bytes")).endsWith(4, 5);
    alice.awaitYjs("awareness 4 bytes");
  }

  @Test
  void takesAWholePathAsTheDocumentsName() {
    Client alice = world.yjs("team%2Fplan%20b/draft", editor);
    alice.send(STEP_1);
    alice.awaitYjs("sync.step1");
    assertThat(world.owners.received)
        .anyMatch(input -> input.document().equals(FakeServices.id("team/plan b/draft")));
  }

  @Test
  void takesATokenFromTheSubprotocol() {
    Client alice =
        world.connect(
            new WebSocketConnectOptions()
                .setURI("/yjs/notes")
                .setSubProtocols(List.of("quire.token." + editor)));
    alice.send(STEP_1);
    alice.awaitYjs("sync.step1");
    assertThat(alice.socket.subProtocol()).startsWith("quire.token.");
  }

  @Test
  void takesATicketOnce() {
    world.services.memberships.put("notes", Role.EDITOR);
    world.services.tickets.put(
        "ticket-1",
        new Principal(Principal.Realm.QUIRE, "alice", "Alice", "s", Long.MAX_VALUE / 2, List.of()));
    Client alice = world.yjs("notes", "ticket-1");
    alice.send(STEP_1);
    alice.awaitYjs("sync.step1");
    assertThat(world.owners.authors()).contains("alice");
    assertThat(world.yjs("notes", "ticket-1").awaitClose()).isEqualTo(4401);
  }

  @Test
  void closesABadTokenForGood() {
    assertThat(world.yjs("notes", "not.a.token").awaitClose()).isEqualTo(4401);
    assertThat(world.yjs("notes", "").awaitClose()).isEqualTo(4401);
    String expired =
        world.tokens.external(
            TestTokens.externalClaims("editor").put("exp", Instant.now().getEpochSecond() - 60));
    assertThat(world.yjs("notes", expired).awaitClose()).isEqualTo(4401);
  }

  @Test
  void closesAnUnknownDocumentForGood() {
    assertThat(world.yjs("hidden", world.tokens.own(TestTokens.ownClaims())).awaitClose())
        .isEqualTo(4404);
  }

  @Test
  void closesForAReconnectWhenTheTokenExpires() {
    Client alice =
        world.yjs(
            "notes",
            world.tokens.external(
                TestTokens.externalClaims("editor")
                    .put("exp", Instant.now().getEpochSecond() + 2)));
    assertThat(alice.awaitClose()).isEqualTo(4205);
  }

  @Test
  void dropsAViewersEdit() {
    Client viewer = world.yjs("notes", world.tokens.external("viewer"));
    Client bob = world.yjs("notes", editor);
    bob.send(STEP_1);
    bob.awaitYjs("sync.step1");
    viewer.send(update(9));
    await().until(() -> world.owners.received.stream().anyMatch(ToOwner.Edit.class::isInstance));
    bob.send(update(1));
    viewer.send(STEP_1);
    assertThat(viewer.awaitYjs("sync.step2")).doesNotContain(9);
    assertThat(viewer.closed).isFalse();
  }

  @Test
  void closesAMalformedUpdateAndTellsOfOneTooLarge() {
    Client alice = world.yjs("notes", editor);
    alice.send(update(0xfe));
    alice.awaitYjs("auth.denied");
    alice.send(update(0xff));
    assertThat(alice.awaitClose()).isEqualTo(4400);
  }

  @Test
  void closesForGoodWhereTheHistoryIsAnothers() {
    Client alice = world.yjs("notes", editor);
    await().until(() -> world.owners.authors().contains("someone"));
    world.owners.end(FakeServices.id("notes"), ToEdge.Reason.OTHER_HISTORY);
    assertThat(alice.awaitClose()).isEqualTo(4409);
  }

  @Test
  void closesForALaterReconnectWhereTheOwnerIsOverloaded() {
    Client alice = world.yjs("notes", editor);
    await().until(() -> world.owners.authors().contains("someone"));
    world.owners.end(FakeServices.id("notes"), ToEdge.Reason.OVERLOADED);
    assertThat(alice.awaitClose()).isEqualTo(1013);
  }
}
