package dev.quire.doc.compaction;

import static dev.quire.doc.RunningDoc.join;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.quire.doc.database.TestDatabase;
import dev.quire.doc.segment.Segment;
import dev.quire.wire.Shards;
import dev.quire.wire.doc.Append;
import dev.quire.wire.doc.ReadLog;
import io.vertx.core.Future;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class PackingTest {
  private final PackedLog log = new PackedLog();

  @AfterAll
  void close() {
    log.close();
  }

  @BeforeEach
  void begin() {
    log.begin();
  }

  private Optional<Segment> pack() {
    return join(log.packing.packOne(log.document));
  }

  @Test
  void everyRevisionIsReadAsItWasBefore() throws SQLException {
    log.append(120);
    log.take();
    log.append(80);
    List<ReadLog.Entry> before = log.readAll();

    assertThat(pack().orElseThrow().lastRevision()).isEqualTo(199);
    assertThat(log.rows()).isEqualTo(1);
    assertThat(log.readAll()).isEqualTo(before).hasSize(200);

    log.append(50);
    List<ReadLog.Entry> longer = log.readAll();
    assertThat(longer.subList(0, 200)).isEqualTo(before);
    assertThat(pack().orElseThrow().firstRevision()).isEqualTo(200);
    assertThat(log.segments()).isEqualTo(2);
    assertThat(log.readAll()).isEqualTo(longer).hasSize(250);
    for (int[] page : new int[][] {{1, 1 << 20}, {7, 1 << 20}, {5_000, 1}, {5_000, 100}}) {
      assertThat(log.readAll(0, page[0], page[1])).isEqualTo(longer);
      assertThat(log.readAll(197, page[0], page[1])).isEqualTo(longer.subList(197, 250));
    }
  }

  @Test
  void aPageHoldsNoMoreThanItsBoundsWhereverItsRevisionsAre() {
    log.append(100);
    pack();
    log.append(100);
    pack();
    log.append(100);
    ReadLog.Page items = join(log.log.read(new ReadLog(log.document, 90, 30, 1 << 20)));
    assertThat(items.entries())
        .extracting(ReadLog.Entry::revision)
        .containsExactlyElementsOf(LongStream.rangeClosed(91, 120).boxed().toList());
    assertThat(items.lastRevision()).isEqualTo(300);

    List<ReadLog.Entry> bytes =
        join(log.log.read(new ReadLog(log.document, 90, 500, 1_000))).entries();
    int all = bytes.stream().mapToInt(entry -> entry.update().length()).sum();
    assertThat(all).isGreaterThanOrEqualTo(1_000);
    assertThat(all - bytes.get(bytes.size() - 1).update().length()).isLessThan(1_000);
  }

  @Test
  void theLastRowStaysAndAppendsGoOnFromIt() throws SQLException {
    log.append(1);
    assertThat(pack()).isEmpty();
    log.append(1);
    assertThat(pack()).isPresent();
    assertThat(pack()).isEmpty();
    log.append(1);
    assertThat(log.rows()).isEqualTo(2);

    Append late =
        new Append(
            List.of(
                new Append.Part(
                    log.document, log.epoch, 0, log.next(1).documents().get(0).updates())));
    assertThat(join(log.log.append(late)).outcomes()).containsExactly(new Append.Conflict(3));
  }

  @Test
  void anOpenAppendIsWaitedFor() throws SQLException {
    log.append(10);
    try (Connection append = TestDatabase.connect();
        Statement statement = append.createStatement()) {
      append.setAutoCommit(false);
      statement.execute(
          "SELECT FROM quire_doc.shard_epoch WHERE shard = "
              + Shards.of(log.document)
              + " FOR SHARE");
      Future<Optional<Segment>> packing = log.packing.packOne(log.document);
      TestDatabase.awaitWaiting(1);
      assertThat(packing.isComplete()).isFalse();
      assertThat(log.rows()).isEqualTo(10);
      append.rollback();
      assertThat(join(packing)).isPresent();
    }
  }

  @Test
  void noReaderEverMissesARevision() {
    AtomicLong durable = new AtomicLong();
    log.append(50);
    durable.set(50);
    List<CompletableFuture<Long>> readers = new ArrayList<>();
    AtomicLong ended = new AtomicLong();
    for (int i = 0; i < 3; i++) {
      Random random = new Random(i);
      readers.add(CompletableFuture.supplyAsync(() -> readOn(random, durable, ended)));
    }
    CompletableFuture<Long> packer =
        CompletableFuture.supplyAsync(
            () -> {
              long packed = 0;
              while (ended.get() == 0) {
                packed += pack().isPresent() ? 1 : 0;
              }
              return packed;
            });
    for (int i = 0; i < 300; i++) {
      log.append(1 + i % 9);
      durable.set(log.revision);
    }
    ended.set(1);
    assertThat(packer.join()).isGreaterThan(0);
    assertThat(readers).allSatisfy(reader -> assertThat(reader.join()).isGreaterThan(0));
    assertThat(log.readAll()).hasSize((int) log.revision);
  }

  /** Reads from random places; how often it has. */
  private long readOn(Random random, AtomicLong durable, AtomicLong ended) {
    long times = 0;
    while (ended.get() == 0) {
      long known = durable.get();
      long after = random.nextLong(known);
      List<ReadLog.Entry> read = log.readAll(after, 1 + random.nextInt(2_000), 4 << 20);
      assertThat(PackedLog.last(read)).isGreaterThanOrEqualTo(known);
      assertThat(read)
          .extracting(ReadLog.Entry::revision)
          .containsExactlyElementsOf(
              LongStream.rangeClosed(after + 1, PackedLog.last(read)).boxed().toList());
      times++;
    }
    return times;
  }

  @Test
  void ofPackersThatMeetOneGoesOn() throws SQLException {
    log.append(500);
    List<ReadLog.Entry> before = log.readAll();
    List<Future<Optional<Segment>>> packers = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      packers.add(log.packing.packOne(log.document));
    }
    assertThat(packers.stream().filter(packer -> join(packer).isPresent())).hasSize(1);
    assertThat(log.segments()).isEqualTo(1);
    assertThat(log.readAll()).isEqualTo(before);
  }

  @Test
  void rowsThatAreNotWhatWasPackedStay() throws SQLException {
    log.append(20);
    assertThatThrownBy(() -> replace(10, "\\x00")).hasMessageContaining("not what was packed");
    assertThatThrownBy(() -> replace(20, "\\x00")).hasMessageContaining("last");
    assertThat(log.rows()).isEqualTo(20);
    assertThat(log.segments()).isZero();
  }

  private void replace(long last, String digest) throws SQLException {
    try (Connection connection = TestDatabase.connect();
        Statement statement = connection.createStatement()) {
      statement.execute(
          String.format(
              "SELECT quire_doc.pack_rows(%d, '%s', 1, %d, 1, '', '', '', '%s')",
              Shards.of(log.document), log.document, last, digest));
    }
  }
}
