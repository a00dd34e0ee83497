package dev.quire.doc.database;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quire.kit.TestPorts;
import dev.quire.wire.WireFailure;
import dev.quire.wire.WireFailure.Code;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.net.URI;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class StatementsTest {
  private static final long LOCK = 815;
  private static final String WAIT = "SELECT pg_advisory_lock($1), pg_advisory_unlock($1)";

  private final Vertx vertx = Vertx.vertx();

  @AfterEach
  void close() {
    vertx.close().toCompletionStage().toCompletableFuture().join();
  }

  private Statements over(URI url, Database.Bound bound) {
    return new Database(vertx, url, bound, bound, bound).appends();
  }

  private static Code failure(Future<RowSet<Row>> result) {
    return result
        .map(Code.INVALID)
        .recover(
            fault ->
                fault instanceof WireFailure failure
                    ? Future.succeededFuture(failure.code())
                    : Future.failedFuture(fault))
        .toCompletionStage()
        .toCompletableFuture()
        .join();
  }

  private static boolean succeeds(Statements statements) {
    return statements
            .execute("SELECT 1", Tuple.tuple())
            .toCompletionStage()
            .toCompletableFuture()
            .join()
            .size()
        == 1;
  }

  @Test
  void whatIsOverTheBoundIsRefusedAndWhatWaitsIsServed() throws SQLException {
    Statements statements = over(TestDatabase.url(), new Database.Bound(1, 1, 10_000));
    try (Connection connection = TestDatabase.connect();
        Statement statement = connection.createStatement()) {
      statement.execute("SELECT pg_advisory_lock(" + LOCK + ")");
      // The first request waits for the connection to be made; the bound is tried with it in place.
      assertThat(succeeds(statements)).isTrue();

      Future<RowSet<Row>> running = statements.execute(WAIT, Tuple.of(LOCK));
      Future<RowSet<Row>> waiting = statements.execute("SELECT 1", Tuple.tuple());
      Code refused = failure(statements.execute("SELECT 1", Tuple.tuple()));

      assertThat(refused).isEqualTo(Code.OVERLOADED);
      statement.execute("SELECT pg_advisory_unlock(" + LOCK + ")");
      assertThat(running.toCompletionStage().toCompletableFuture().join().size()).isEqualTo(1);
      assertThat(waiting.toCompletionStage().toCompletableFuture().join().size()).isEqualTo(1);
    }
  }

  @Test
  void whoWaitsTooLongIsToldThatNothingWasDone() throws SQLException {
    Statements statements = over(TestDatabase.url(), new Database.Bound(1, 10, 500));
    try (Connection connection = TestDatabase.connect();
        Statement statement = connection.createStatement()) {
      statement.execute("SELECT pg_advisory_lock(" + LOCK + ")");
      Future<RowSet<Row>> running = statements.execute(WAIT, Tuple.of(LOCK));

      assertThat(failure(statements.execute("SELECT 1", Tuple.tuple())))
          .isIn(Code.UNAVAILABLE, Code.OVERLOADED);

      statement.execute("SELECT pg_advisory_unlock(" + LOCK + ")");
      assertThat(running.toCompletionStage().toCompletableFuture().join().size()).isEqualTo(1);
    }
  }

  @Test
  void withoutAServerNothingWasDone() {
    URI nowhere = URI.create("postgresql://quire:quire@127.0.0.1:" + TestPorts.free() + "/quire");
    Statements statements = over(nowhere, new Database.Bound(1, 1, 5_000));

    assertThat(failure(statements.execute("SELECT 1", Tuple.tuple()))).isEqualTo(Code.UNAVAILABLE);
  }

  @Test
  void aConnectionLostUnderAStatementLeavesItsOutcomeOpen() {
    Statements statements = over(TestDatabase.url(), new Database.Bound(1, 10, 5_000));

    assertThat(
            failure(
                statements.execute("SELECT pg_terminate_backend(pg_backend_pid())", Tuple.tuple())))
        .isEqualTo(Code.TIMEOUT);
    assertThat(succeeds(statements)).as("the pool goes on with another connection").isTrue();
  }

  @Test
  void aStatementThatTheServerRefusesIsAFaultOfOurs() {
    Statements statements = over(TestDatabase.url(), new Database.Bound(1, 10, 5_000));

    assertThat(failure(statements.execute("SELECT nothing", Tuple.tuple())))
        .isEqualTo(Code.INTERNAL);
  }

  @Test
  void aStatementThatIsRefusedForItsDataIsAFaultOfWhoSentIt() {
    Statements statements = over(TestDatabase.url(), new Database.Bound(1, 10, 5_000));

    assertThat(failure(statements.execute("SELECT 1 / 0", Tuple.tuple()))).isEqualTo(Code.INVALID);
  }
}
