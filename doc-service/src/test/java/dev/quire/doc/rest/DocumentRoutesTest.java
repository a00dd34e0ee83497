package dev.quire.doc.rest;

import static dev.quire.doc.RunningDoc.account;
import static dev.quire.doc.RunningDoc.external;
import static org.assertj.core.api.Assertions.assertThat;

import dev.quire.doc.RunningDoc;
import dev.quire.doc.rest.RestClient.Answer;
import dev.quire.wire.DocumentId;
import dev.quire.wire.Role;
import dev.quire.wire.doc.AccessChanged;
import dev.quire.wire.doc.DocCalls;
import dev.quire.wire.rest.RestRequest.Pair;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class DocumentRoutesTest {
  private final RunningDoc doc = new RunningDoc();
  private final String aliceId = UUID.randomUUID().toString();
  private final String bobId = UUID.randomUUID().toString();
  private final RestClient alice = new RestClient(doc, account(aliceId));
  private final RestClient bob = new RestClient(doc, account(bobId));

  @AfterAll
  void close() {
    doc.close();
  }

  private static JsonObject titled(String title) {
    return new JsonObject().put("title", title);
  }

  private void makeBob(Role role, String id) {
    assertThat(
            alice
                .put("/" + id + "/members/" + bobId, new JsonObject().put("role", role.word()))
                .status())
        .isEqualTo(200);
  }

  @Test
  void whoCreatesADocumentOwnsIt() {
    Answer created = alice.post("", titled("  Plans ").put("name", "plans-" + aliceId));

    assertThat(created.status()).isEqualTo(201);
    JsonObject body = created.json();
    assertThat(body.fieldNames())
        .containsExactlyInAnyOrder(
            "id", "title", "name", "organisation", "role", "revision", "createdAt", "updatedAt");
    assertThat(UUID.fromString(body.getString("id")).version()).isEqualTo(7);
    assertThat(body.getString("title")).isEqualTo("Plans");
    assertThat(body.getString("name")).isEqualTo("plans-" + aliceId);
    assertThat(body.getString("role")).isEqualTo("owner");
    assertThat(body.getLong("revision")).isZero();
    assertThat(Instant.parse(body.getString("createdAt")))
        .isEqualTo(Instant.parse(body.getString("updatedAt")));
    assertThat(alice.get("/" + body.getString("id")).json()).isEqualTo(body);
    assertThat(alice.get("/plans-" + aliceId).json()).isEqualTo(body);
  }

  @Test
  void isNotSentAgainToWhoHasItAsItIs() {
    String id = alice.create("Plans");
    Pair known = new Pair("if-none-match", alice.get("/" + id).header("etag"));
    assertThat(alice.get("/" + id, known).status()).isEqualTo(304);
    alice.patch("/" + id, titled("Other plans"));
    assertThat(alice.get("/" + id, known).status()).isEqualTo(200);
  }

  @Test
  void aNameIsGivenOnce() {
    JsonObject named = titled("One").put("name", "once-" + aliceId);

    assertThat(alice.post("", named).status()).isEqualTo(201);
    assertThat(bob.post("", named).status()).isEqualTo(409);
  }

  @Test
  void withoutAccessADocumentLooksLikeNone() {
    String id = alice.create("Secret");
    Answer none = bob.get("/" + UUID.randomUUID());

    for (Answer answer :
        List.of(
            bob.get("/" + id),
            bob.patch("/" + id, titled("Mine")),
            bob.delete("/" + id),
            bob.post("/" + id + "/undelete", new JsonObject()),
            bob.get("/" + id + "/state"),
            bob.get("/" + id + "/updates"),
            bob.get("/" + id + "/members"),
            bob.delete("/" + id + "/members/" + bobId))) {
      assertThat(answer.status()).isEqualTo(404);
      assertThat(answer.json()).isEqualTo(none.json());
    }
  }

  @Test
  void withoutATokenNothingIsAnswered() {
    RestClient nobody = new RestClient(doc, null);
    String id = alice.create("Secret");

    assertThat(nobody.get("").status()).isEqualTo(401);
    assertThat(nobody.get("/" + id).status()).isEqualTo(401);
    assertThat(nobody.post("", titled("T")).status()).isEqualTo(401);
  }

  @Test
  void editorsRenameAndViewersDoNot() {
    String id = alice.create("Before");
    makeBob(Role.COMMENTER, id);
    assertThat(bob.get("/" + id).json().getString("role")).isEqualTo("commenter");
    assertThat(bob.patch("/" + id, titled("No")).status()).isEqualTo(403);
    makeBob(Role.EDITOR, id);

    Answer renamed = bob.patch("/" + id, titled("After"));

    assertThat(renamed.status()).isEqualTo(200);
    assertThat(renamed.json().getString("title")).isEqualTo("After");
    assertThat(alice.get("/" + id).json().getString("title")).isEqualTo("After");
    assertThat(bob.delete("/" + id).status()).isEqualTo(403);
  }

  @Test
  void aDeletedDocumentIsGoneForAllUntilItsOwnerBringsItBack() throws InterruptedException {
    BlockingQueue<AccessChanged> heard = new LinkedBlockingQueue<>();
    String id = alice.create("Fragile");
    makeBob(Role.EDITOR, id);
    RunningDoc.join(doc.bus().consume(DocCalls.ACCESS_CHANGED, heard::add).completion());

    assertThat(alice.delete("/" + id).status()).isEqualTo(204);

    AccessChanged change = heard.poll(10, TimeUnit.SECONDS);
    assertThat(change).isEqualTo(new AccessChanged(DocumentId.parse(id).orElseThrow(), ""));
    assertThat(alice.get("/" + id).status()).isEqualTo(404);
    assertThat(alice.delete("/" + id).status()).isEqualTo(404);
    assertThat(ids(alice.get("?limit=200"))).doesNotContain(id);
    assertThat(ids(alice.get("?deleted=true"))).contains(id);
    assertThat(ids(bob.get("?deleted=true"))).doesNotContain(id);
    assertThat(bob.post("/" + id + "/undelete", new JsonObject()).status()).isEqualTo(404);
    assertThat(alice.post("/" + id + "/undelete", new JsonObject()).json().getString("id"))
        .isEqualTo(id);
    assertThat(alice.post("/" + id + "/undelete", new JsonObject()).status()).isEqualTo(200);
    assertThat(bob.get("/" + id).status()).isEqualTo(200);
    assertThat(ids(alice.get("?deleted=true"))).doesNotContain(id);
  }

  private static List<String> ids(Answer list) {
    return list.items().stream().map(item -> item.getString("id")).toList();
  }

  @Test
  void aListComesInPagesNewestFirst() {
    RestClient carol = new RestClient(doc, account(UUID.randomUUID().toString()));
    List<String> created = new ArrayList<>();
    for (int i = 0; i < 7; i++) {
      created.add(0, carol.create("Document 100% " + i));
    }

    List<String> listed = new ArrayList<>();
    String cursor = "";
    int pages = 0;
    while (cursor != null) {
      Answer page = carol.get("?limit=3" + (cursor.isEmpty() ? "" : "&cursor=" + cursor));
      listed.addAll(ids(page));
      cursor = page.json().getString("nextCursor");
      pages++;
    }

    assertThat(pages).isEqualTo(3);
    assertThat(listed).hasSameElementsAs(created).hasSize(7);
    assertThat(ids(carol.get("?q=100%25 3".replace("%25", "%")))).containsExactly(created.get(3));
    assertThat(ids(carol.get("?q=0_ 3"))).isEmpty();
    assertThat(ids(carol.get("?q=DOCUMENT"))).hasSize(7);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{\"title\":null}",
        "{\"title\":\"\"}",
        "{\"title\":\"   \"}",
        "{\"title\":7}",
        "{\"title\":\"a\\u0000b\"}",
        "{\"title\":\"t\",\"name\":\"\"}",
        "{\"title\":\"t\",\"name\":[]}",
        "[]",
        "not json",
        ""
      })
  void aBodyThatIsNoDocumentIsRefused(String body) {
    Answer answer = alice.sendText("POST", "", body);

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.header("content-type")).isEqualTo("application/problem+json");
    assertThat(answer.json().getString("detail")).isNotBlank();
  }

  @Test
  void lengthsAreLimited() {
    assertThat(alice.post("", titled("x".repeat(300))).status()).isEqualTo(201);
    assertThat(alice.post("", titled("x".repeat(301))).status()).isEqualTo(400);
    assertThat(alice.post("", titled("t").put("name", "x".repeat(256))).status()).isEqualTo(400);
    assertThat(alice.get("?q=" + "x".repeat(201)).status()).isEqualTo(400);
    assertThat(alice.get("?limit=0").status()).isEqualTo(400);
    assertThat(alice.get("?limit=201").status()).isEqualTo(400);
    assertThat(alice.get("?cursor=abc").status()).isEqualTo(400);
    assertThat(alice.get("?deleted=maybe").status()).isEqualTo(400);
  }

  @Test
  void anExternalPrincipalDoesWhatItsTokenGrants() {
    String prefix = "ext-" + UUID.randomUUID() + "-";
    RestClient editor = new RestClient(doc, external("ed", Map.of(prefix + "*", Role.EDITOR)));
    RestClient viewer = new RestClient(doc, external("vi", Map.of(prefix + "*", Role.VIEWER)));

    assertThat(editor.post("", titled("T")).status()).isEqualTo(403);
    assertThat(editor.post("", titled("T").put("name", "other")).status()).isEqualTo(403);
    assertThat(viewer.post("", titled("T").put("name", prefix + "1")).status()).isEqualTo(403);
    Answer created = editor.post("", titled("T").put("name", prefix + "1"));
    assertThat(created.status()).isEqualTo(201);
    assertThat(created.json().getString("role")).isEqualTo("editor");

    assertThat(viewer.get("/" + prefix + "1").json().getString("role")).isEqualTo("viewer");
    assertThat(ids(viewer.get(""))).containsExactly(created.json().getString("id"));
    assertThat(viewer.get("/" + prefix + "1/state").status()).isEqualTo(200);
    assertThat(editor.get("/" + prefix + "2").status()).isEqualTo(404);
    assertThat(editor.delete("/" + prefix + "1").status()).isEqualTo(403);
    assertThat(editor.get("/" + prefix + "1/members").status()).isEqualTo(409);
    RestClient other = new RestClient(doc, external("ot", Map.of("x", Role.OWNER)));
    assertThat(other.get("/" + created.json().getString("id")).status()).isEqualTo(404);
    assertThat(ids(other.get(""))).isEmpty();
    assertThat(alice.get("/" + created.json().getString("id")).status()).isEqualTo(404);
  }
}
