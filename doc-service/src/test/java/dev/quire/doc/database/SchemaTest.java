package dev.quire.doc.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

final class SchemaTest {
  @Test
  void processesThatStartAtOnceTakeTurns() throws Exception {
    URI url = TestDatabase.create("starts_at_once");
    ExecutorService processes = Executors.newFixedThreadPool(4);
    try {
      Callable<Boolean> start =
          () -> {
            Schema.prepare(url, false);
            return true;
          };

      for (Future<Boolean> started : processes.invokeAll(List.of(start, start, start, start))) {
        assertThat(started.get()).isTrue();
      }
    } finally {
      processes.shutdownNow();
    }
  }

  @Test
  void everyShardHasItsRow() throws SQLException {
    TestDatabase.url();
    try (Connection connection = TestDatabase.connect();
        Statement statement = connection.createStatement();
        ResultSet result =
            statement.executeQuery(
                "SELECT count(*), min(shard), max(shard) FROM quire_doc.shard_epoch")) {
      result.next();
      assertThat(result.getInt(1)).isEqualTo(1024);
      assertThat(result.getInt(2)).isZero();
      assertThat(result.getInt(3)).isEqualTo(1023);
    }
  }

  @Test
  void aServerThatDoesNotWaitForItsDiskIsRefusedUnlessAllowedInWords() throws SQLException {
    URI url = TestDatabase.create("forgetful");
    try (Connection connection = TestDatabase.connect();
        Statement statement = connection.createStatement()) {
      statement.execute("ALTER DATABASE forgetful SET synchronous_commit = off");
    }

    assertThatThrownBy(() -> Schema.prepare(url, false))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("synchronous_commit=off")
        .hasMessageContaining("QUIRE_DATABASE_ALLOW_UNSAFE")
        .hasMessageContaining(Schema.UNSAFE_WORDS);
    Schema.prepare(url, true);
  }

  @Test
  void aDocumentsLastRevisionIsReadFromTheRightPartition() throws SQLException {
    TestDatabase.url();
    try (Connection connection = TestDatabase.connect();
        Statement statement = connection.createStatement()) {
      connection.setAutoCommit(false);
      statement.execute("SET search_path = quire_doc");
      statement.execute(
          "INSERT INTO document_update (shard, document, revision, epoch, author, update)"
              + " SELECT shard, md5(shard::text)::uuid, shard + 1, 0, '', ''"
              + " FROM generate_series(0, 1023) AS shard");
      try (ResultSet result =
          statement.executeQuery(
              "SELECT count(*) FROM generate_series(0, 1023) AS shard"
                  + " WHERE last_revision(shard, md5(shard::text)::uuid) = shard + 1")) {
        result.next();
        assertThat(result.getInt(1)).isEqualTo(1024);
      }
      connection.rollback();
    }
  }
}
