package dev.quire.doc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.quire.doc.database.TestDatabase;
import dev.quire.kit.Health;
import dev.quire.wire.Bytes;
import dev.quire.wire.DocumentId;
import dev.quire.wire.Shards;
import dev.quire.wire.WireFailure.Code;
import dev.quire.wire.doc.Append;
import dev.quire.wire.doc.DocCalls;
import dev.quire.wire.doc.ReadLog;
import dev.quire.wire.doc.TakeShards;
import io.vertx.core.Future;
import java.net.URI;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

final class DocServiceTest {
  private static final DocumentId DOCUMENT = new DocumentId(0x0190_0000_0000_7000L, 42);

  private static TakeShards claim() {
    return new TakeShards("collab-1", List.of(new TakeShards.Claim(Shards.of(DOCUMENT), 0, 0)));
  }

  private static Append append(long epoch, long base) {
    Append.Update update = new Append.Update("a", Bytes.of(new byte[] {0, 0}));
    return new Append(List.of(new Append.Part(DOCUMENT, epoch, base, List.of(update))));
  }

  @Test
  void aStopFinishesWhatIsBeingAnswered() throws SQLException {
    try (RunningDoc doc = new RunningDoc();
        Connection beside = TestDatabase.connect();
        Statement statement = beside.createStatement()) {
      long epoch = doc.call(DocCalls.TAKE_SHARDS, claim()).epochs().get(0).epoch();
      long base = doc.call(DocCalls.READ_LOG, new ReadLog(DOCUMENT, 0, 1, 1)).lastRevision();
      beside.setAutoCommit(false);
      statement.execute(
          "SELECT 1 FROM quire_doc.shard_epoch WHERE shard = "
              + Shards.of(DOCUMENT)
              + " FOR UPDATE");
      Future<Append.Result> appended = doc.ask(DocCalls.APPEND, append(epoch, base));
      TestDatabase.awaitWaiting(1);

      Future<Void> stopped = doc.stopService();
      await().until(() -> doc.failure(DocCalls.TAKE_SHARDS, claim()) == Code.UNAVAILABLE);
      assertThat(stopped.isComplete()).isFalse();
      beside.rollback();

      assertThat(RunningDoc.join(appended).outcomes())
          .containsExactly(new Append.Appended(base + 1));
      RunningDoc.join(stopped);
    }
  }

  @Test
  void whenTheDatabaseIsAwayNothingIsReadyAndWhenItIsBackAllGoesOn() throws SQLException {
    URI url = TestDatabase.create("vanishing");
    try (RunningDoc doc = new RunningDoc(url);
        Connection beside = TestDatabase.connect();
        Statement statement = beside.createStatement()) {
      long epoch = doc.call(DocCalls.TAKE_SHARDS, claim()).epochs().get(0).epoch();

      statement.execute("ALTER DATABASE vanishing ALLOW_CONNECTIONS false");
      statement.execute(
          "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = 'vanishing'");

      await()
          .atMost(Duration.ofSeconds(30))
          .until(() -> doc.health().report().get("postgres") == Health.Status.DOWN);
      assertThat(doc.failure(DocCalls.APPEND, append(epoch, 0))).isEqualTo(Code.UNAVAILABLE);

      statement.execute("ALTER DATABASE vanishing ALLOW_CONNECTIONS true");
      await().atMost(Duration.ofSeconds(30)).until(() -> doc.health().isReady());
      assertThat(doc.call(DocCalls.APPEND, append(epoch, 0)).outcomes())
          .containsExactly(new Append.Appended(1));
    }
  }

  @Test
  void twoProcessesServeOneLog() {
    try (RunningDoc one = new RunningDoc();
        RunningDoc other = new RunningDoc()) {
      long old = one.call(DocCalls.TAKE_SHARDS, claim()).epochs().get(0).epoch();
      long epoch = other.call(DocCalls.TAKE_SHARDS, claim()).epochs().get(0).epoch();

      assertThat(epoch).isGreaterThan(old);
      assertThat(one.call(DocCalls.APPEND, append(old, 0)).outcomes())
          .containsExactly(new Append.Fenced(epoch));
    }
  }

  /** PostgreSQL keeps no text with a NUL in it (SQLSTATE 22021), however often it is sent. */
  @Test
  void anAppendWhoseDataTheDatabaseCannotKeepIsRefusedForGoodAndNotInDoubt() {
    try (RunningDoc doc = new RunningDoc()) {
      long epoch = doc.call(DocCalls.TAKE_SHARDS, claim()).epochs().get(0).epoch();
      long base = doc.call(DocCalls.READ_LOG, new ReadLog(DOCUMENT, 0, 1, 1)).lastRevision();
      Append.Update nameless = new Append.Update("a\0b", Bytes.of(new byte[] {0, 0}));
      Append unkept =
          new Append(List.of(new Append.Part(DOCUMENT, epoch, base, List.of(nameless))));

      assertThat(doc.failure(DocCalls.APPEND, unkept)).isEqualTo(Code.INVALID);
      assertThat(doc.call(DocCalls.APPEND, append(epoch, base)).outcomes())
          .containsExactly(new Append.Appended(base + 1));
    }
  }

  @Test
  void anAppendThatCannotBeIsRefused() {
    try (RunningDoc doc = new RunningDoc()) {
      Append.Part part = append(1, 0).documents().get(0);

      for (Append wrong :
          List.of(
              new Append(List.of(part, part)),
              new Append(List.of(new Append.Part(DOCUMENT, 1, 0, List.of()))),
              append(0, 0),
              append(1, -1))) {
        assertThat(doc.failure(DocCalls.APPEND, wrong)).isEqualTo(Code.INVALID);
      }
      assertThat(doc.failure(DocCalls.TAKE_SHARDS, new TakeShards("c", List.of())))
          .isEqualTo(Code.INVALID);
      assertThat(
              doc.failure(
                  DocCalls.TAKE_SHARDS,
                  new TakeShards("c", List.of(new TakeShards.Claim(1024, 0, 0)))))
          .isEqualTo(Code.INVALID);
    }
  }
}
