package dev.quire.doc.rest;

import static dev.quire.doc.RunningDoc.account;
import static dev.quire.doc.RunningDoc.join;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.quire.crdt.YDoc;
import dev.quire.doc.RunningDoc;
import dev.quire.doc.database.OwnPostgres;
import dev.quire.wire.Bytes;
import dev.quire.wire.Shards;
import dev.quire.wire.doc.Append;
import dev.quire.wire.doc.DocCalls;
import dev.quire.wire.doc.TakeShards;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** docs/backup.md, done: a base backup of a database in use, restored to a moment after it. */
@Tag("slow")
final class BackupTest {
  private static final Map<String, String> EAGER =
      Map.of(
          "QUIRE_COMPACTION_LEAST_REVISIONS", "4",
          "QUIRE_COMPACTION_TURN_MILLIS", "10",
          "QUIRE_COMPACTION_REST_MILLIS", "10");

  private final String aliceId = UUID.randomUUID().toString();

  @Test
  void aRestoredDatabaseServesEveryDocumentAndTakesBackWhatClientsStillHave(@TempDir Path home)
      throws Exception {
    try (OwnPostgres live = OwnPostgres.create(home.resolve("live"));
        RunningDoc doc = new RunningDoc(live.url(), EAGER)) {
      RestClient alice = new RestClient(doc, account(aliceId));
      List<LoggedDocument> documents = new ArrayList<>();
      for (int i = 0; i < 10; i++) {
        documents.add(new LoggedDocument(doc, alice, "Text " + i));
        write(documents.get(i), 6);
      }
      await()
          .atMost(Duration.ofSeconds(60))
          .until(() -> !live.query("SELECT count(*) FROM quire_doc.log_segment").equals("0"));
      live.backUpTo(home.resolve("copy"));

      documents.forEach(document -> write(document, 2));
      live.execute("SELECT pg_create_restore_point('before_the_fault')");
      List<String> then = documents.stream().map(BackupTest::all).toList();
      YDoc client = new YDoc();
      documents.get(0).put(aliceId, "text", "written after the moment that is restored");
      client.applyUpdate(documents.get(0).get("/state").reply().body().array());
      live.archiveAll();

      try (OwnPostgres restored = live.restore(home.resolve("copy"), "before_the_fault")) {
        serves(restored, documents, then, client);
      }
      join(doc.stopService());
    }
  }

  private void write(LoggedDocument document, int times) {
    for (int i = 0; i < times; i++) {
      document.put(aliceId, "text", "revision " + document.revision() + " of " + document.id());
    }
  }

  private static String all(LoggedDocument document) {
    return document.get("/updates?limit=1000").text() + document.content("text").text();
  }

  private void serves(
      OwnPostgres restored, List<LoggedDocument> documents, List<String> then, YDoc client)
      throws Exception {
    String before = restored.query("SELECT incarnation FROM quire_doc.log_identity");
    restored.execute("SELECT quire_doc.begin_incarnation()");
    assertThat(restored.query("SELECT incarnation FROM quire_doc.log_identity"))
        .isNotEqualTo(before);
    try (RunningDoc doc = new RunningDoc(restored.url(), EAGER)) {
      RestClient alice = new RestClient(doc, account(aliceId));
      List<LoggedDocument> again =
          documents.stream().map(document -> document.readThrough(doc, alice)).toList();
      assertThat(again.stream().map(BackupTest::all).toList()).isEqualTo(then);
      assertThat(again)
          .allSatisfy(
              document ->
                  assertThat(document.get("/integrity").json().getBoolean("intact")).isTrue());
      resynchronises(doc, again.get(0), client);
      join(doc.stopService());
    }
  }

  /** What a provider does when it connects again: it sends what the server's state lacks. */
  private void resynchronises(RunningDoc doc, LoggedDocument document, YDoc client) {
    YDoc server = new YDoc();
    server.applyUpdate(document.get("/state").reply().body().array());
    Bytes lacking = Bytes.of(client.encodeStateAsUpdate(server.stateVector()));
    long last = 8;
    assertThat(append(doc, document, document.epoch(), last, lacking))
        .isInstanceOf(Append.Fenced.class);

    TakeShards claim =
        new TakeShards(
            "collab-1", List.of(new TakeShards.Claim(Shards.of(document.document()), 0, 0)));
    long epoch = doc.call(DocCalls.TAKE_SHARDS, claim).epochs().get(0).epoch();
    assertThat(append(doc, document, epoch, last, lacking)).isEqualTo(new Append.Appended(9));
    assertThat(document.content("text").text())
        .isEqualTo("written after the moment that is restored");
  }

  private Append.Outcome append(
      RunningDoc doc, LoggedDocument document, long epoch, long base, Bytes update) {
    Append.Part part =
        new Append.Part(
            document.document(), epoch, base, List.of(new Append.Update(aliceId, update)));
    return doc.call(DocCalls.APPEND, new Append(List.of(part))).outcomes().get(0);
  }
}
