package dev.quire.doc.rest;

import static dev.quire.doc.RunningDoc.account;
import static dev.quire.doc.RunningDoc.join;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.quire.doc.RunningDoc;
import dev.quire.doc.database.TestDatabase;
import dev.quire.wire.Bytes;
import dev.quire.wire.doc.DocCalls;
import dev.quire.wire.doc.SnapshotFormat;
import dev.quire.wire.doc.StoreSnapshot;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

final class PurgeTest {
  /** Every table that holds something of a document, with its column for the document's id. */
  private static final List<String> TABLES =
      List.of(
          "document_update.document",
          "log_segment.document",
          "history_baseline.document",
          "document_snapshot.document",
          "document_snapshot_chunk.document",
          "document_version.document",
          "document_member.document",
          "document_text.document",
          "text_due.document",
          "document.id");

  private final String aliceId = UUID.randomUUID().toString();

  @Test
  void afterTheGraceNothingIsLeftAndBeforeItAllComesBack() throws SQLException {
    URI url = TestDatabase.prepared("purge");
    Map<String, String> eager =
        Map.of(
            "QUIRE_BASELINE_STEP_BYTES", "256",
            "QUIRE_BASELINE_PERCENT", "10000",
            "QUIRE_PURGE_GRACE_HOURS", "48",
            "QUIRE_PURGE_TURN_MILLIS", "10",
            "QUIRE_COMPACTION_LEAST_REVISIONS", "4",
            "QUIRE_COMPACTION_TURN_MILLIS", "10",
            "QUIRE_COMPACTION_REST_MILLIS", "10");
    try (RunningDoc doc = new RunningDoc(url, eager)) {
      RestClient alice = new RestClient(doc, account(aliceId));
      LoggedDocument gone = written(doc, alice);
      LoggedDocument young = written(doc, alice);
      LoggedDocument kept = written(doc, alice);
      await().atMost(Duration.ofSeconds(60)).until(() -> filled(url, gone).size() >= 9);

      alice.delete("/" + gone.id());
      alice.delete("/" + young.id());
      deletedBefore(url, gone, "49 hours");
      deletedBefore(url, young, "47 hours");
      await().atMost(Duration.ofSeconds(60)).until(() -> filled(url, gone).isEmpty());

      assertThat(alice.post("/" + gone.id() + "/undelete", new JsonObject()).status())
          .isEqualTo(404);
      assertThat(alice.post("/" + young.id() + "/undelete", new JsonObject()).status())
          .isEqualTo(200);
      assertThat(young.content("text").text()).isEqualTo("line 7");
      assertThat(young.get("/integrity").json().getBoolean("intact")).isTrue();
      assertThat(kept.content("text").text()).isEqualTo("line 7");
      join(doc.stopService());
    }
  }

  private LoggedDocument written(RunningDoc doc, RestClient alice) {
    LoggedDocument text = new LoggedDocument(doc, alice, "Text");
    for (int i = 0; i < 8; i++) {
      text.put(aliceId, "text", "line " + i);
    }
    alice.post("/" + text.id() + "/versions", new JsonObject().put("name", "draft"));
    Bytes state = text.get("/state").reply().body();
    Bytes stored = Bytes.of(SnapshotFormat.compress(state.array()));
    doc.call(
        DocCalls.STORE_SNAPSHOT,
        new StoreSnapshot(text.document(), text.epoch(), text.revision(), 0, 1, stored));
    return text;
  }

  /** Which tables hold something of the document. */
  private static List<String> filled(URI url, LoggedDocument text) throws SQLException {
    List<String> filled = new ArrayList<>();
    try (Connection connection = DriverManager.getConnection(TestDatabase.jdbc(url));
        Statement statement = connection.createStatement()) {
      for (String table : TABLES) {
        String[] parts = table.split("\\.", -1);
        String sql =
            String.format(
                "SELECT count(*) FROM quire_doc.%s WHERE %s = '%s'",
                parts[0], parts[1], text.document());
        try (ResultSet result = statement.executeQuery(sql)) {
          result.next();
          if (result.getLong(1) > 0) {
            filled.add(table);
          }
        }
      }
    }
    return filled;
  }

  private static void deletedBefore(URI url, LoggedDocument text, String interval)
      throws SQLException {
    try (Connection connection = DriverManager.getConnection(TestDatabase.jdbc(url));
        Statement statement = connection.createStatement()) {
      statement.execute(
          String.format(
              "UPDATE quire_doc.document SET deleted_at = now() - interval '%s' WHERE id = '%s'",
              interval, text.document()));
    }
  }
}
