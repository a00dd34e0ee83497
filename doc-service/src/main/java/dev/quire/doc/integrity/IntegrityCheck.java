package dev.quire.doc.integrity;

import dev.quire.doc.baseline.Baselines;
import dev.quire.doc.baseline.StoredBaseline;
import dev.quire.doc.database.Statements;
import dev.quire.doc.integrity.Finding.Where;
import dev.quire.doc.log.LogView;
import dev.quire.doc.segment.DamagedSegment;
import dev.quire.doc.segment.LoggedUpdate;
import dev.quire.doc.snapshot.PostgresSnapshots;
import dev.quire.wire.DocumentId;
import dev.quire.wire.Shards;
import dev.quire.wire.WireFailure;
import dev.quire.wire.WireFailure.Code;
import dev.quire.wire.doc.ReadHead;
import dev.quire.wire.doc.ReadSnapshot;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.io.ByteArrayOutputStream;
import java.util.List;

/** Checks documents, one at a time. For one event loop. */
public final class IntegrityCheck {
  private static final long PAGE_ROWS = 5_000;
  private static final long PAGE_BYTES = 4 << 20;

  private static final String SEGMENT =
      """
      SELECT first_revision, last_revision, update_bytes, head, updates, digest FROM log_segment
      WHERE shard = $1 AND document = $2 AND last_revision > $3 AND first_revision <= $4
      ORDER BY last_revision LIMIT 1
      """;

  private static final String ROWS =
      """
      SELECT revision, epoch, author, received_at, update, check_sum, session FROM (
        SELECT *, sum(octet_length(update)) OVER (ORDER BY revision ROWS UNBOUNDED PRECEDING)
                  - octet_length(update) AS bytes_before
        FROM (
          SELECT revision, epoch, author, received_at, update, check_sum, session
          FROM document_update
          WHERE shard = $1 AND document = $2 AND revision > $3 AND revision <= $4
          ORDER BY revision LIMIT $5
        ) AS page
      ) AS bounded
      WHERE bytes_before < $6 ORDER BY revision
      """;

  /** Rows of revisions that a segment has too. */
  private static final String TWICE =
      """
      SELECT min(revision), max(revision) FROM document_update
      WHERE shard = $1 AND document = $2 AND revision <= (
        SELECT last_revision FROM log_segment WHERE shard = $1 AND document = $2
        ORDER BY last_revision DESC LIMIT 1)
      """;

  private static final String BASELINES =
      """
      SELECT revision FROM history_baseline
      WHERE document = $1 AND format = $2::integer AND state IS NOT NULL ORDER BY revision
      """;

  private static final String BASELINE =
      """
      SELECT revision, state, writers, digest FROM history_baseline
      WHERE document = $1 AND revision = $2 AND format = $3::integer AND state IS NOT NULL
      """;

  private final Statements statements;
  private final PostgresSnapshots snapshots;
  private final WorkerExecutor worker;
  private boolean checking;

  public IntegrityCheck(Vertx vertx, Statements statements) {
    this.statements = statements;
    this.snapshots = new PostgresSnapshots(statements);
    this.worker = vertx.createSharedWorkerExecutor("quire-doc-integrity", 1);
  }

  /** {@code NOT_FOUND} where there is no such document, {@code OVERLOADED} while one is checked. */
  public Future<Report> check(DocumentId document) {
    if (checking) {
      return Future.failedFuture(
          new WireFailure(
              Code.OVERLOADED, "Another document is being checked. Try again in some seconds."));
    }
    checking = true;
    return snapshots
        .head(new ReadHead(document))
        .compose(
            head ->
                statements
                    .execute(BASELINES, Tuple.of(document.toUuid(), StoredBaseline.FORMAT))
                    .map(rows -> rows.stream().map(row -> row.getLong(0)).toList())
                    .compose(baselines -> new Run(document, head, baselines).run()))
        .onComplete(done -> checking = false);
  }

  /** One check: touched by the event loop or by the worker, one at a time. */
  private final class Run {
    private final DocumentId document;
    private final ReadHead.Head head;
    private final Examination examination;

    Run(DocumentId document, ReadHead.Head head, List<Long> baselines) {
      this.document = document;
      this.head = head;
      this.examination =
          new Examination(
              document, head.snapshotRevision(), new BaselineExamination(document, baselines));
    }

    Future<Report> run() {
      return snapshot()
          .compose(done -> statements.execute(TWICE, key()))
          .map(this::twice)
          .compose(done -> walk())
          .compose(done -> worker.executeBlocking(examination::report, false));
    }

    private Tuple key() {
      return Tuple.of(Shards.of(document), document.toUuid());
    }

    private Future<Void> snapshot() {
      if (head.snapshotRevision() == 0) {
        return Future.succeededFuture();
      }
      ByteArrayOutputStream stored = new ByteArrayOutputStream();
      Future<Void> chunks = Future.succeededFuture();
      for (int i = 0; i < head.snapshotChunks(); i++) {
        ReadSnapshot chunk = new ReadSnapshot(document, head.snapshotRevision(), i);
        chunks =
            chunks
                .compose(before -> snapshots.read(chunk))
                .map(
                    read -> {
                      stored.writeBytes(read.bytes().array());
                      return null;
                    });
      }
      return chunks
          .compose(
              all ->
                  worker.<Void>executeBlocking(
                      () -> {
                        examination.snapshot(stored.toByteArray());
                        return null;
                      },
                      false))
          .recover(this::withoutSnapshot);
    }

    /** A newer snapshot has taken its place while it was read, or a chunk is gone. */
    private Future<Void> withoutSnapshot(Throwable fault) {
      if (!(fault instanceof WireFailure failure) || failure.code() != Code.NOT_FOUND) {
        return Future.failedFuture(fault);
      }
      return snapshots
          .head(new ReadHead(document))
          .map(
              now -> {
                if (now.snapshotRevision() == head.snapshotRevision()) {
                  examination.snapshotFinding("a chunk of it is missing");
                }
                return null;
              });
    }

    private Void twice(RowSet<Row> rows) {
      Row row = rows.iterator().next();
      Long first = row.getLong(0);
      if (first != null) {
        examination.logFinding(Where.LOG, first, row.getLong(1), "rows that a segment has as well");
      }
      return null;
    }

    private Future<Void> walk() {
      if (examination.reached() >= head.lastRevision() || examination.saidEnough()) {
        return Future.succeededFuture();
      }
      return segment()
          .compose(found -> found ? Future.succeededFuture(true) : rows())
          // What were rows a moment ago may be a segment now.
          .compose(found -> found ? Future.succeededFuture(true) : segment())
          .compose(
              found -> {
                if (!found) {
                  examination.missing(head.lastRevision());
                }
                return baselines();
              })
          .compose(done -> walk());
    }

    /** Compares those that the log has come to. */
    private Future<Void> baselines() {
      return examination
          .baselineDue()
          .map(
              revision ->
                  statements
                      .execute(
                          BASELINE, Tuple.of(document.toUuid(), revision, StoredBaseline.FORMAT))
                      .compose(rows -> worker.executeBlocking(() -> compare(rows), false))
                      .compose(done -> baselines()))
          .orElse(Future.succeededFuture());
    }

    private boolean compare(RowSet<Row> rows) {
      boolean there = rows.size() > 0;
      if (there) {
        examination.baseline(Baselines.stored(rows.iterator().next()));
      } else {
        examination.baselineGone();
      }
      return there;
    }

    /** Takes the segment that has the next revision; false where there is none. */
    private Future<Boolean> segment() {
      long reached = examination.reached();
      return statements
          .execute(SEGMENT, key().addLong(reached).addLong(reached + 1))
          .compose(
              rows ->
                  rows.size() == 0
                      ? Future.succeededFuture(false)
                      : worker.executeBlocking(
                          () -> {
                            unpack(rows.iterator().next());
                            return true;
                          },
                          false));
    }

    private void unpack(Row row) {
      try {
        examination.segment(LogView.segment(row).unpack());
      } catch (DamagedSegment damaged) {
        examination.damagedSegment(
            row.getLong("first_revision"),
            row.getLong("last_revision"),
            String.valueOf(damaged.getMessage()));
      }
    }

    /** Takes rows; false where the next revision is none. */
    private Future<Boolean> rows() {
      Tuple values =
          key()
              .addLong(examination.reached())
              .addLong(head.lastRevision())
              .addLong(PAGE_ROWS)
              .addLong(PAGE_BYTES);
      return statements
          .execute(ROWS, values)
          .compose(rows -> worker.executeBlocking(() -> take(rows), false));
    }

    private boolean take(RowSet<Row> rows) {
      long before = examination.reached();
      for (Row row : rows) {
        LoggedUpdate update = LogView.row(row);
        if (before == examination.reached() && update.revision() > before + 1) {
          return false;
        }
        boolean checked = row.getInteger("check_sum") != null;
        examination.row(update, checked, LogView.isSound(document, update, row));
      }
      return examination.reached() > before;
    }
  }

  /** Ends its worker. */
  public Future<Void> close() {
    return worker.close();
  }
}
