package dev.quire.doc.rest;

import static dev.quire.doc.RunningDoc.account;
import static dev.quire.doc.RunningDoc.join;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;
import static org.awaitility.Awaitility.await;

import dev.quire.doc.RunningDoc;
import dev.quire.doc.database.TestDatabase;
import dev.quire.wire.Bytes;
import dev.quire.wire.DocumentId;
import dev.quire.wire.doc.DocCalls;
import dev.quire.wire.doc.PrepareRestore;
import dev.quire.wire.doc.ReadLog;
import io.micrometer.core.instrument.Metrics;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** What a retention rule leaves of a document's history, as people and programs read it. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class RetentionTest {
  private static final int DAYS = 30;

  private final URI url = TestDatabase.prepared("retention");
  private final AgedLog log = new AgedLog(url);
  private final String aliceId = UUID.randomUUID().toString();
  private final RunningDoc doc = new RunningDoc(url, Map.of("QUIRE_COMPACTION", "false"));
  private final RestClient alice = new RestClient(doc, account(aliceId));
  private LoggedDocument text = new LoggedDocument(doc, alice, "Text");
  private Instant old = AgedLog.ago(40);

  @AfterAll
  void close() {
    join(doc.stopService());
    doc.close();
  }

  /**
   * Ten revisions: alice's 1 to 4, bob's 5 to 8 forty days ago, alice's 9 and 10 three days ago.
   */
  @BeforeEach
  void write() throws SQLException {
    text = new LoggedDocument(doc, alice, "Text");
    old = AgedLog.ago(40);
    List<Instant> times = new ArrayList<>();
    for (int i = 1; i <= 10; i++) {
      text.put(i >= 5 && i <= 8 ? "bob" : aliceId, "text", "line " + i);
      times.add((i <= 8 ? old : old.plus(37, ChronoUnit.DAYS)).plusSeconds(i));
    }
    log.age(text.document(), times);
  }

  /** What is left of it would be merged, and counted, in other tests. */
  @AfterEach
  void forget() throws SQLException {
    log.execute("DELETE FROM quire_doc.document_update");
    log.execute("DELETE FROM quire_doc.log_segment");
  }

  private List<String> spans() {
    return AgedLog.spans(AgedLog.items(text));
  }

  private String name(long revision) {
    JsonObject body = new JsonObject().put("name", "v" + revision).put("revision", revision);
    return alice.post("/" + text.id() + "/versions", body).json().getString("id");
  }

  @Test
  void whatIsOldBecomesOneItemOfEachSessionAndSaysFromWhereItGoes() {
    List<JsonObject> history = text.get("/history").items();
    SimpleMeterRegistry metrics = new SimpleMeterRegistry();
    Metrics.addRegistry(metrics);
    try {
      log.merge(text.document(), DAYS);
    } finally {
      Metrics.removeRegistry(metrics);
    }
    assertThat(spans()).containsExactly("1..1", "2..4", "5..8", "9..9", "10..10");
    List<JsonObject> items = AgedLog.items(text);
    assertThat(items)
        .extracting(item -> item.containsKey("fromRevision"))
        .containsExactly(false, true, true, false, false);
    assertThat(items.get(2).getString("author")).isEqualTo("bob");
    assertThat(items.get(2).getInstant("at")).isEqualTo(old.plusSeconds(8));
    assertThat(metrics.counter("quire.retention.items").count()).isEqualTo(2);
    assertThat(metrics.counter("quire.retention.revisions").count()).isEqualTo(5);
    assertThat(metrics.counter("quire.retention.failures").count()).isZero();

    List<JsonObject> after = text.get("/history").items();
    history.forEach(session -> session.remove("bytes"));
    after.forEach(session -> session.remove("bytes"));
    assertThat(after).isEqualTo(history);
  }

  @Test
  void withoutARuleNothingIsMerged() {
    try (RunningDoc other = new RunningDoc(url, AgedLog.mergingAfter(0))) {
      assertThat(spans()).hasSize(10);
      join(other.stopService());
    }
    log.merge(text.document(), 41);
    assertThat(spans()).hasSize(10);
  }

  @Test
  void aRevisionThatIsNotKeptIsNamedWithThoseThatAre() {
    name(6);
    log.merge(text.document(), DAYS);
    assertThat(spans()).containsExactly("1..1", "2..4", "5..6", "7..8", "9..9", "10..10");
    for (String path :
        List.of("/content?revision=7", "/diff?from=7", "/diff?from=1&to=7", "/blame?revision=7")) {
      RestClient.Answer answer = text.get(path);
      assertThat(answer.status()).as(path).isEqualTo(410);
      assertThat(answer.json().getString("type")).isEqualTo("urn:quire:problem:revision-merged");
      assertThat(answer.json().getString("detail")).contains("7 to 8").contains("Ask for 6 or 8");
    }
    JsonObject naming = new JsonObject().put("name", "late").put("revision", 7);
    assertThat(alice.post("/" + text.id() + "/versions", naming).status()).isEqualTo(410);
    assertThat(alice.post("/" + text.id() + "/versions", naming.put("revision", 8)).status())
        .isEqualTo(201);
    for (int kept : new int[] {1, 4, 6, 8, 9, 10}) {
      assertThat(text.get("/content?format=text&revision=" + kept).text())
          .isEqualTo("line " + kept);
    }
  }

  @Test
  void atATimeThereIsTheLastRevisionThatIsKept() {
    log.merge(text.document(), DAYS);
    for (int[] second : new int[][] {{1, 1}, {3, 1}, {4, 4}, {7, 4}, {8, 8}, {100, 8}}) {
      String at = old.plusSeconds(second[0]).toString();
      assertThat(text.get("/content?format=text&at=" + at).text()).isEqualTo("line " + second[1]);
    }
  }

  @Test
  void whoeverReadsOnFromWithinAnItemIsGivenTheWholeOfIt() {
    log.merge(text.document(), DAYS);
    JsonObject page = text.get("/updates?from=6&limit=1").json();
    assertThat(
            AgedLog.spans(page.getJsonArray("items").stream().map(JsonObject.class::cast).toList()))
        .containsExactly("5..8");
    assertThat(page.getLong("next")).isEqualTo(8);
    ReadLog.Page owners = doc.call(DocCalls.READ_LOG, new ReadLog(text.document(), 6, 3, 1 << 20));
    assertThat(owners.entries())
        .extracting(ReadLog.Entry::fromRevision, ReadLog.Entry::revision)
        .containsExactly(tuple(5L, 8L), tuple(9L, 9L));
  }

  @Test
  void differencesAndAuthorsAreThoseOfBefore() {
    String before = text.get("/diff?format=html&from=1&to=10").text().replaceAll(" data-[^>]*", "");
    String deleted = text.get("/diff?format=html&from=4&to=8").text().replaceAll(" data-[^>]*", "");
    String blame = text.get("/blame?revision=8").items().get(0).getString("author");
    log.merge(text.document(), DAYS);
    assertThat(text.get("/diff?format=html&from=1&to=10").text().replaceAll(" data-[^>]*", ""))
        .isEqualTo(before);
    assertThat(text.get("/diff?format=html&from=4&to=8").text().replaceAll(" data-[^>]*", ""))
        .isEqualTo(deleted)
        .contains("<del");
    JsonObject change =
        text.get("/diff?from=4&to=8").json().getJsonArray("changes").getJsonObject(0);
    assertThat(change.getString("author")).isEqualTo("bob");
    assertThat(change.getLong("fromRevision")).isEqualTo(5);
    assertThat(change.getLong("toRevision")).isEqualTo(8);
    assertThat(text.get("/blame?revision=8").items().get(0).getString("author")).isEqualTo(blame);
  }

  @Test
  void aNamedRevisionIsRestoredAsItWas() {
    String version = name(3);
    log.merge(text.document(), DAYS);
    Bytes update =
        doc.call(
                DocCalls.PREPARE_RESTORE,
                new PrepareRestore(text.document(), DocumentId.parse(version).orElseThrow()))
            .update();
    text.append(aliceId, update);
    assertThat(text.content("text").text()).isEqualTo("line 3");
    assertThat(text.get("/integrity").json().getBoolean("intact")).isTrue();
  }

  @Test
  void editsGoOnAndWhatBecomesOldLaterFollows() throws SQLException {
    log.merge(text.document(), DAYS);
    text.put("bob", "text", "line 11");
    log.merge(text.document(), DAYS);
    List<JsonObject> items = AgedLog.items(text);
    assertThat(AgedLog.spans(items))
        .containsExactly("1..1", "2..4", "5..8", "9..9", "10..10", "11..11");
    assertThat(items.subList(0, 3)).isEqualTo(AgedLog.items(text).subList(0, 3));
    log.merge(text.document(), 2);
    assertThat(spans()).containsExactly("1..1", "2..4", "5..8", "9..10", "11..11");
    assertThat(text.get("/integrity").json().getBoolean("intact")).isTrue();
  }

  @Test
  void whoNamesARevisionWhileItIsMergedKeepsIt() throws SQLException {
    try (Connection naming = log.connect();
        Statement statement = naming.createStatement()) {
      naming.setAutoCommit(false);
      statement.execute(
          String.format(
              "SELECT quire_doc.name_version('%s', '%s', 'draft', 6, 'alice', 10)",
              UUID.randomUUID(), text.document()));
      try (RunningDoc merger = new RunningDoc(url, AgedLog.mergingAfter(DAYS))) {
        TestDatabase.awaitWaiting(url, 1);
        naming.commit();
        log.awaitMerged(text.document(), DAYS);
        join(merger.stopService());
      }
    }
    assertThat(spans()).containsExactly("1..1", "2..4", "5..6", "7..8", "9..9", "10..10");
  }

  @Test
  void aMergeThatIsKilledHalfWayChangesNothingAndIsDoneAgain() throws SQLException {
    List<JsonObject> before = AgedLog.items(text);
    try (Connection holder = log.connect();
        Statement statement = holder.createStatement()) {
      holder.setAutoCommit(false);
      // The last thing that merging does: everything else of it is done by then.
      statement.execute(
          "CREATE FUNCTION quire_doc.wait_here() RETURNS trigger LANGUAGE plpgsql AS"
              + " 'BEGIN PERFORM pg_advisory_xact_lock(4711); RETURN NULL; END'");
      statement.execute(
          "CREATE TRIGGER wait_here AFTER DELETE ON quire_doc.log_segment"
              + " FOR EACH STATEMENT EXECUTE FUNCTION quire_doc.wait_here()");
      holder.commit();
      statement.execute("SELECT pg_advisory_lock(4711)");
      holder.commit();
      try (RunningDoc merger = new RunningDoc(url, AgedLog.mergingAfter(DAYS))) {
        for (int i = 0; i < 3; i++) {
          TestDatabase.awaitWaiting(url, 1);
          assertThat(AgedLog.items(text)).isEqualTo(before);
          statement.execute(
              "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                  + " WHERE wait_event = 'advisory' AND application_name LIKE 'quire-doc-%'"
                  + " AND datname = current_database()");
          holder.commit();
          await().atMost(Duration.ofSeconds(20)).until(() -> AgedLog.items(text).equals(before));
        }
        statement.execute("SELECT pg_advisory_unlock(4711)");
        holder.commit();
        log.awaitMerged(text.document(), DAYS);
        join(merger.stopService());
      }
      statement.execute("DROP TRIGGER wait_here ON quire_doc.log_segment");
      statement.execute("DROP FUNCTION quire_doc.wait_here()");
      holder.commit();
    }
    assertThat(spans()).containsExactly("1..1", "2..4", "5..8", "9..9", "10..10");
    assertThat(text.get("/integrity").json().getBoolean("intact")).isTrue();
  }
}
