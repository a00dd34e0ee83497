package dev.quire.doc.history;

import dev.quire.doc.database.Statements;
import dev.quire.doc.history.WorkSession.Step;
import dev.quire.doc.log.LogView;
import dev.quire.doc.log.PostgresOpLog;
import dev.quire.doc.segment.SegmentHead;
import dev.quire.doc.segment.SegmentHead.Line;
import dev.quire.wire.DocumentId;
import dev.quire.wire.Shards;
import dev.quire.wire.doc.ReadLog;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Who worked on a document, and when. */
public final class History {
  /** After half an hour's pause, people take it for another session of work. */
  static final long PAUSE_MILLIS = 30 * 60_000;

  /** Revisions looked at for one page: a session that is longer appears in parts. */
  private static final int MOST_STEPS = 5_000;

  /** Rows, and of segments the heads alone; in one statement, as every view of the log. */
  private static final String STEPS =
      """
      SELECT * FROM (
        SELECT revision, author, received_at, octet_length(update) AS bytes, NULL::bytea AS head,
               session
        FROM document_update
        WHERE shard = $1 AND document = $2 AND revision < $3
        ORDER BY revision DESC LIMIT $4
      ) AS steps
      UNION ALL
      SELECT last_revision, NULL, NULL, 0, head, NULL FROM (
        SELECT last_revision, head,
               sum(least(last_revision, $3::bigint - 1) - first_revision + 1)
                 OVER (ORDER BY last_revision DESC ROWS UNBOUNDED PRECEDING)
                 - (least(last_revision, $3::bigint - 1) - first_revision + 1) AS steps_before
        FROM log_segment
        WHERE shard = $1 AND document = $2 AND first_revision < $3
      ) AS segment
      WHERE steps_before < $4
      ORDER BY 1 DESC
      """;

  private final Statements statements;

  public History(Statements statements) {
    this.statements = statements;
  }

  /**
   * A page of history.
   *
   * @param sessions the latest first
   * @param before where the next page begins; null on the last
   */
  public record Page(List<WorkSession> sessions, @Nullable Long before) {}

  /**
   * The last revision that was committed by a moment and is kept; 0 where the document was empty
   * then. Times are those of the database at each commit and are taken to ascend; where its clock
   * was set back, the answer is one of the revisions around.
   *
   * @param last the document's last revision
   */
  public Future<Long> revisionAt(DocumentId document, Instant moment, long last) {
    return revisionAt(document, moment, 0, last);
  }

  /** Halves what is between a revision that was there by then and the last that may have been. */
  private Future<Long> revisionAt(DocumentId document, Instant moment, long there, long last) {
    if (there >= last) {
      return Future.succeededFuture(there);
    }
    long middle = there + (last - there + 1) / 2;
    return PostgresOpLog.read(statements, new ReadLog(document, middle - 1, 1, 1))
        .compose(
            page -> {
              if (page.entries().isEmpty()) {
                return revisionAt(document, moment, there, middle - 1);
              }
              ReadLog.Entry entry = page.entries().get(0);
              return entry.committedAtMillis() <= moment.toEpochMilli()
                  ? revisionAt(document, moment, entry.revision(), last)
                  : revisionAt(document, moment, there, entry.fromRevision() - 1);
            });
  }

  /**
   * The sessions of work before a revision.
   *
   * @param before that revision; its own is not among them
   * @param limit the most sessions, at least 1
   */
  public Future<Page> page(DocumentId document, long before, int limit) {
    Tuple values = Tuple.of(Shards.of(document), document.toUuid(), before, (long) MOST_STEPS);
    return statements
        .execute(STEPS, values)
        .compose(rows -> LogView.onWorker(() -> page(steps(rows, before), limit)));
  }

  /** The latest first, as many as are looked at. */
  private static List<Step> steps(RowSet<Row> rows, long before) {
    List<Step> steps = new ArrayList<>();
    for (Row row : rows) {
      Buffer head = row.getBuffer("head");
      if (head == null) {
        steps.add(step(row));
      } else {
        List<Line> lines = SegmentHead.unpack(head.getBytes());
        for (int i = lines.size() - 1; i >= 0; i--) {
          if (lines.get(i).fromRevision() < before) {
            steps.add(step(lines.get(i)));
          }
        }
      }
    }
    return steps.size() > MOST_STEPS ? steps.subList(0, MOST_STEPS) : steps;
  }

  private static Step step(Line line) {
    return new Step(
        line.fromRevision(),
        line.revision(),
        line.author(),
        at(line.startedAtMicros()),
        at(line.receivedAtMicros()),
        line.bytes(),
        line.session());
  }

  private static Instant at(long micros) {
    return Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
  }

  private static Page page(List<Step> steps, int limit) {
    List<WorkSession> all = WorkSession.of(steps, PAUSE_MILLIS);
    List<WorkSession> shown = all.subList(0, Math.min(limit, all.size()));
    boolean goesOn = !steps.isEmpty() && steps.get(steps.size() - 1).fromRevision() > 1;
    if (goesOn && shown.size() == all.size() && shown.size() > 1) {
      // The last one may go on beyond what was looked at: it begins the next page.
      shown = shown.subList(0, shown.size() - 1);
    }
    if (shown.isEmpty()) {
      return new Page(shown, null);
    }
    long first = shown.get(shown.size() - 1).fromRevision();
    return new Page(List.copyOf(shown), first > 1 ? (Long) first : null);
  }

  private static Step step(Row row) {
    long revision = row.getLong("revision");
    Instant at = row.getOffsetDateTime("received_at").toInstant();
    return new Step(
        revision,
        revision,
        row.getString("author"),
        at,
        at,
        row.getInteger("bytes"),
        LogView.session(row));
  }
}
