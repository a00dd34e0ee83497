package dev.quire.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * What becomes of documents with time, through a whole Quire: each story is run before and after
 * the database is told that it all was long ago.
 */
class OldDocumentsTest {
  @RegisterExtension
  static final RunningQuire QUIRE =
      new RunningQuire()
          .with("QUIRE_RETENTION_MERGE_AFTER_DAYS", "30")
          .with("QUIRE_RETENTION_TURN_MILLIS", "50")
          .with("QUIRE_RETENTION_REST_MILLIS", "50")
          .with("QUIRE_PURGE_TURN_MILLIS", "50");

  @Test
  void olderHistoryIsMergedAndWhatIsKeptIsAsItWas() throws Exception {
    run(
        "retention",
        "UPDATE quire_doc.document_update"
            + " SET received_at = date_trunc('day', now(), 'UTC') - interval '40 days 12 hours'"
            + " + revision * interval '1 second'");
  }

  @Test
  void aDeletedDocumentComesBackUntilItsGraceIsOverAndThenIsGone() throws Exception {
    run(
        "deletion",
        "UPDATE quire_doc.document SET deleted_at = deleted_at - interval '31 days'"
            + " WHERE title = 'Long gone'");
  }

  private static void run(String story, String timePasses) throws Exception {
    Map<String, String> environment = new HashMap<>(QUIRE.coordinates());
    environment.put("QUIRE_STORY_FILE", QUIRE.data().resolve(story + ".json").toString());
    environment.put("QUIRE_STORY_STAGE", "before");
    NodeTests.run(story, environment);
    execute(timePasses);
    environment.put("QUIRE_STORY_STAGE", "after");
    NodeTests.run(story, environment);
  }

  private static void execute(String sql) throws IOException, SQLException {
    Path postgres = QUIRE.data().resolve("postgres");
    String url =
        String.format(
            "jdbc:postgresql://127.0.0.1:%s/quire?user=quire&password=%s",
            Files.readString(postgres.resolve("port"), UTF_8).strip(),
            Files.readString(postgres.resolve("password"), UTF_8).strip());
    try (Connection connection = DriverManager.getConnection(url);
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }
}
