package dev.quire.doc.retention;

import dev.quire.doc.database.Statements;
import dev.quire.doc.log.LogView;
import dev.quire.doc.retention.MergeRule.Grouped;
import dev.quire.doc.segment.LoggedUpdate;
import dev.quire.doc.segment.Segment;
import dev.quire.wire.DocumentId;
import dev.quire.wire.Shards;
import io.vertx.core.Future;
import io.vertx.core.WorkerExecutor;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Merges one run of one document's segments. */
final class Merging {
  /** Bytes of updates in a run at most, but for one segment that is longer. */
  private static final long MOST_BYTES = 2 << 20;

  /** A settled segment of fewer bytes is taken along, so that small ones don't become many. */
  private static final long SMALL_BYTES = 64 << 10;

  /** From the first segment that is due on, with a small one before it; and where segments end. */
  private static final String RUN =
      """
      WITH due AS (
        SELECT first_revision AS due, last_revision FROM log_segment
        WHERE shard = $1 AND document = $2 AND merged_until < $3
        ORDER BY last_revision LIMIT 1
      ), small AS (
        SELECT before.last_revision FROM log_segment AS before, due
        WHERE before.shard = $1 AND before.document = $2
          AND before.last_revision = due.due - 1 AND before.update_bytes < $5
      ), run AS (
        SELECT *, sum(update_bytes) OVER (ORDER BY last_revision ROWS UNBOUNDED PRECEDING)
                  - update_bytes AS bytes_before
        FROM log_segment
        WHERE shard = $1 AND document = $2 AND last_revision >= coalesce(
          (SELECT last_revision FROM small), (SELECT last_revision FROM due))
      )
      SELECT run.first_revision, run.last_revision, run.update_bytes, run.head, run.updates,
             run.digest, due.due,
             (SELECT max(last_revision) FROM log_segment
              WHERE shard = $1 AND document = $2) AS packed_to
      FROM run, due WHERE bytes_before < $4 OR run.first_revision <= due.due
      ORDER BY run.last_revision
      """;

  /** What must stay the last of its item. */
  private static final String KEPT =
      """
      SELECT revision FROM document_version WHERE document = $1
      UNION
      SELECT revision FROM document_snapshot WHERE document = $1
      """;

  private static final String LOOKED_AT =
      """
      UPDATE log_segment SET merged_until = $4
      WHERE shard = $1 AND document = $2 AND last_revision = $3 AND merged_until < $4
      """;

  private final Statements statements;
  private final WorkerExecutor worker;

  Merging(Statements statements, WorkerExecutor worker) {
    this.statements = statements;
    this.worker = worker;
  }

  /**
   * What a step did.
   *
   * @param items how many merged items came of it
   * @param revisions how many revisions are not kept any more
   * @param done whether there is nothing more to do for this document now
   */
  record Step(int items, long revisions, boolean done) {}

  /**
   * Merges the first run that is due.
   *
   * @param beforeMicros the beginning of the day from which on nothing is merged
   */
  Future<Step> mergeOne(DocumentId document, long beforeMicros) {
    return statements
        .execute(
            RUN,
            Tuple.of(
                Shards.of(document),
                document.toUuid(),
                time(beforeMicros),
                MOST_BYTES,
                SMALL_BYTES))
        .compose(
            rows ->
                rows.size() == 0
                    ? Future.succeededFuture(new Step(0, 0, true))
                    : statements
                        .execute(KEPT, Tuple.of(document.toUuid()))
                        .compose(
                            kept ->
                                worker.executeBlocking(
                                    () -> merge(rows, new MergeRule(beforeMicros, revisions(kept))),
                                    false))
                        .compose(merged -> replace(document, merged)));
  }

  private static Set<Long> revisions(RowSet<Row> rows) {
    Set<Long> revisions = new HashSet<>();
    rows.forEach(row -> revisions.add(row.getLong(0)));
    return revisions;
  }

  private static MergedRun merge(RowSet<Row> rows, MergeRule rule) {
    List<Segment> old = new ArrayList<>(rows.size());
    List<LoggedUpdate> run = new ArrayList<>();
    long due = 0;
    long packedTo = 0;
    for (Row row : rows) {
      Segment segment = LogView.segment(row);
      old.add(segment);
      run.addAll(segment.unpack());
      due = row.getLong("due");
      packedTo = row.getLong("packed_to");
    }
    boolean goesOn = packedTo > old.get(old.size() - 1).lastRevision();
    Grouped grouped = rule.group(run, goesOn, due);
    return MergedRun.of(old, grouped, due, rule.beforeMicros());
  }

  private Future<Step> replace(DocumentId document, MergedRun merged) {
    if (merged.isOnlyYoung()) {
      return statements
          .execute(
              LOOKED_AT,
              Tuple.of(
                  Shards.of(document),
                  document.toUuid(),
                  merged.dueLast(),
                  time(merged.beforeMicros())))
          .map(new Step(0, 0, false));
    }
    return statements
        .execute(MergedRun.REPLACE, merged.parameters(document))
        .map(rows -> rows.iterator().next().getBoolean(0))
        .map(
            replaced ->
                replaced
                    ? new Step(merged.items(), merged.revisions(), false)
                    : new Step(0, 0, true));
  }

  static OffsetDateTime time(long micros) {
    return Instant.EPOCH.plus(micros, ChronoUnit.MICROS).atOffset(ZoneOffset.UTC);
  }
}
