package dev.quire.doc.log;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quire.doc.database.TestDatabase;
import dev.quire.wire.doc.LogUnderTest;
import dev.quire.wire.doc.OpLogContract;
import dev.quire.wire.doc.TakeShards;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The contract, held by PostgreSQL. */
final class PostgresOpLogTest extends OpLogContract {
  private static @Nullable PostgresUnderTest subject;

  @BeforeAll
  static void open() {
    subject = new PostgresUnderTest();
  }

  @AfterAll
  static void close() {
    if (subject != null) {
      subject.close();
    }
  }

  @Override
  protected LogUnderTest log() {
    if (subject == null) {
      throw new IllegalStateException("not open");
    }
    return subject;
  }

  @Test
  void aShardMovesAgainOnceItsMovesArePaidForAndAClockSetBackIsNoReasonToWait()
      throws SQLException {
    paidAheadBy("31 seconds");
    assertThat(takenByAnother()).isFalse();
    paidAheadBy("29 seconds");
    assertThat(takenByAnother()).isTrue();
    paidAheadBy("1 hour");
    assertThat(takenByAnother()).isTrue();
  }

  @Test
  void anIncarnationBeginsAboveEveryEpochThatWasEverGiven() throws SQLException {
    TakeShards claim = new TakeShards("collab-a", List.of(new TakeShards.Claim(615, 1, 0)));
    TakeShards.Taken before = log().takeShards(claim).join();
    try (Connection connection = TestDatabase.connect();
        Statement statement = connection.createStatement()) {
      statement.execute("SELECT quire_doc.begin_incarnation()");
    }
    TakeShards.Taken after = log().takeShards(claim).join();

    assertThat(after.incarnation()).isNotEqualTo(before.incarnation());
    assertThat(after.epochs().get(0).epoch() >>> 32)
        .isGreaterThan(before.epochs().get(0).epoch() >>> 32);
  }

  private static void paidAheadBy(String interval) throws SQLException {
    try (Connection connection = TestDatabase.connect();
        Statement statement = connection.createStatement()) {
      statement.execute(
          "UPDATE quire_doc.shard_epoch SET owner = 'collab-a', moves_paid_until = now() + interval '"
              + interval
              + "' WHERE shard = 614");
    }
  }

  private boolean takenByAnother() {
    TakeShards claim = new TakeShards("collab-b", List.of(new TakeShards.Claim(614, 1, 0)));
    return log().takeShards(claim).join().epochs().get(0).raised();
  }
}
