package dev.quire.doc.rest;

import static dev.quire.doc.RunningDoc.account;
import static org.assertj.core.api.Assertions.assertThat;

import dev.quire.crdt.DocOptions;
import dev.quire.crdt.NewType;
import dev.quire.crdt.YDoc;
import dev.quire.crdt.YMap;
import dev.quire.crdt.YText;
import dev.quire.crdt.id.StateVector;
import dev.quire.doc.RunningDoc;
import dev.quire.wire.Bytes;
import dev.quire.wire.DocumentId;
import dev.quire.wire.doc.DocCalls;
import dev.quire.wire.doc.PrepareRestore;
import io.vertx.core.json.JsonObject;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Roots of every kind are brought back, by an edit like any other. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class RestoreTest {
  private final RunningDoc doc = new RunningDoc();
  private final RestClient alice = new RestClient(doc, account(UUID.randomUUID().toString()));
  private LoggedDocument logged = new LoggedDocument(doc, alice, "Roots");

  /** What a client that collects what was deleted holds. */
  private YDoc client = new YDoc();

  @AfterAll
  void close() {
    doc.close();
  }

  @BeforeEach
  void create() {
    logged = new LoggedDocument(doc, alice, "Roots");
    client = new YDoc(DocOptions.DEFAULT.withClientId(7));
  }

  private void edit(String author, Consumer<YDoc> edits) {
    logged.append(author, Bytes.of(updateOf(client, edits)));
  }

  private static byte[] updateOf(YDoc doc, Consumer<YDoc> edits) {
    StateVector before = doc.stateVector();
    doc.transact(editing -> edits.accept(doc));
    return doc.encodeStateAsUpdate(before);
  }

  private DocumentId named(String name) {
    JsonObject version = new JsonObject().put("name", name);
    String id = alice.post("/" + logged.id() + "/versions", version).json().getString("id");
    return DocumentId.parse(id).orElseThrow();
  }

  private Bytes restoring(DocumentId version) {
    return doc.call(DocCalls.PREPARE_RESTORE, new PrepareRestore(logged.document(), version))
        .update();
  }

  private void write() {
    edit(
        "alice",
        fresh -> {
          fresh.getText("notes").insert(0, "Buy bread and milk", Map.of());
          fresh.getText("notes").format(4, 5, Map.of("bold", true));
          fresh.getMap("settings").set("colour", "red");
          YMap person = fresh.getMap("settings").create("owner", NewType.map());
          person.set("name", "Ada");
          person.create("tags", NewType.array()).push(List.of("a", "b"));
          fresh.getArray("list").push(List.of(1L, 2L, 3L));
          fresh.getArray("list").create(1, NewType.text()).insert(0, "within");
        });
    logged.append("alice", logged.prepare("text", "rich text").update());
  }

  private void ruin() {
    edit(
        "mallory",
        written -> {
          written.getText("notes").delete(0, written.getText("notes").length());
          written.getText("notes").insert(0, "nothing");
          written.getMap("settings").set("colour", "black");
          written.getMap("settings").delete("owner");
          written.getMap("settings").set("new", true);
          written.getArray("list").delete(0, 3);
          written.getText("more").insert(0, "more");
        });
    logged.append("mallory", logged.prepare("text", "poor text").update());
  }

  @Test
  void everyRootIsBroughtBackInADocumentThatHasCollectedWhatWasDeleted() {
    write();
    Map<String, @Nullable Object> before = contents();
    DocumentId good = named("good");
    ruin();
    assertThat(contents()).isNotEqualTo(before);

    logged.append("alice", restoring(good));

    assertThat(contents()).isEqualTo(before);
    assertThat(logged.content("text").text()).isEqualTo("rich text");
    logged.append("alice", restoring(good));
    assertThat(contents()).as("restored again").isEqualTo(before);
  }

  @Test
  void restoringIsUndoneByRestoringWhatWasBefore() {
    write();
    DocumentId good = named("good");
    ruin();
    Map<String, @Nullable Object> ruined = contents();
    DocumentId bad = named("bad");
    logged.append("alice", restoring(good));

    logged.append("alice", restoring(bad));

    assertThat(contents()).isEqualTo(ruined);
    assertThat(logged.content("text").text()).isEqualTo("poor text");
  }

  @Test
  void whatOthersWriteMeanwhileStays() {
    write();
    DocumentId good = named("good");
    ruin();
    Bytes restoring = restoring(good);
    edit(
        "bob",
        busy -> {
          YText notes = busy.getText("notes");
          notes.insert(notes.length(), " at all");
          busy.getMap("settings").set("size", 12L);
          busy.getArray("list").push(List.of("last"));
        });
    logged.append("alice", restoring);

    YDoc now = now();
    assertThat(now.getText("notes").toString()).contains("Buy bread and milk", " at all");
    assertThat(now.getMap("settings").toMap())
        .containsEntry("colour", "red")
        .containsEntry("size", 12L);
    assertThat(now.getArray("list").toList()).contains(2L, "last");
  }

  @Test
  void thatNothingWasThereCanBeBroughtBackToo() {
    JsonObject empty = new JsonObject().put("name", "empty").put("revision", 0);
    write();
    String id = alice.post("/" + logged.id() + "/versions", empty).json().getString("id");
    logged.append("alice", restoring(DocumentId.parse(id).orElseThrow()));
    assertThat(now().getText("notes").toString()).isEmpty();
    assertThat(now().getMap("settings").toMap()).isEmpty();
    assertThat(now().getArray("list").length()).isZero();
  }

  private YDoc now() {
    YDoc now = new YDoc();
    now.applyUpdate(logged.get("/state").reply().body().array());
    return now;
  }

  private Map<String, @Nullable Object> contents() {
    YDoc now = now();
    Map<String, @Nullable Object> contents = new LinkedHashMap<>();
    contents.put("notes", now.getText("notes").toDelta());
    contents.put("more", now.getText("more").toDelta());
    contents.put("settings", now.getMap("settings").toJson());
    contents.put("list", now.getArray("list").toJson());
    return contents;
  }
}
