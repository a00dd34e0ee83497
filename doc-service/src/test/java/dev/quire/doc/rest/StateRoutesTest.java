package dev.quire.doc.rest;

import static dev.quire.doc.RunningDoc.account;
import static org.assertj.core.api.Assertions.assertThat;

import dev.quire.crdt.DocOptions;
import dev.quire.crdt.YDoc;
import dev.quire.doc.RunningDoc;
import dev.quire.doc.rest.RestClient.Answer;
import dev.quire.wire.Bytes;
import dev.quire.wire.doc.DocCalls;
import dev.quire.wire.doc.SnapshotFormat;
import dev.quire.wire.doc.StoreSnapshot;
import dev.quire.wire.rest.RestRequest.Pair;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class StateRoutesTest {
  private static final int EDITS = 25;

  private final RunningDoc doc = new RunningDoc();
  private final RestClient alice = new RestClient(doc, account(UUID.randomUUID().toString()));
  private LoggedDocument text = new LoggedDocument(doc, alice, "Text");

  /** What the log holds when it is all in, and after each update. */
  private final List<byte[]> states = new ArrayList<>();

  private final List<byte[]> updates = new ArrayList<>();

  @AfterAll
  void close() {
    doc.close();
  }

  @BeforeEach
  void create() {
    text = new LoggedDocument(doc, alice, "Text");
    states.clear();
    updates.clear();
    YDoc writer = new YDoc(DocOptions.DEFAULT.withClientId(7));
    states.add(writer.encodeStateAsUpdate());
    for (int i = 0; i < EDITS; i++) {
      var before = writer.stateVector();
      writer.getText("t").insert(i % 3, "word" + i + " ");
      updates.add(writer.encodeStateAsUpdate(before));
      states.add(writer.encodeStateAsUpdate());
    }
  }

  private void append(int from, int to) {
    assertThat(text.revision()).isEqualTo(from);
    text.append("alice", updates.subList(from, to).stream().map(Bytes::of).toArray(Bytes[]::new));
  }

  private void snapshot(int revision) {
    byte[] packed = SnapshotFormat.compress(states.get(revision));
    assertThat(
            doc.call(
                    DocCalls.STORE_SNAPSHOT,
                    new StoreSnapshot(
                        text.document(), text.epoch(), revision, 0, 1, Bytes.of(packed)))
                .current())
        .isTrue();
  }

  private void assertState(int revision) {
    Answer answer = text.get("/state");
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.header("content-type")).isEqualTo("application/octet-stream");
    assertThat(answer.header("quire-revision")).isEqualTo(Integer.toString(revision));
    assertThat(answer.reply().body()).isEqualTo(Bytes.of(states.get(revision)));
  }

  @Test
  void aNewDocumentsStateIsTheEmptyUpdate() {
    assertState(0);
  }

  @Test
  void theStateIsThatOfTheWholeLogWhereverTheSnapshotIs() {
    append(0, 10);
    assertState(10);
    snapshot(10);
    assertState(10);
    append(10, EDITS);
    assertState(EDITS);
    snapshot(EDITS);
    assertState(EDITS);
  }

  @Test
  void whoHasTheStateGetsItOnlyOnceItHasChanged() {
    append(0, 5);
    String tag = text.get("/state").header("etag");
    assertThat(tag).matches("\"[^\"]+\"");

    Answer same = text.get("/state", new Pair("if-none-match", "\"x\", W/" + tag));
    assertThat(same.status()).isEqualTo(304);
    assertThat(same.reply().body().isEmpty()).isTrue();
    assertThat(same.header("etag")).isEqualTo(tag);

    append(5, 6);
    Answer changed = text.get("/state", new Pair("if-none-match", tag));
    assertThat(changed.status()).isEqualTo(200);
    assertThat(changed.header("etag")).isNotEqualTo(tag);
  }

  @Test
  void theUpdatesOfTheLogComeInPages() {
    append(0, EDITS);

    Answer first = text.get("/updates?from=0&limit=20");
    Answer second = text.get("/updates?from=20&limit=20");

    assertThat(first.json().getLong("revision")).isEqualTo(EDITS);
    assertThat(first.items()).hasSize(20);
    assertThat(first.json().getLong("next")).isEqualTo(20);
    assertThat(second.items()).hasSize(EDITS - 20);
    assertThat(second.json().containsKey("next")).isTrue();
    assertThat(second.json().getLong("next")).isNull();
    JsonObject item = first.items().get(4);
    assertThat(item.fieldNames())
        .containsExactlyInAnyOrder("revision", "epoch", "update", "author", "at");
    assertThat(item.getLong("revision")).isEqualTo(5);
    assertThat(item.getLong("epoch")).isEqualTo(text.epoch());
    assertThat(item.getString("author")).isEqualTo("alice");
    assertThat(Base64.getDecoder().decode(item.getString("update"))).isEqualTo(updates.get(4));
    assertThat(Instant.parse(item.getString("at"))).isBefore(Instant.now().plusSeconds(60));
  }

  @Test
  void beyondTheLogThereIsNothing() {
    append(0, 3);

    Answer beyond = text.get("/updates?from=99");

    assertThat(beyond.status()).isEqualTo(200);
    assertThat(beyond.items()).isEmpty();
    assertThat(beyond.json().getLong("revision")).isEqualTo(3);
    assertThat(beyond.json().getLong("next")).isNull();
    assertThat(text.get("/updates?from=-1").status()).isEqualTo(400);
    assertThat(text.get("/updates?from=x").status()).isEqualTo(400);
    assertThat(text.get("/updates?limit=1001").status()).isEqualTo(400);
  }

  @Test
  void anEditShowsInTheDocumentsRevisionAndTime() {
    Instant before = Instant.parse(text.get("").json().getString("updatedAt"));
    append(0, 4);

    JsonObject shown = text.get("").json();

    assertThat(shown.getLong("revision")).isEqualTo(4);
    assertThat(Instant.parse(shown.getString("updatedAt"))).isAfterOrEqualTo(before);
    assertThat(shown.getString("createdAt")).isNotEqualTo("");
  }
}
