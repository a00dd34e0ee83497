package dev.quire.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.quire.edge.world.Client;
import dev.quire.edge.world.EdgeWorld;
import dev.quire.edge.world.FakeServices;
import dev.quire.edge.world.TestTokens;
import dev.quire.wire.DocumentId;
import dev.quire.wire.Role;
import dev.quire.wire.doc.Revocation;
import dev.quire.wire.session.ToOwner;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Rights that change while a document is open; nobody tells the edge, it has to ask. */
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
    changed(user, null);
    alice.awaitCollab("notes close");
    assertThat(alice.closed).isFalse();
  }

  @Test
  void tellsWhoMayReadOnlyNowToComeBack() {
    Client alice = world.collab().opens("notes", token);
    changed(user, Role.VIEWER);
    assertThat(alice.awaitClose()).isEqualTo(4205);
  }

  @Test
  void leavesAloneWhoMayDoTheSameAsBefore() {
    Client alice = world.collab().opens("notes", token);
    Client gone = world.yjs("notes", token);
    changed(user, Role.OWNER);
    changed("somebody else", null);
    world.services.endSignIn("another session");
    alice.send(Client.update("notes", (byte) 1));
    alice.awaitCollab("sync-status applied");
    changed(user, null);
    assertThat(gone.awaitClose()).isEqualTo(4403);
    alice.awaitCollab("notes close");
  }

  @Test
  void closesEverybodysSocketOfADocumentThatWasDeleted() {
    Client plain = world.yjs("notes", world.tokens.external("editor"));
    plain.send(new byte[] {0, 0, 1, 0});
    plain.awaitYjs("sync.step1");
    world.services.revoke(number -> new Revocation.DocumentDeleted(number, NOTES));
    assertThat(plain.awaitClose()).isEqualTo(4404);
  }

  @Test
  void sendsThoseAwayToComeBackWhomAChangeInTheDocumentsOrganisationConcerns() {
    world.services.organisations.put("notes", "works");
    Client mine = world.yjs("notes", token);
    Client elsewhere = world.yjs("plans", token);
    await().until(() -> opened().size() == 2);
    assertThat(opened())
        .extracting(ToOwner.Open::organisation)
        .containsExactlyInAnyOrder("works", "");
    world.services.revoke(number -> new Revocation.OrganisationChanged(number, "school", ""));
    world.services.revoke(number -> new Revocation.OrganisationChanged(number, "works", "eve"));
    world.services.endSignIn("another session");
    assertThat(mine.closed).isFalse();
    world.services.revoke(number -> new Revocation.OrganisationChanged(number, "works", user));
    assertThat(mine.awaitClose()).isEqualTo(4205);
    assertThat(elsewhere.closed).isFalse();
  }

  @Test
  void acceptsNoTokenWhileItCannotTellWhetherItsSignInIsOver() {
    world.services.revocationsSilent = true;
    await().until(() -> get().status() == 503);
    world.services.endSignIn("session-1");
    world.services.revocationsSilent = false;
    await().until(() -> get().status() != 503);
    assertThat(get().status()).isEqualTo(401);
  }

  @Test
  void aRevokedKeyEndsWhatIsOpenByIt() {
    Client alice = world.collab().opens("notes", token);
    world.services.revokeKey("another key");
    world.services.revokeKey("key-1");
    assertThat(alice.awaitClose()).isEqualTo(4401);
    assertThat(opened().get(0).key()).isEqualTo("key-1");
  }

  @Test
  void tellsTheOwnerUpToWhereARightWasLookedAt() {
    Client alice = world.collab().opens("notes", token);
    world.services.endSignIn("another session");
    Client bob = world.collab().opens("plans", token);
    await().until(() -> opened().stream().anyMatch(open -> open.asOf() == 1));
    assertThat(opened().get(0).signIn()).isEqualTo("session-1");
    assertThat(alice.closed || bob.closed).isFalse();
  }

  private List<ToOwner.Open> opened() {
    return world.owners.received.stream()
        .filter(ToOwner.Open.class::isInstance)
        .map(ToOwner.Open.class::cast)
        .toList();
  }

  private EdgeWorld.Answer get() {
    return world.request(
        HttpMethod.GET,
        "/api/v1/documents",
        Map.of("Authorization", "Bearer " + token),
        Buffer.buffer());
  }

  private void give(Role role) {
    world.services.memberships.put("notes", role);
    world.services.memberships.put("plans", role);
  }

  private void changed(String userId, @Nullable Role role) {
    world.services.revoke(number -> new Revocation.RightChanged(number, NOTES, userId, role));
  }
}
