package dev.quire.edge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quire.edge.world.Client;
import dev.quire.edge.world.EdgeWorld;
import dev.quire.edge.world.FakeServices;
import dev.quire.edge.world.TestTokens;
import dev.quire.wire.DocumentId;
import dev.quire.wire.Role;
import dev.quire.wire.doc.AccessChanged;
import dev.quire.wire.doc.DocCalls;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Rights that change while a document is open. */
class AccessChangedTest {
  private static final DocumentId NOTES = FakeServices.id("notes");

  private EdgeWorld world;
  private String token;
  private String user;

  @BeforeEach
  void start() {
    world = new EdgeWorld();
    token = world.tokens.own(TestTokens.ownClaims());
    user = TestTokens.ownClaims().getString("sub");
    give(Role.EDITOR);
  }

  @AfterEach
  void stop() {
    world.close();
  }

  @Test
  void endsTheDocumentOfWhoHasNoRightAnyMoreAndLeavesTheSocketAlone() {
    Client alice = world.collab().opens("notes", token);
    alice.opens("plans", world.tokens.external("editor"));
    take();
    alice.awaitCollab("notes close");
    assertThat(alice.closed).isFalse();
  }

  @Test
  void tellsWhoMayReadOnlyNowToComeBack() {
    Client alice = world.collab().opens("notes", token);
    give(Role.VIEWER);
    changed(user);
    assertThat(alice.awaitClose()).isEqualTo(4205);
  }

  @Test
  void leavesAloneWhoMayDoTheSameAsBefore() {
    Client alice = world.collab().opens("notes", token);
    give(Role.OWNER);
    changed(user);
    changed("somebody else");
    alice.send(Client.update("notes", (byte) 1));
    alice.awaitCollab("sync-status applied");
    assertThat(alice.closed).isFalse();
  }

  @Test
  void closesEverybodysSocketOfADocumentThatWasDeleted() {
    Client plain = world.yjs("notes", token);
    plain.send(new byte[] {0, 0, 1, 0});
    plain.awaitYjs("sync.step1");
    world.services.memberships.clear();
    changed("");
    assertThat(plain.awaitClose()).isEqualTo(4404);
  }

  private void give(Role role) {
    world.services.memberships.put("notes", role);
    world.services.memberships.put("plans", role);
    world.services.memberships.put(NOTES.toString(), role);
  }

  private void take() {
    world.services.memberships.clear();
    changed(user);
  }

  private void changed(String userId) {
    world.bus.publish(DocCalls.ACCESS_CHANGED, new AccessChanged(NOTES, userId));
  }
}
