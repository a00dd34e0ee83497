package dev.quire.doc.rest;

import static dev.quire.doc.RunningDoc.account;
import static dev.quire.doc.RunningDoc.join;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.quire.doc.RunningDoc;
import dev.quire.doc.database.TestDatabase;
import dev.quire.doc.integrity.Verify;
import dev.quire.doc.rest.RestClient.Answer;
import dev.quire.kit.Settings;
import dev.quire.wire.Bytes;
import dev.quire.wire.doc.DocCalls;
import dev.quire.wire.doc.SnapshotFormat;
import dev.quire.wire.doc.StoreSnapshot;
import io.vertx.core.json.JsonObject;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class IntegrityTest {
  /** Longer logs are packed, shorter ones are not. */
  private static final int PACKED_FROM = 7;

  private final URI url = TestDatabase.prepared("integrity");
  private final RunningDoc doc =
      new RunningDoc(
          url,
          Map.of(
              "QUIRE_COMPACTION_LEAST_REVISIONS", Integer.toString(PACKED_FROM - 1),
              "QUIRE_COMPACTION_TURN_MILLIS", "10",
              "QUIRE_COMPACTION_REST_MILLIS", "10"));
  private final String aliceId = UUID.randomUUID().toString();
  private final RestClient alice = new RestClient(doc, account(aliceId));
  private LoggedDocument text = new LoggedDocument(doc, alice, "Text");

  @BeforeAll
  void start() {
    assertThat(text.get("/integrity").json().getBoolean("intact")).isTrue();
  }

  @AfterAll
  void close() {
    join(doc.stopService());
    doc.close();
  }

  @BeforeEach
  void begin() {
    text = new LoggedDocument(doc, alice, "Text");
  }

  private void write(int revisions) {
    for (int i = 0; i < revisions; i++) {
      text.put(aliceId, "text", "line " + i + "\n\n" + "word ".repeat(20 + i));
    }
  }

  private void storeSnapshot(Bytes state) {
    Bytes stored = Bytes.of(SnapshotFormat.compress(state.array()));
    StoreSnapshot store =
        new StoreSnapshot(text.document(), text.epoch(), text.revision(), 0, 1, stored);
    assertThat(doc.call(DocCalls.STORE_SNAPSHOT, store).current()).isTrue();
  }

  private Bytes state() {
    return text.get("/state").reply().body();
  }

  private JsonObject check() {
    Answer answer = text.get("/integrity");
    assertThat(answer.status()).isEqualTo(200);
    return answer.json();
  }

  /** What is found, as "where from–to". */
  private List<String> findings() {
    JsonObject report = check();
    List<String> findings =
        report.getJsonArray("findings").stream()
            .map(JsonObject.class::cast)
            .map(
                one ->
                    one.getString("where")
                        + " "
                        + one.getLong("fromRevision")
                        + "–"
                        + one.getLong("toRevision"))
            .toList();
    assertThat(report.getBoolean("intact")).isEqualTo(findings.isEmpty());
    return findings;
  }

  private void tamper(String sql) throws SQLException {
    try (Connection connection = DriverManager.getConnection(TestDatabase.jdbc(url));
        Statement statement = connection.createStatement()) {
      String where = " document = '" + text.document() + "'";
      assertThat(statement.executeUpdate("SET search_path = quire_doc")).isZero();
      assertThat(statement.executeUpdate(sql.replace("{document}", where))).isPositive();
    }
  }

  private long segments() throws SQLException {
    try (Connection connection = DriverManager.getConnection(TestDatabase.jdbc(url));
        Statement statement = connection.createStatement();
        ResultSet result =
            statement.executeQuery(
                "SELECT count(*) FROM quire_doc.log_segment WHERE document = '"
                    + text.document()
                    + "'")) {
      result.next();
      return result.getLong(1);
    }
  }

  /** Some of it: the packer may come before the last revisions do. */
  private void writePacked() {
    write(PACKED_FROM + 2);
    storeSnapshot(state());
    await().atMost(Duration.ofSeconds(60)).until(() -> segments() > 0);
  }

  @Test
  void aDocumentIsWholeAsItWasWritten() {
    write(3);
    storeSnapshot(state());
    write(2);
    JsonObject report = check();
    assertThat(report.getBoolean("intact")).isTrue();
    assertThat(report.getLong("revision")).isEqualTo(5);
    assertThat(report.getLong("rows")).isEqualTo(5);
    assertThat(report.getLong("rowsWithoutChecksum")).isZero();
    assertThat(report.getLong("snapshotRevision")).isEqualTo(3);
    assertThat(report.getLong("stateBytes")).isEqualTo(state().length());
  }

  @Test
  void aPackedDocumentIsWhole() {
    writePacked();
    JsonObject report = check();
    assertThat(report.getBoolean("intact")).isTrue();
    assertThat(report.getInteger("segments")).isPositive();
    assertThat(report.getLong("rows")).isLessThan(PACKED_FROM);
    assertThat(report.getLong("revision")).isEqualTo(PACKED_FROM + 2);
  }

  @Test
  void aRowWithAnotherByteIsFoundByItsRevision() throws SQLException {
    write(5);
    tamper(
        "UPDATE document_update SET update = set_byte(update, 5, get_byte(update, 5) # 1)"
            + " WHERE {document} AND revision = 3");
    assertThat(findings()).containsExactly("row 3–3");
  }

  @Test
  void aRowOfAnotherAuthorIsFoundByItsRevision() throws SQLException {
    write(5);
    tamper("UPDATE document_update SET author = 'mallory' WHERE {document} AND revision = 5");
    assertThat(findings()).containsExactly("row 5–5");
  }

  @Test
  void aRowThatIsGoneIsFound() throws SQLException {
    write(5);
    tamper("DELETE FROM document_update WHERE {document} AND revision IN (2, 3)");
    assertThat(findings()).containsExactly("log 2–3");
  }

  @Test
  void aDamagedSegmentIsFoundByItsRevisions() throws SQLException {
    writePacked();
    tamper(
        "UPDATE log_segment SET updates = set_byte(updates, 40, get_byte(updates, 40) # 4)"
            + " WHERE {document} AND first_revision = 1");
    assertThat(findings()).hasSize(1).first().asString().startsWith("segment 1–");
  }

  @Test
  void aSegmentThatIsGoneIsFound() throws SQLException {
    writePacked();
    tamper("DELETE FROM log_segment WHERE {document}");
    assertThat(findings()).hasSize(1).first().asString().startsWith("log 1–");
  }

  @Test
  void aRowThatASegmentHasAsWellIsFound() throws SQLException {
    writePacked();
    tamper(
        "INSERT INTO document_update (shard, document, revision, epoch, author, update)"
            + " SELECT shard, document, 4, epoch, author, update FROM document_update"
            + " WHERE {document} LIMIT 1");
    assertThat(findings()).containsExactly("log 4–4");
  }

  @Test
  void aDamagedSnapshotIsFound() throws SQLException {
    write(4);
    storeSnapshot(state());
    write(1);
    tamper(
        "UPDATE document_snapshot_chunk SET bytes = set_byte(bytes, 30, get_byte(bytes, 30) # 2)"
            + " WHERE {document}");
    assertThat(findings()).containsExactly("snapshot 4–4");
  }

  @Test
  void aSnapshotOfSomethingElseIsFoundThoughItIsOneAsSuch() {
    write(3);
    Bytes earlier = state();
    write(1);
    storeSnapshot(earlier);
    assertThat(findings()).containsExactly("snapshot 4–4");
  }

  @Test
  void onlyOwnersCheck() {
    write(1);
    RestClient stranger = new RestClient(doc, account(UUID.randomUUID().toString()));
    assertThat(stranger.get("/" + text.id() + "/integrity").status()).isEqualTo(404);
    String bob = UUID.randomUUID().toString();
    alice.put("/" + text.id() + "/members/" + bob, new JsonObject().put("role", "editor"));
    RestClient editor = new RestClient(doc, account(bob));
    assertThat(editor.get("/" + text.id() + "/integrity").status()).isEqualTo(403);
  }

  @Test
  void theCommandSaysWhichDocumentsAreDamagedAndEndsAccordingly() throws SQLException {
    write(3);
    StringWriter whole = new StringWriter();
    assertThat(verify(whole, text.id())).isZero();
    assertThat(whole.toString()).contains(text.id() + " intact revision=3");
    tamper("DELETE FROM document_update WHERE {document} AND revision = 2");
    StringWriter all = new StringWriter();
    assertThat(verify(all, "--all")).isEqualTo(1);
    assertThat(all.toString())
        .contains(text.id() + " DAMAGED revision=3")
        .contains("log 2: not in the log");
    assertThat(verify(new StringWriter(), "nonsense")).isEqualTo(2);
  }

  private int verify(StringWriter out, String argument) {
    Settings settings = Settings.of(Map.of("QUIRE_DATABASE_URL", url.toString()));
    return Verify.run(settings, List.of(argument), new PrintWriter(out));
  }
}
