package dev.quire.doc.rest;

import static dev.quire.doc.RunningDoc.account;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.quire.doc.RunningDoc;
import dev.quire.doc.rest.RestClient.Answer;
import dev.quire.wire.Bytes;
import dev.quire.wire.DocumentId;
import dev.quire.wire.doc.DocCalls;
import dev.quire.wire.doc.PrepareRestore;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class HistoryRoutesTest {
  private final RunningDoc doc = new RunningDoc();
  private final String aliceId = UUID.randomUUID().toString();
  private final RestClient alice = new RestClient(doc, account(aliceId));
  private LoggedDocument text = new LoggedDocument(doc, alice, "Text");

  @AfterAll
  void close() {
    doc.close();
  }

  @BeforeEach
  void create() {
    text = new LoggedDocument(doc, alice, "Text");
  }

  private void put(String author, String body) {
    text.put(author, "text", body);
  }

  private String content(String query) {
    Answer answer = text.get("/content?format=text" + query);
    assertThat(answer.status()).isEqualTo(200);
    return answer.text();
  }

  private Answer name(JsonObject version) {
    return alice.post("/" + text.id() + "/versions", version);
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
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/content?revision=%s",
        "/diff?from=%s",
        "/diff?from=0&to=%s",
        "/blame?revision=%s",
        "/content?format=text&revision=%s"
      })
  void aRevisionThatThereIsNotYetIsRefusedWithThoseThatThereAre(String path) {
    put("alice", "one");
    assertThat(text.get(path.formatted("1")).status()).isEqualTo(200);
    for (String wrong : List.of("2", "99", "-1", "x", "99999999999999999999")) {
      Answer refused = text.get(path.formatted(wrong));
      assertThat(refused.status()).as(wrong).isEqualTo(400);
      assertThat(refused.json().getString("detail")).as(wrong).endsWith("from 0 to 1.");
    }
  }

  @Test
  void historySaysWhoWorkedOnWhichRevisions() {
    put("alice", "one");
    put("alice", "one two");
    put("bob", "three");
    List<JsonObject> sessions = text.get("/history").items();
    assertThat(sessions)
        .extracting(
            session -> session.getString("author"),
            session -> session.getLong("fromRevision"),
            session -> session.getLong("toRevision"))
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple("bob", 3L, 3L),
            org.assertj.core.groups.Tuple.tuple("alice", 1L, 2L));

    Answer first = text.get("/history?limit=1");
    String next = first.json().getString("nextCursor");
    assertThat(text.get("/history?limit=1&cursor=" + next).items())
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

    List<JsonObject> listed = text.get("/versions").items();
    assertThat(listed).containsExactly(second, first.json());
    String version = first.json().getString("id");
    assertThat(text.get("/versions/" + version).json()).isEqualTo(first.json());
    Answer page = text.get("/versions?limit=1");
    String cursor = page.json().getString("nextCursor");
    assertThat(text.get("/versions?limit=1&cursor=" + cursor).items())
        .containsExactly(first.json());
  }

  @Test
  void restoringIsAnEditThatBringsTheContentBack() {
    put("alice", "one\n\ntwo");
    JsonObject draft = name(new JsonObject().put("name", "draft")).json();
    put("bob", "two\n\nthree");
    PrepareRestore restore =
        new PrepareRestore(text.document(), DocumentId.parse(draft.getString("id")).orElseThrow());
    text.append("alice", doc.call(DocCalls.PREPARE_RESTORE, restore).update());
    assertThat(content("")).isEqualTo("one\n\ntwo");
    assertThat(text.revision()).isEqualTo(3);
    assertThat(doc.call(DocCalls.PREPARE_RESTORE, restore).update()).isEqualTo(Bytes.EMPTY);
  }

  @Test
  void contentIsShownAsItWasAtATime() {
    String before = Instant.now().minusSeconds(3600).toString();
    put("alice", "one");
    put("alice", "one two");
    put("bob", "three");
    List<JsonObject> updates = text.get("/updates?from=0").items();
    assertThat(content("&at=" + before)).isEmpty();
    for (int i = 0; i < 3; i++) {
      Instant at = Instant.parse(updates.get(i).getString("at"));
      Answer shown = text.get("/content?format=text&at=" + at);
      assertThat(shown.status()).isEqualTo(200);
      // Commits of one millisecond have one time: the last of them is shown.
      long last = i + 1L;
      for (int j = i + 1; j < 3; j++) {
        last = Instant.parse(updates.get(j).getString("at")).isAfter(at) ? last : j + 1;
      }
      assertThat(shown.text()).isEqualTo(content("&revision=" + last));
    }
    assertThat(content("&at=2999-01-01T00:00:00+02:00")).isEqualTo("three");
    assertThat(text.get("/content?at=yesterday").status()).isEqualTo(400);
    assertThat(text.get("/content?revision=1&at=" + before).status()).isEqualTo(400);
  }

  @Test
  void whatCantBeNamedOrFoundIsRefusedWithAReason() {
    put("alice", "one");
    assertThat(name(new JsonObject()).status()).isEqualTo(400);
    assertThat(name(new JsonObject().put("name", " ")).status()).isEqualTo(400);
    assertThat(name(new JsonObject().put("name", "x").put("revision", 2)).status()).isEqualTo(400);
    String other = UUID.randomUUID().toString();
    assertThat(text.get("/versions/" + other).status()).isEqualTo(404);
    assertThatThrownBy(
            () ->
                doc.call(
                    DocCalls.PREPARE_RESTORE,
                    new PrepareRestore(text.document(), DocumentId.parse(other).orElseThrow())))
        .hasMessageContaining("no such version");
    RestClient stranger = new RestClient(doc, account(other));
    assertThat(stranger.get("/" + text.id() + "/history").status()).isEqualTo(404);
    assertThat(stranger.get("/" + text.id() + "/versions").status()).isEqualTo(404);
  }
}
