package dev.quire.doc.compaction;

import dev.quire.doc.background.BackgroundTurns;
import dev.quire.doc.database.Statements;
import dev.quire.doc.segment.Segment;
import dev.quire.wire.DocumentId;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Metrics;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Goes round through all documents and packs the rows of those that have enough, a few segments a
 * turn. What fails is tried again in the next round. For one event loop.
 */
public final class Compactor {
  private static final Logger log = LoggerFactory.getLogger(Compactor.class);

  private static final UUID FIRST = new UUID(0, 0);

  /** Documents looked at in a turn: two probes of an index each. */
  private static final int PAGE = 200;

  /** Those of a page with rows to pack; and the page's last document, with as many as -1. */
  private static final String DUE =
      """
      WITH page AS MATERIALIZED (
        SELECT id, shard FROM document WHERE id > $1 ORDER BY id LIMIT $2
      ), counted AS MATERIALIZED (
        SELECT id, coalesce(last_revision(shard, id), 0) - coalesce((
                 SELECT last_revision FROM log_segment
                 WHERE log_segment.shard = page.shard AND document = page.id
                 ORDER BY last_revision DESC LIMIT 1), 0) AS revisions
        FROM page
      )
      SELECT id, revisions FROM counted WHERE revisions > $3
      UNION ALL
      SELECT max.id, -1 FROM (SELECT id FROM page ORDER BY id DESC LIMIT 1) AS max
      """;

  private static final Counter SEGMENTS =
      Counter.builder("quire.compaction.segments")
          .description("Runs of the log that were packed")
          .register(Metrics.globalRegistry);

  private static final Counter REVISIONS =
      Counter.builder("quire.compaction.revisions")
          .description("Revisions that were packed")
          .register(Metrics.globalRegistry);

  private static final Counter BYTES =
      Counter.builder("quire.compaction.bytes")
          .description("What packed revisions take, in bytes")
          .register(Metrics.globalRegistry);

  private static final Counter FAILURES =
      Counter.builder("quire.compaction.failures")
          .description("Runs of the log that could not be packed")
          .register(Metrics.globalRegistry);

  private final Statements statements;
  private final CompactionSettings settings;
  private final WorkerExecutor worker;
  private final Packing packing;
  private final Consumer<DocumentId> onPacked;
  private final Deque<Due> due = new ArrayDeque<>();
  private final BackgroundTurns turns;
  private UUID looked;

  /** A document, and how many of its revisions are rows. */
  private record Due(DocumentId document, long revisions) {}

  /**
   * @param random says where the first round begins, so that processes are at different places
   * @param onPacked is told of each document that has a new segment
   */
  public Compactor(
      Vertx vertx,
      Statements statements,
      CompactionSettings settings,
      RandomGenerator random,
      Consumer<DocumentId> onPacked) {
    this.statements = statements;
    this.settings = settings;
    this.worker = vertx.createSharedWorkerExecutor("quire-doc-compaction", 1);
    this.packing = new Packing(statements, worker);
    this.onPacked = onPacked;
    this.turns = new BackgroundTurns(vertx, "compaction", settings.restMillis(), this::turn);
    this.looked = new UUID(random.nextLong(), random.nextLong());
  }

  /** Starts its turns, where it is on; {@link #stop} ends them. */
  public void start() {
    if (settings.on()) {
      turns.start(settings.turnMillis());
    }
  }

  /** Takes up nothing more; done when nothing is being packed. */
  public Future<Void> stop() {
    return turns.stop().eventually(worker::close);
  }

  private Future<Long> turn() {
    return (due.isEmpty() ? look() : Future.succeededFuture(settings.turnMillis()))
        .compose(pause -> packSome(settings.segmentsATurn()).map(pause));
  }

  private Future<Long> look() {
    return statements
        .execute(DUE, Tuple.of(looked, (long) PAGE, (long) settings.leastRevisions()))
        .map(this::looked);
  }

  private long looked(RowSet<Row> rows) {
    UUID last = null;
    for (Row row : rows) {
      if (row.getLong(1) < 0) {
        last = row.getUUID(0);
      } else {
        due.add(new Due(DocumentId.of(row.getUUID(0)), row.getLong(1)));
      }
    }
    looked = last == null ? FIRST : last;
    return last == null ? settings.restMillis() : settings.turnMillis();
  }

  private Future<Void> packSome(int segments) {
    Due next = due.poll();
    if (next == null || segments == 0 || turns.isEnding()) {
      if (next != null) {
        due.addFirst(next);
      }
      return Future.succeededFuture();
    }
    return packing
        .packOne(next.document())
        .map(packed -> packed(next, packed))
        .otherwise(fault -> failed(next, fault))
        .compose(packed -> packSome(segments - 1));
  }

  private Void packed(Due of, Optional<Segment> packed) {
    packed.ifPresent(
        segment -> {
          long revisions = segment.lastRevision() - segment.firstRevision() + 1;
          SEGMENTS.increment();
          REVISIONS.increment((double) revisions);
          BYTES.increment(segment.head().length() + segment.updates().length());
          onPacked.accept(of.document());
          if (of.revisions() - revisions > settings.leastRevisions()) {
            due.addFirst(new Due(of.document(), of.revisions() - revisions));
          }
        });
    return null;
  }

  /** Nothing of it was changed; the next round tries again. */
  private Void failed(Due of, Throwable fault) {
    FAILURES.increment();
    log.error("event=not-packed document={} fault={}", of.document(), fault.getMessage());
    return null;
  }
}
