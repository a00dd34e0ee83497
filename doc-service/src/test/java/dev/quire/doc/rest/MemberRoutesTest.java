package dev.quire.doc.rest;

import static dev.quire.doc.RunningDoc.account;
import static org.assertj.core.api.Assertions.assertThat;

import dev.quire.doc.RunningDoc;
import dev.quire.doc.rest.RestClient.Answer;
import dev.quire.wire.DocumentId;
import dev.quire.wire.Role;
import dev.quire.wire.WireFailure;
import dev.quire.wire.WireFailure.Code;
import dev.quire.wire.auth.AuthCalls;
import dev.quire.wire.auth.AuthCalls.FoundUser;
import dev.quire.wire.doc.AccessChanged;
import dev.quire.wire.doc.DocCalls;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class MemberRoutesTest {
  private final RunningDoc doc = new RunningDoc();
  private final String aliceId = UUID.randomUUID().toString();
  private final String bobId = UUID.randomUUID().toString();
  private final RestClient alice = new RestClient(doc, account(aliceId));
  private final RestClient bob = new RestClient(doc, account(bobId));
  private final BlockingQueue<AccessChanged> changes = new LinkedBlockingQueue<>();
  private String id = "";

  @BeforeAll
  void knowBobByHisAddress() {
    RunningDoc.join(
        doc.bus()
            .answer(
                AuthCalls.FIND_USER,
                find ->
                    find.email().equals("bob@example.org")
                        ? Future.succeededFuture(new FoundUser(bobId, "Bob"))
                        : Future.failedFuture(new WireFailure(Code.NOT_FOUND, "nobody")))
            .completion());
    RunningDoc.join(doc.bus().consume(DocCalls.ACCESS_CHANGED, changes::add).completion());
  }

  @BeforeEach
  void create() {
    id = alice.create("Shared");
    changes.clear();
  }

  @AfterAll
  void close() {
    doc.close();
  }

  private String members() {
    return "/" + id + "/members";
  }

  private static JsonObject role(Role role) {
    return new JsonObject().put("role", role.word());
  }

  @Test
  void whoIsInvitedByAddressIsAMemberAndEveryoneIsTold() throws InterruptedException {
    Answer invited = alice.post(members(), role(Role.VIEWER).put("email", "bob@example.org"));

    assertThat(invited.status()).isEqualTo(201);
    assertThat(invited.json().getString("userId")).isEqualTo(bobId);
    assertThat(invited.json().getString("displayName")).isEqualTo("Bob");
    assertThat(invited.json().getString("role")).isEqualTo("viewer");
    assertThat(bob.get("/" + id).json().getString("role")).isEqualTo("viewer");
    assertThat(changes.poll(10, TimeUnit.SECONDS))
        .isEqualTo(new AccessChanged(DocumentId.parse(id).orElseThrow(), bobId));
    List<JsonObject> all = bob.get(members()).items();
    assertThat(all).extracting(m -> m.getString("userId")).containsExactly(aliceId, bobId);
    assertThat(all).extracting(m -> m.getString("role")).containsExactly("owner", "viewer");
  }

  @Test
  void anAddressThatNobodyHasIsAProblemOfItsOwn() {
    Answer answer = alice.post(members(), role(Role.VIEWER).put("email", "eve@example.org"));

    assertThat(answer.status()).isEqualTo(404);
    assertThat(answer.json().getString("type")).isEqualTo("urn:quire:problem:user-not-found");
  }

  @Test
  void rolesChangeAndEnd() {
    assertThat(alice.put(members() + "/" + bobId, role(Role.EDITOR)).status()).isEqualTo(200);
    assertThat(bob.get("/" + id).json().getString("role")).isEqualTo("editor");
    assertThat(alice.put(members() + "/" + bobId, role(Role.COMMENTER)).status()).isEqualTo(200);
    assertThat(bob.get("/" + id).json().getString("role")).isEqualTo("commenter");

    assertThat(alice.delete(members() + "/" + bobId).status()).isEqualTo(204);

    assertThat(bob.get("/" + id).status()).isEqualTo(404);
    assertThat(alice.delete(members() + "/" + bobId).status()).isEqualTo(404);
  }

  @Test
  void onlyOwnersChangeMembersButAnyoneMayLeave() {
    alice.put(members() + "/" + bobId, role(Role.EDITOR));

    assertThat(bob.put(members() + "/" + bobId, role(Role.OWNER)).status()).isEqualTo(403);
    assertThat(bob.post(members(), role(Role.VIEWER).put("email", "bob@example.org")).status())
        .isEqualTo(403);
    assertThat(bob.delete(members() + "/" + aliceId).status()).isEqualTo(403);
    assertThat(bob.delete(members() + "/" + bobId).status()).isEqualTo(204);
    assertThat(bob.get("/" + id).status()).isEqualTo(404);
  }

  @Test
  void theLastOwnerStays() {
    assertThat(alice.delete(members() + "/" + aliceId).status()).isEqualTo(409);
    assertThat(alice.put(members() + "/" + aliceId, role(Role.EDITOR)).status()).isEqualTo(409);
    alice.put(members() + "/" + bobId, role(Role.OWNER));

    assertThat(alice.put(members() + "/" + aliceId, role(Role.EDITOR)).status()).isEqualTo(200);
    assertThat(alice.get("/" + id).json().getString("role")).isEqualTo("editor");
  }

  @Test
  void ofTwoOwnersWhoLeaveAtOnceOneStays() {
    for (int round = 0; round < 10; round++) {
      create();
      alice.put(members() + "/" + bobId, role(Role.OWNER));

      List<Integer> statuses =
          List.of(aliceId, bobId).parallelStream()
              .map(who -> new RestClient(doc, account(who)).delete(members() + "/" + who).status())
              .toList();

      assertThat(statuses).containsExactlyInAnyOrder(204, 409);
    }
  }

  @Test
  void whatIsNoRoleOrNoUserIsRefused() {
    assertThat(alice.put(members() + "/" + bobId, new JsonObject().put("role", "king")).status())
        .isEqualTo(400);
    assertThat(alice.put(members() + "/" + bobId, new JsonObject()).status()).isEqualTo(400);
    assertThat(alice.put(members() + "/nobody", role(Role.VIEWER)).status()).isEqualTo(400);
    assertThat(alice.post(members(), role(Role.VIEWER)).status()).isEqualTo(400);
  }
}
