package dev.quire.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.quire.edge.world.Client;
import dev.quire.edge.world.EdgeWorld;
import dev.quire.edge.world.FakeServices;
import dev.quire.edge.world.TestTokens;
import dev.quire.wire.Role;
import dev.quire.wire.doc.Revocation;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What changes between the question whether somebody may open a document, and the answer. */
class WhileOpeningTest {
  private final EdgeWorld world = new EdgeWorld("QUIRE_LIMIT_AUTHENTICATE_MILLIS", "2000");
  private final Promise<Void> held = Promise.promise();
  private String own;

  @BeforeEach
  void start() {
    world.services.memberships.put("notes", Role.EDITOR);
    world.services.memberships.put(FakeServices.id("notes").toString(), Role.EDITOR);
    own = world.tokens.own(TestTokens.ownClaims());
  }

  @AfterEach
  void stop() {
    world.close();
  }

  @Test
  void aSignInThatEndsMeanwhileOpensNothingOnCollab() {
    Client bob = world.collab().opens("notes", own);
    Client alice = world.collab();
    hold(() -> alice.send(Client.auth("notes", own, "4.8.0")));

    endSession(bob);
    held.complete();

    alice.awaitCollab("auth.denied");
    assertThat(alice.countCollab("auth.authenticated")).isZero();
  }

  @Test
  void aSignInThatEndsMeanwhileOpensNothingOnYjs() {
    Client bob = world.collab().opens("notes", own);
    Client[] alice = new Client[1];
    hold(() -> alice[0] = world.yjs("notes", own));

    endSession(bob);
    held.complete();

    assertThat(alice[0].awaitClose()).isEqualTo(4401);
  }

  private void endSession(Client bob) {
    world.services.endSignIn("session-1");
    assertThat(bob.awaitClose()).isEqualTo(4401);
  }

  @Test
  void aRightThatEndsMeanwhileIsAskedForAgain() {
    Client bob = world.collab().opens("notes", own);
    Client alice = world.collab();
    hold(() -> alice.send(Client.auth("notes", own, "4.8.0")));

    world.services.memberships.clear();
    String user = TestTokens.ownClaims().getString("sub");
    world.services.revoke(
        number -> new Revocation.RightChanged(number, FakeServices.id("notes"), user, null));
    bob.awaitCollab("notes close");
    held.complete();

    alice.awaitCollab("auth.denied");
    assertThat(alice.countCollab("auth.authenticated")).isZero();
  }

  @Test
  void aRenewalLeavesTheFramesOfADocumentThatIsBeingOpenedUnread() {
    Client alice = world.collab().opens("notes", own);
    hold(() -> alice.send(Client.auth("notes", own, "4.8.0")));
    Promise<Void> opening = Promise.promise();
    world.services.accessHeld = opening.future();
    int asked = world.services.accessAsked.get();
    alice.send(Client.auth("plans", world.tokens.external("editor"), "4.8.0"));
    await().until(() -> world.services.accessAsked.get() > asked);
    alice.send(Client.step1("plans"));

    held.complete();
    await().until(() -> alice.countCollab("notes auth.authenticated") == 2);
    opening.complete();

    alice.awaitCollab("plans sync.step2");
  }

  @Test
  void aTokenThatGivesAnotherRightHasTheClientComeBackWithWhatIsUnanswered() {
    Client alice = world.collab().opens("notes", own);
    world.owners.silent = true;
    alice.send(Client.update("notes", (byte) 1));
    world.services.memberships.put("notes", Role.VIEWER);
    alice.send(Client.auth("notes", own, "4.8.0"));

    assertThat(alice.awaitClose()).isEqualTo(4205);
  }

  @Test
  void whoSentATokenInTimeIsNotBlamedForAServerThatTakesItsTime() {
    world.services.keysHeld = Promise.<Void>promise().future();
    Client alice = world.collab();
    alice.send(Client.auth("notes", own, "4.8.0"));
    Client plain = world.yjs("notes", own);

    assertThat(alice.awaitClose()).isEqualTo(1013);
    assertThat(plain.awaitClose()).isEqualTo(1013);
  }

  /** Does something that asks for a right, which is answered when {@link #held} is done. */
  private void hold(Runnable asks) {
    int before = world.services.accessAsked.get();
    world.services.accessHeld = held.future();
    asks.run();
    await().until(() -> world.services.accessAsked.get() > before);
    world.services.accessHeld = Future.succeededFuture();
  }
}
