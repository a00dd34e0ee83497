package dev.quire.doc.retention;

import dev.quire.doc.background.BackgroundTurns;
import dev.quire.doc.compaction.Packing;
import dev.quire.doc.database.Statements;
import dev.quire.doc.retention.Merging.Step;
import dev.quire.wire.DocumentId;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Metrics;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Goes round through all documents and merges what the rule says, a few runs a turn; what is old
 * enough and not packed yet is packed first. What fails is tried again in the next round. For one
 * event loop.
 */
public final class Retention {
  private static final Logger log = LoggerFactory.getLogger(Retention.class);

  private static final UUID FIRST = new UUID(0, 0);

  /** Documents looked at in a turn. */
  private static final int PAGE = 200;

  /** Those of a page with something to do; and which one is the page's last. */
  private static final String DUE =
      """
      WITH page AS MATERIALIZED (
        SELECT id, shard, purged_at FROM document WHERE id > $1 ORDER BY id LIMIT $2
      )
      SELECT id, false AS is_end FROM page
      WHERE purged_at IS NULL
        AND (oldest_packable(shard, id) < $3
          OR EXISTS (SELECT FROM log_segment
                     WHERE log_segment.shard = page.shard AND document = page.id
                       AND merged_until < $3))
      UNION ALL
      SELECT max.id, true FROM (SELECT id FROM page ORDER BY id DESC LIMIT 1) AS max
      """;

  private static final String OLDEST =
      "SELECT oldest_packable(shard, id) < $2 FROM document WHERE id = $1";

  private static final String NOW = "SELECT now()";

  private static final Counter ITEMS = counter("items", "Items that revisions were merged into");
  private static final Counter REVISIONS =
      counter("revisions", "Revisions that are not kept any more");
  private static final Counter FAILURES = counter("failures", "Runs that could not be merged");

  private final Statements statements;
  private final RetentionSettings settings;
  private final WorkerExecutor worker;
  private final Packing packing;
  private final Merging merging;
  private final Consumer<DocumentId> onMerged;
  private final Deque<DocumentId> due = new ArrayDeque<>();
  private final BackgroundTurns turns;
  private UUID looked;

  /**
   * @param random says where the first round begins, so that processes are at different places
   * @param clock asked once a turn ({@link #databaseClock}); nothing else says how old anything is
   * @param onMerged is told of each document that may have been merged or packed, at its end
   */
  public Retention(
      Vertx vertx,
      Statements statements,
      RetentionSettings settings,
      RandomGenerator random,
      Supplier<Future<Instant>> clock,
      Consumer<DocumentId> onMerged) {
    this.statements = statements;
    this.settings = settings;
    this.worker = vertx.createSharedWorkerExecutor("quire-doc-retention", 1);
    this.packing = new Packing(statements, worker);
    this.merging = new Merging(statements, worker);
    this.onMerged = onMerged;
    this.turns =
        new BackgroundTurns(
            vertx, "retention", settings.turnMillis(), () -> clock.get().compose(this::turn));
    this.looked = new UUID(random.nextLong(), random.nextLong());
  }

  /** The clock by which commits are stamped: one that is ahead would merge what is too young. */
  public static Supplier<Future<Instant>> databaseClock(Statements statements) {
    return () ->
        statements
            .execute(NOW, Tuple.tuple())
            .map(rows -> rows.iterator().next().getOffsetDateTime(0).toInstant());
  }

  private static Counter counter(String name, String description) {
    return Counter.builder("quire.retention." + name)
        .description(description)
        .register(Metrics.globalRegistry);
  }

  /** Starts its turns, where there is a rule; {@link #stop} ends them. */
  public void start() {
    if (settings.on()) {
      turns.start(settings.turnMillis());
    }
  }

  /** Takes up nothing more; done when nothing is being merged. */
  public Future<Void> stop() {
    return turns.stop().eventually(worker::close);
  }

  private Future<Long> turn(Instant now) {
    long before = MergeRule.daysBefore(now, settings.mergeAfterDays());
    return (due.isEmpty() ? look(before) : Future.succeededFuture(settings.turnMillis()))
        .compose(pause -> steps(before, settings.stepsATurn()).map(pause));
  }

  private Future<Long> look(long before) {
    return statements
        .execute(DUE, Tuple.of(looked, (long) PAGE, Merging.time(before)))
        .map(this::looked);
  }

  private long looked(RowSet<Row> rows) {
    UUID last = null;
    for (Row row : rows) {
      if (row.getBoolean(1)) {
        last = row.getUUID(0);
      } else {
        due.add(DocumentId.of(row.getUUID(0)));
      }
    }
    looked = last == null ? FIRST : last;
    return last == null ? settings.restMillis() : settings.turnMillis();
  }

  private Future<Void> steps(long before, int steps) {
    DocumentId next = due.peek();
    if (next == null || steps == 0 || turns.isEnding()) {
      return Future.succeededFuture();
    }
    return step(next, before)
        .map(Retention::took)
        .otherwise(fault -> failed(next, fault))
        .compose(
            done -> {
              if (done) {
                due.remove(next);
                onMerged.accept(next);
              }
              return steps(before, steps - 1);
            });
  }

  /** Packs a run where that is to be done first, or else merges one. */
  private Future<Step> step(DocumentId document, long before) {
    return statements
        .execute(OLDEST, Tuple.of(document.toUuid(), Merging.time(before)))
        .map(rows -> rows.size() > 0 && Boolean.TRUE.equals(rows.iterator().next().getBoolean(0)))
        .compose(
            packable ->
                packable
                    ? packing.packOne(document).map(packed -> new Step(0, 0, packed.isEmpty()))
                    : merging.mergeOne(document, before));
  }

  private static boolean took(Step step) {
    ITEMS.increment(step.items());
    REVISIONS.increment((double) step.revisions());
    return step.done();
  }

  /** Nothing of it was changed; the next round tries again. */
  private boolean failed(DocumentId document, Throwable fault) {
    FAILURES.increment();
    log.error("event=not-merged document={} fault={}", document, fault.getMessage());
    return true;
  }
}
