package dev.quire.doc.rest;

import static org.awaitility.Awaitility.await;

import dev.quire.doc.RunningDoc;
import dev.quire.doc.database.TestDatabase;
import dev.quire.wire.DocumentId;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Makes a log look as if it had been written long ago, and reads what became of it. */
final class AgedLog {
  private final URI url;

  AgedLog(URI url) {
    this.url = url;
  }

  /** Merges what is of days so long ago, as fast as it can. */
  static Map<String, String> mergingAfter(int days) {
    return Map.of(
        "QUIRE_RETENTION_MERGE_AFTER_DAYS", Integer.toString(days),
        "QUIRE_RETENTION_TURN_MILLIS", "10",
        "QUIRE_RETENTION_REST_MILLIS", "10",
        "QUIRE_COMPACTION", "false");
  }

  /** So long before noon of today, UTC. */
  static Instant ago(long days) {
    return Instant.now()
        .truncatedTo(ChronoUnit.DAYS)
        .plus(12, ChronoUnit.HOURS)
        .minus(days, ChronoUnit.DAYS);
  }

  /**
   * Says when revisions were committed.
   *
   * @param times of revision 1, 2, 3 …, which are still rows
   */
  void age(DocumentId document, List<Instant> times) throws SQLException {
    StringBuilder values = new StringBuilder();
    for (int i = 0; i < times.size(); i++) {
      values.append(i == 0 ? "" : ",").append(String.format("(%d, '%s')", i + 1, times.get(i)));
    }
    execute(
        "UPDATE quire_doc.document_update SET received_at = said.at::timestamptz FROM (VALUES "
            + values
            + ") AS said (revision, at) WHERE document_update.revision = said.revision"
            + " AND document = '"
            + document
            + "'");
  }

  void execute(String sql) throws SQLException {
    try (Connection connection = connect();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  Connection connect() throws SQLException {
    return DriverManager.getConnection(TestDatabase.jdbc(url));
  }

  long query(String sql) throws SQLException {
    try (Connection connection = connect();
        Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery(sql)) {
      result.next();
      return result.getLong(1);
    }
  }

  /** Returns when the rule has nothing more to do for a document. */
  void awaitMerged(DocumentId document, int days) {
    String before =
        "(date_trunc('day', now() AT TIME ZONE 'UTC') - interval '"
            + days
            + " days') AT TIME ZONE 'UTC'";
    String undone =
        "SET search_path TO quire_doc; SELECT (SELECT count(*) FROM log_segment WHERE document = '"
            + document
            + "' AND merged_until < "
            + before
            + ") + (SELECT count(*) FROM document WHERE id = '"
            + document
            + "' AND oldest_packable(shard, id) < "
            + before
            + ")";
    await().atMost(Duration.ofSeconds(60)).until(() -> lastQuery(undone) == 0);
  }

  /** The number that the second of two statements gives. */
  long lastQuery(String sql) throws SQLException {
    String[] both = sql.split("; ", 2);
    try (Connection connection = connect();
        Statement statement = connection.createStatement()) {
      statement.execute(both[0]);
      try (ResultSet result = statement.executeQuery(both[1])) {
        result.next();
        return result.getLong(1);
      }
    }
  }

  /** Has the rule do all there is for a document. */
  void merge(DocumentId document, int days) {
    try (RunningDoc merger = new RunningDoc(url, mergingAfter(days))) {
      awaitMerged(document, days);
      RunningDoc.join(merger.stopService());
    }
  }

  /** The whole log as the API gives it, page by page. */
  static List<JsonObject> items(LoggedDocument document) {
    List<JsonObject> items = new ArrayList<>();
    Long next = 0L;
    while (next != null) {
      JsonObject page = document.get("/updates?limit=7&from=" + next).json();
      page.getJsonArray("items").forEach(item -> items.add((JsonObject) item));
      next = page.getLong("next");
    }
    return items;
  }

  static List<String> spans(List<JsonObject> items) {
    return items.stream()
        .map(
            item ->
                item.getLong("fromRevision", item.getLong("revision"))
                    + ".."
                    + item.getLong("revision"))
        .toList();
  }
}
