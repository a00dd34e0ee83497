package dev.quire.edge;

import static dev.quire.edge.world.Client.auth;
import static dev.quire.edge.world.Client.step1;
import static dev.quire.edge.world.Client.update;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.quire.edge.world.Client;
import dev.quire.edge.world.EdgeWorld;
import dev.quire.edge.world.FakeServices;
import dev.quire.edge.world.TestTokens;
import dev.quire.wire.Bytes;
import dev.quire.wire.Role;
import dev.quire.wire.client.HocuspocusProtocol;
import dev.quire.wire.session.ToEdge;
import dev.quire.wire.session.ToOwner;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class CollabSocketTest {
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

  @Test
  void answersAStateVectorWithTheStateAndItsOwn() {
    world.owners.commit(FakeServices.id("notes"), Bytes.of(new byte[] {7, 8}));
    Client alice = world.collab().opens("notes", editor);
    byte[] state = alice.awaitCollab("sync.step2");
    assertThat(state).endsWith(7, 8);
    assertThat(alice.messages.stream().map(HocuspocusProtocol::describe).toList())
        .first()
        .isEqualTo("notes auth.authenticated 19 bytes");
  }

  @Test
  void answersEveryStateVector() {
    Client alice = world.collab().opens("notes", editor);
    alice.send(step1("notes"));
    alice.send(step1("notes"));
    await().until(() -> alice.countCollab("sync.step2") == 3 && alice.countCollab("step1") == 3);
  }

  @Test
  void answersEveryStateVectorOfALargeStateOneAfterTheOther() {
    world.owners.fill(FakeServices.id("notes"), 1 << 20);
    Client alice = world.collab().opens("notes", editor);
    for (int i = 0; i < 20; i++) {
      alice.push(step1("notes"));
    }
    await().until(() -> alice.countCollab("sync.step2") == 21 && alice.countCollab("step1") == 21);
    alice.send(update("notes", (byte) 1));
    alice.awaitCollab("sync-status applied");
  }

  @Test
  void passesAnEditOnAndAnswersItOnce() {
    Client alice = world.collab().opens("notes", editor);
    Client bob = world.collab().opens("notes", editor);
    alice.send(update("notes", (byte) 1, (byte) 2));
    alice.awaitCollab("sync-status applied");
    assertThat(bob.awaitCollab("sync.update")).endsWith(1, 2);
    alice.send(update("notes", (byte) 1, (byte) 2));
    await().until(() -> alice.countCollab("sync-status applied") == 2);
    assertThat(bob.countCollab("sync.update")).isEqualTo(1);
  }

  @Test
  void sendsNobodyItsOwnLastEditBack() {
    Client alice = world.collab().opens("notes", editor);
    alice.send(update("notes", (byte) 1, (byte) 2));
    alice.awaitCollab("sync-status applied");
    world.owners.commit(FakeServices.id("notes"), Bytes.of(new byte[] {3}));
    assertThat(alice.awaitCollab("sync.update")).endsWith(3);
    assertThat(alice.countCollab("sync.update")).isEqualTo(1);
  }

  @Test
  void refusesAViewersEditAndTellsItsScope() {
    Client viewer = world.collab().opens("notes", world.tokens.external("viewer"));
    assertThat(new String(viewer.awaitCollab("auth.authenticated"), UTF_8)).contains("readonly");
    viewer.send(update("notes", (byte) 9));
    viewer.awaitCollab("sync-status refused");
  }

  @Test
  void refusesAMalformedUpdateWithoutDisturbingTheSocket() {
    Client alice = world.collab().opens("notes", editor);
    alice.send(update("notes", (byte) 0xff));
    alice.awaitCollab("sync-status refused");
    alice.send(update("notes", (byte) 1));
    alice.awaitCollab("sync-status applied");
  }

  @Test
  void carriesManyDocumentsEachUnderItsAddress() {
    Client alice = world.collab();
    alice.opens("notes", editor).opens("plans", editor).opens("notes\0second", editor);
    world.owners.commit(FakeServices.id("notes"), Bytes.of(new byte[] {5}));
    alice.awaitCollab("notes sync.update");
    alice.awaitCollab("notes#second sync.update");
    assertThat(alice.countCollab("plans sync.update")).isZero();
  }

  @Test
  void deniesADocumentWithoutTouchingTheOthers() {
    Client alice = world.collab().opens("notes", editor);
    alice.send(auth("secret", world.tokens.own(TestTokens.ownClaims()), "4.8.0"));
    alice.awaitCollab("secret auth.denied");
    alice.send(auth("plans", "nonsense", ""));
    alice.awaitCollab("plans auth.denied");
    alice.send(update("notes", (byte) 1));
    alice.awaitCollab("notes sync-status applied");
  }

  @Test
  void endsOneDocumentByACloseFrame() {
    Client alice = world.collab().opens("notes", editor).opens("plans", editor);
    world.owners.end(FakeServices.id("notes"), ToEdge.Reason.GONE);
    alice.awaitCollab("notes close");
    assertThat(alice.closed).isFalse();
  }

  @Test
  void tellsWhoBringsAnotherHistoryWhyAndEndsTheDocument() {
    Client alice = world.collab().opens("notes", editor).opens("plans", editor);
    world.owners.end(FakeServices.id("notes"), ToEdge.Reason.OTHER_HISTORY);
    assertThat(new String(alice.awaitCollab("notes auth.denied"), UTF_8)).contains("local copy");
    alice.awaitCollab("notes close");
    assertThat(alice.closed).isFalse();
  }

  @Test
  void closesTheSocketOfAProviderThatTakesNoCloseFrames() {
    Client alice = world.collab();
    alice.send(auth("notes", editor, ""));
    alice.awaitCollab("auth.authenticated");
    await().until(() -> world.owners.authors().contains("someone"));
    world.owners.end(FakeServices.id("notes"), ToEdge.Reason.GONE);
    assertThat(alice.awaitClose()).isEqualTo(4404);
    assertThat(alice.countCollab("close")).isZero();
  }

  @Test
  void tellsProvider3From2ByItsAnswerToATokenRequest() {
    Client alice = world.collab();
    alice.send(auth("notes", editor, ""));
    alice.awaitCollab("auth.authenticated");
    await().until(() -> world.owners.authors().contains("someone"));
    world.owners.end(FakeServices.id("notes"), ToEdge.Reason.GONE);
    alice.awaitCollab("auth.token");
    alice.send(auth("notes", editor, ""));
    alice.awaitCollab("notes close");
    assertThat(alice.closed).isFalse();
  }

  @Test
  void closesForAReconnectWhereTheOwnerIsOverloaded() {
    Client alice = world.collab().opens("notes", editor);
    world.owners.end(FakeServices.id("notes"), ToEdge.Reason.OVERLOADED);
    assertThat(alice.awaitClose()).isEqualTo(1013);
  }

  @Test
  void streamsALargeStateAndHoldsWhatIsCommittedMeanwhile() {
    world.owners.fill(FakeServices.id("notes"), 20 << 20);
    Client alice = world.collab();
    alice.send(auth("notes", editor, "4.8.0"));
    alice.send(step1("notes"));
    await()
        .until(
            () -> world.owners.received.stream().anyMatch(ToOwner.Synchronise.class::isInstance));
    world.owners.commit(FakeServices.id("notes"), Bytes.of(new byte[] {5}));
    assertThat(alice.awaitCollab("sync.step2")).hasSizeGreaterThan(20 << 20);
    alice.awaitCollab("sync.update");
    assertThat(
            alice.messages.stream()
                .map(message -> HocuspocusProtocol.describe(message).split(" ", -1)[1])
                .filter(kind -> kind.startsWith("sync")))
        .containsExactly("sync.step2", "sync.step1", "sync.update");
  }

  @Test
  void echoesAwarenessAndAnswersQueries() {
    Client alice = world.collab().opens("notes", editor);
    Client bob = world.collab().opens("notes", editor);
    alice.send(Client.awareness("notes", (byte) 1, (byte) 2, (byte) 3));
    assertThat(bob.awaitCollab("awareness 11 bytes")).endsWith(1, 2, 3);
    alice.awaitCollab("awareness 11 bytes");
    long before = alice.countCollab("awareness 9 bytes");
    alice.send(Client.simple("notes", 3));
    await().until(() -> alice.countCollab("awareness 9 bytes") == before + 1);
  }

  @Test
  void leavesWhenTheProviderClosesTheDocument() {
    Client alice = world.collab().opens("notes", editor);
    alice.send(Client.simple("notes", 7));
    await().until(() -> world.owners.received.stream().anyMatch(ToOwner.Leave.class::isInstance));
    alice.opens("plans", editor);
  }

  @Test
  void asksForAFreshTokenAndTakesItWithoutAReconnect() {
    JsonObject claims = expiringIn(3);
    Client alice = world.collab();
    alice.opens("notes", world.tokens.external(claims));
    alice.awaitCollab("auth.token");
    alice.send(auth("notes", editor, "4.8.0"));
    await().until(() -> alice.countCollab("auth.authenticated") == 2);
    await().until(() -> Instant.now().getEpochSecond() > claims.getLong("exp") + 1);
    alice.send(update("notes", (byte) 1));
    alice.awaitCollab("sync-status applied");
  }

  @Test
  void closesASessionWhoseTokenHasExpired() {
    Client alice = world.collab().opens("notes", world.tokens.external(expiringIn(2)));
    assertThat(alice.awaitClose()).isEqualTo(4401);
  }

  @Test
  void endsAnExpiredDocumentAloneWhereOthersAreOnTheSocket() {
    Client alice = world.collab().opens("plans", editor);
    alice.opens("notes", world.tokens.external(expiringIn(2)));
    alice.awaitCollab("notes close");
    assertThat(alice.closed).isFalse();
  }

  @Test
  void closesTheSocketsOfASignInThatHasEnded() {
    world.services.memberships.put("notes", Role.OWNER);
    String token = world.tokens.own(TestTokens.ownClaims());
    Client alice = world.collab().opens("notes", token);
    world.services.endSignIn("session-1");
    assertThat(alice.awaitClose()).isEqualTo(4401);
    Client again = world.collab();
    again.send(auth("notes", token, "4.8.0"));
    again.awaitCollab("auth.denied");
  }

  @Test
  void tellsEverybodyToReconnectWhenItStops() {
    Client alice = world.collab().opens("notes", editor);
    EdgeWorld.await(world.stop());
    assertThat(alice.awaitClose()).isEqualTo(1012);
  }

  private static JsonObject expiringIn(int seconds) {
    return TestTokens.externalClaims("editor").put("exp", Instant.now().getEpochSecond() + seconds);
  }
}
