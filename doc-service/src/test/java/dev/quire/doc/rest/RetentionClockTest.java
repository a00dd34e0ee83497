package dev.quire.doc.rest;

import static dev.quire.doc.RunningDoc.account;
import static dev.quire.doc.RunningDoc.join;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.quire.doc.RunningDoc;
import dev.quire.doc.database.Database;
import dev.quire.doc.database.TestDatabase;
import dev.quire.doc.retention.Retention;
import dev.quire.doc.retention.RetentionSettings;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.net.URI;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** By which clock history is old. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class RetentionClockTest {
  private static final int DAYS = 30;

  private final URI url = TestDatabase.prepared("retention_clock");
  private final AgedLog log = new AgedLog(url);
  private final RunningDoc doc = new RunningDoc(url, Map.of("QUIRE_COMPACTION", "false"));
  private final Vertx vertx = Vertx.vertx();
  private final Database.Bound bound = new Database.Bound(2, 100, 10_000);
  private final Database database = new Database(vertx, url, bound, bound, bound);
  private final LoggedDocument text =
      new LoggedDocument(doc, new RestClient(doc, account("alice")), "Text");

  /** Five revisions, ten days old. */
  @BeforeAll
  void write() throws SQLException {
    for (int i = 1; i <= 5; i++) {
      text.put("alice", "text", "line " + i);
    }
    log.age(text.document(), Collections.nCopies(5, AgedLog.ago(10)));
  }

  @AfterAll
  void close() {
    join(database.close());
    join(vertx.close());
    join(doc.stopService());
    doc.close();
  }

  /** Goes round a few times. */
  private void run(Supplier<Future<Instant>> clock) {
    AtomicInteger turns = new AtomicInteger();
    Retention retention =
        new Retention(
            vertx,
            database.people(),
            new RetentionSettings(DAYS, 100, 10, 10),
            new Random(1),
            () -> {
              turns.incrementAndGet();
              return clock.get();
            },
            document -> {});
    retention.start();
    await().atMost(Duration.ofSeconds(60)).until(() -> turns.get() > 10);
    join(retention.stop());
  }

  private List<String> spans() {
    return AgedLog.spans(AgedLog.items(text));
  }

  @Test
  void onlyTheGivenClockSaysWhatIsOldAndTheGivenOneIsTheDatabases() {
    run(Retention.databaseClock(database.people()));
    run(() -> Future.succeededFuture(Instant.now().minus(300, ChronoUnit.DAYS)));
    assertThat(spans()).containsExactly("1..1", "2..2", "3..3", "4..4", "5..5");
    run(() -> Future.succeededFuture(Instant.now().plus(25, ChronoUnit.DAYS)));
    assertThat(spans()).containsExactly("1..1", "2..4", "5..5");
  }
}
