package dev.quire.doc.rest;

import static dev.quire.doc.RunningDoc.account;
import static dev.quire.doc.RunningDoc.join;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.quire.doc.RunningDoc;
import dev.quire.doc.database.TestDatabase;
import io.micrometer.core.instrument.Metrics;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
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
import org.junit.jupiter.api.Test;

/** What people read of a document's past, before and after its log is packed in the background. */
final class PackedHistoryTest {
  private static final List<String> READS =
      List.of(
          "/updates?limit=1000",
          "/updates?from=7&limit=5",
          "/history",
          "/history?limit=2",
          "/content?format=text",
          "/content?format=text&revision=1",
          "/content?format=html&revision=9",
          "/diff?from=2&to=11",
          "/blame",
          "/state");

  private final String aliceId = UUID.randomUUID().toString();

  @Test
  void packingChangesNothingThatAnybodyReads() throws SQLException {
    URI url = TestDatabase.prepared("packed_history");
    List<String> before;
    LoggedDocument few;
    LoggedDocument many;
    try (RunningDoc doc = new RunningDoc(url, Map.of("QUIRE_COMPACTION", "false"))) {
      RestClient alice = new RestClient(doc, account(aliceId));
      many = new LoggedDocument(doc, alice, "Many revisions");
      few = new LoggedDocument(doc, alice, "Few");
      few.put(aliceId, "text", "one");
      few.put(aliceId, "text", "two");
      for (int i = 0; i < 12; i++) {
        many.put(i % 5 == 0 ? "bob" : aliceId, "text", "line " + i + "\n\n" + "word ".repeat(i));
      }
      before = read(many);
      join(doc.stopService());
    }
    SimpleMeterRegistry metrics = new SimpleMeterRegistry();
    Metrics.addRegistry(metrics);
    Map<String, String> eager =
        Map.of(
            "QUIRE_COMPACTION_LEAST_REVISIONS", "4",
            "QUIRE_COMPACTION_TURN_MILLIS", "10",
            "QUIRE_COMPACTION_REST_MILLIS", "10");
    try (RunningDoc doc = new RunningDoc(url, eager)) {
      LoggedDocument packed = many.readThrough(doc, new RestClient(doc, account(aliceId)));
      await().atMost(Duration.ofSeconds(60)).until(() -> rows(url, packed) == 1);
      assertThat(read(packed)).isEqualTo(before);
      assertThat(rows(url, few)).isEqualTo(2);
      assertThat(metrics.counter("quire.compaction.revisions").count()).isEqualTo(11);
      join(doc.stopService());
    } finally {
      Metrics.removeRegistry(metrics);
    }
  }

  private static List<String> read(LoggedDocument document) {
    return READS.stream()
        .map(document::get)
        .map(answer -> answer.status() + " " + answer.text())
        .toList();
  }

  private static long rows(URI url, LoggedDocument document) throws SQLException {
    String sql =
        "SELECT count(*) FROM quire_doc.document_update WHERE document = '"
            + document.document()
            + "'";
    try (Connection connection = DriverManager.getConnection(TestDatabase.jdbc(url));
        Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery(sql)) {
      result.next();
      return result.getLong(1);
    }
  }
}
