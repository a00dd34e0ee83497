package dev.quire.doc.compaction;

import static dev.quire.doc.RunningDoc.join;
import static org.assertj.core.api.Assertions.assertThat;

import dev.quire.doc.database.Database;
import dev.quire.doc.database.TestDatabase;
import dev.quire.doc.log.PostgresOpLog;
import dev.quire.wire.Bytes;
import dev.quire.wire.DocumentId;
import dev.quire.wire.SessionId;
import dev.quire.wire.Shards;
import dev.quire.wire.doc.Append;
import dev.quire.wire.doc.ReadLog;
import dev.quire.wire.doc.TakeShards;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;

/** One document's log, which a test writes, packs and reads. */
final class PackedLog implements AutoCloseable {
  private final Vertx vertx = Vertx.vertx();
  private final Database database = TestDatabase.open(vertx, 8);
  private final WorkerExecutor worker = vertx.createSharedWorkerExecutor("packed-log", 2);
  private final Random random = new Random(7);
  final PostgresOpLog log = new PostgresOpLog(database.appends(), database.owners());
  final Packing packing = new Packing(database.people(), worker);
  DocumentId document = DocumentId.of(UUID.randomUUID());
  long epoch;
  long revision;

  void begin() {
    document = DocumentId.of(UUID.randomUUID());
    revision = 0;
    epoch = take();
  }

  long take() {
    TakeShards claim =
        new TakeShards("collab-1", List.of(new TakeShards.Claim(Shards.of(document), 0, 0)));
    epoch = join(log.takeShards(claim)).epochs().get(0).epoch();
    return epoch;
  }

  Append next(int updates) {
    List<Append.Update> items = new ArrayList<>();
    for (int i = 0; i < updates; i++) {
      byte[] update = new byte[random.nextInt(60)];
      random.nextBytes(update);
      SessionId session = random.nextInt(4) == 0 ? null : new SessionId(9, random.nextInt(3));
      items.add(new Append.Update("author-" + random.nextInt(3), Bytes.of(update), session));
    }
    return new Append(List.of(new Append.Part(document, epoch, revision, items)));
  }

  /** Appends random updates as one commit. */
  void append(int updates) {
    Append append = next(updates);
    revision += updates;
    assertThat(join(log.append(append)).outcomes()).containsExactly(new Append.Appended(revision));
  }

  /** All that there is after a revision, page by page. */
  List<ReadLog.Entry> readAll(long after, int items, int bytes) {
    List<ReadLog.Entry> all = new ArrayList<>();
    long reached = after;
    while (true) {
      ReadLog.Page page = join(log.read(new ReadLog(document, reached, items, bytes)));
      all.addAll(page.entries());
      reached = page.entries().isEmpty() ? reached : last(page.entries());
      if (page.entries().isEmpty() || reached == page.lastRevision()) {
        return all;
      }
    }
  }

  List<ReadLog.Entry> readAll() {
    return readAll(0, 5_000, 4 << 20);
  }

  static long last(List<ReadLog.Entry> entries) {
    return entries.get(entries.size() - 1).revision();
  }

  long rows() throws SQLException {
    return TestDatabase.query(
        "SELECT count(*) FROM quire_doc.document_update WHERE document = '" + document + "'");
  }

  long segments() throws SQLException {
    return TestDatabase.query(
        "SELECT count(*) FROM quire_doc.log_segment WHERE document = '" + document + "'");
  }

  @Override
  public void close() {
    join(Future.join(database.close(), worker.close()).eventually(vertx::close));
  }
}
