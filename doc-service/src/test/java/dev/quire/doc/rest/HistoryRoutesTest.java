package dev.quire.doc.rest;

import static dev.quire.doc.RunningDoc.account;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.quire.doc.RunningDoc;
import dev.quire.doc.rest.RestClient.Answer;
import dev.quire.wire.Bytes;
import dev.quire.wire.DocumentId;
import dev.quire.wire.Shards;
import dev.quire.wire.doc.Append;
import dev.quire.wire.doc.DocCalls;
import dev.quire.wire.doc.PrepareContent;
import dev.quire.wire.doc.PrepareRestore;
import dev.quire.wire.doc.TakeShards;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class HistoryRoutesTest {
  private final RunningDoc doc = new RunningDoc();
  private final String aliceId = UUID.randomUUID().toString();
  private final RestClient alice = new RestClient(doc, account(aliceId));
  private String id = "";
  private DocumentId document = new DocumentId(0, 0);
  private long epoch;
  private long revision;

  @AfterAll
  void close() {
    doc.close();
  }

  @BeforeEach
  void create() {
    id = alice.create("Text");
    document = DocumentId.parse(id).orElseThrow();
    TakeShards claim =
        new TakeShards("collab-1", List.of(new TakeShards.Claim(Shards.of(document), 0, 0)));
    epoch = doc.call(DocCalls.TAKE_SHARDS, claim).epochs().get(0).epoch();
    revision = 0;
  }

  private void append(String author, Bytes update) {
    Append.Part part =
        new Append.Part(document, epoch, revision, List.of(new Append.Update(author, update)));
    assertThat(doc.call(DocCalls.APPEND, new Append(List.of(part))).outcomes())
        .containsExactly(new Append.Appended(++revision));
  }

  private void put(String author, String text) {
    Bytes body = Bytes.of(text.getBytes(StandardCharsets.UTF_8));
    PrepareContent prepare = new PrepareContent(document, "text", body);
    append(author, doc.call(DocCalls.PREPARE_CONTENT, prepare).update());
  }

  private String content(String query) {
    Answer answer = alice.get("/" + id + "/content?format=text" + query);
    assertThat(answer.status()).isEqualTo(200);
    return new String(answer.reply().body().array(), StandardCharsets.UTF_8);
  }

  private Answer name(JsonObject version) {
    return alice.post("/" + id + "/versions", version);
  }

  @Test
  void contentIsShownAsItWasAtARevision() {
    put("alice", "one");
    put("alice", "one two");
    put("bob", "three");
    assertThat(content("&revision=0")).isEmpty();
    assertThat(content("&revision=1")).isEqualTo("one");
    assertThat(content("&revision=2")).isEqualTo("one two");
    assertThat(content("&revision=3")).isEqualTo("three").isEqualTo(content(""));
    assertThat(alice.get("/" + id + "/content?revision=4").status()).isEqualTo(404);
    assertThat(alice.get("/" + id + "/content?revision=x").status()).isEqualTo(400);
  }

  @Test
  void historySaysWhoWorkedOnWhichRevisions() {
    put("alice", "one");
    put("alice", "one two");
    put("bob", "three");
    List<JsonObject> sessions = alice.get("/" + id + "/history").items();
    assertThat(sessions)
        .extracting(
            session -> session.getString("author"),
            session -> session.getLong("fromRevision"),
            session -> session.getLong("toRevision"))
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple("bob", 3L, 3L),
            org.assertj.core.groups.Tuple.tuple("alice", 1L, 2L));

    Answer first = alice.get("/" + id + "/history?limit=1");
    String next = first.json().getString("nextCursor");
    assertThat(alice.get("/" + id + "/history?limit=1&cursor=" + next).items())
        .containsExactly(sessions.get(1));
  }

  @Test
  void aVersionNamesARevisionAndComesBackFromTheList() {
    put("alice", "one");
    Answer first = name(new JsonObject().put("name", "draft"));
    assertThat(first.status()).isEqualTo(201);
    assertThat(first.json().getLong("revision")).isEqualTo(1);
    assertThat(first.json().getString("author")).isEqualTo(aliceId);
    put("bob", "two");
    JsonObject second = name(new JsonObject().put("name", "empty").put("revision", 0)).json();

    List<JsonObject> listed = alice.get("/" + id + "/versions").items();
    assertThat(listed).containsExactly(second, first.json());
    String version = first.json().getString("id");
    assertThat(alice.get("/" + id + "/versions/" + version).json()).isEqualTo(first.json());
    Answer page = alice.get("/" + id + "/versions?limit=1");
    String cursor = page.json().getString("nextCursor");
    assertThat(alice.get("/" + id + "/versions?limit=1&cursor=" + cursor).items())
        .containsExactly(first.json());
  }

  @Test
  void restoringIsAnEditThatBringsTheContentBack() {
    put("alice", "one\n\ntwo");
    JsonObject draft = name(new JsonObject().put("name", "draft")).json();
    put("bob", "two\n\nthree");
    PrepareRestore restore =
        new PrepareRestore(document, DocumentId.parse(draft.getString("id")).orElseThrow());
    append("alice", doc.call(DocCalls.PREPARE_RESTORE, restore).update());
    assertThat(content("")).isEqualTo("one\n\ntwo");
    assertThat(revision).isEqualTo(3);
    assertThat(doc.call(DocCalls.PREPARE_RESTORE, restore).update()).isEqualTo(Bytes.EMPTY);
  }

  @Test
  void whatCantBeNamedOrFoundIsRefusedWithAReason() {
    put("alice", "one");
    assertThat(name(new JsonObject()).status()).isEqualTo(400);
    assertThat(name(new JsonObject().put("name", " ")).status()).isEqualTo(400);
    assertThat(name(new JsonObject().put("name", "x").put("revision", 2)).status()).isEqualTo(400);
    String other = UUID.randomUUID().toString();
    assertThat(alice.get("/" + id + "/versions/" + other).status()).isEqualTo(404);
    assertThatThrownBy(
            () ->
                doc.call(
                    DocCalls.PREPARE_RESTORE,
                    new PrepareRestore(document, DocumentId.parse(other).orElseThrow())))
        .hasMessageContaining("no such version");
    RestClient stranger = new RestClient(doc, account(other));
    assertThat(stranger.get("/" + id + "/history").status()).isEqualTo(404);
    assertThat(stranger.get("/" + id + "/versions").status()).isEqualTo(404);
  }
}
