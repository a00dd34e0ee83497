package dev.quire.doc.purge;

import dev.quire.doc.background.BackgroundTurns;
import dev.quire.doc.database.Statements;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Metrics;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.util.List;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Purges deleted documents whose time of grace is over. For one event loop. */
public final class Purge {
  private static final Logger log = LoggerFactory.getLogger(Purge.class);

  /** Documents marked at once. */
  private static final int MARKED = 20;

  /** Statements of one turn at most, each of which deletes so many rows at most. */
  private static final int BATCHES = 50;

  private static final String MARK =
      """
      UPDATE document SET purged_at = now()
      WHERE id IN (
        SELECT id FROM document
        WHERE deleted_at < now() - make_interval(hours => $1::integer) AND purged_at IS NULL
        ORDER BY deleted_at LIMIT $2 FOR UPDATE SKIP LOCKED)
      """;

  private static final String NEXT =
      """
      SELECT id, shard FROM document WHERE purged_at IS NOT NULL ORDER BY purged_at, id LIMIT 1
      """;

  /** What goes before the document does, each with as many rows as a statement deletes. */
  private static final List<String> BEFORE =
      List.of(
          """
          DELETE FROM document_update WHERE shard = $1 AND document = $2 AND revision IN (
            SELECT revision FROM document_update WHERE shard = $1 AND document = $2
            ORDER BY revision LIMIT 5000)
          """,
          """
          DELETE FROM log_segment WHERE shard = $1 AND document = $2 AND last_revision IN (
            SELECT last_revision FROM log_segment WHERE shard = $1 AND document = $2
            ORDER BY last_revision LIMIT 100)
          """,
          """
          DELETE FROM document_snapshot_chunk
          WHERE $1::integer >= 0 AND document = $2 AND (revision, epoch, chunk) IN (
            SELECT revision, epoch, chunk FROM document_snapshot_chunk WHERE document = $2
            LIMIT 100)
          """);

  private static final String LAST =
      """
      DELETE FROM document WHERE id = $1 AND purged_at IS NOT NULL
      """;

  private static final Counter DOCUMENTS =
      Counter.builder("quire.purge.documents")
          .description("Deleted documents of which nothing is left")
          .register(Metrics.globalRegistry);

  private final Statements statements;
  private final PurgeSettings settings;
  private final BackgroundTurns turns;

  public Purge(Vertx vertx, Statements statements, PurgeSettings settings) {
    this.statements = statements;
    this.settings = settings;
    this.turns = new BackgroundTurns(vertx, "purge", settings.turnMillis(), this::turn);
  }

  /** Starts its turns, where it is on; {@link #stop} ends them. */
  public void start() {
    if (settings.on()) {
      turns.start(settings.turnMillis());
    }
  }

  /** Takes up nothing more; done when no statement runs. */
  public Future<Void> stop() {
    return turns.stop();
  }

  private Future<Long> turn() {
    return statements
        .execute(MARK, Tuple.of(settings.graceHours(), (long) MARKED))
        .compose(marked -> next(BATCHES))
        .map(settings.turnMillis());
  }

  private Future<Void> next(int batches) {
    if (batches <= 0 || turns.isEnding()) {
      return Future.succeededFuture();
    }
    return statements
        .execute(NEXT, Tuple.tuple())
        .compose(
            rows -> {
              if (rows.size() == 0) {
                return Future.succeededFuture();
              }
              Row row = rows.iterator().next();
              return empty(row.getUUID(0), row.getInteger(1), 0, batches).compose(this::next);
            });
  }

  /** Deletes what a document has, kind by kind; how many statements are left of the turn. */
  private Future<Integer> empty(UUID document, int shard, int kind, int batches) {
    if (batches <= 0 || turns.isEnding()) {
      return Future.succeededFuture(0);
    }
    if (kind == BEFORE.size()) {
      return statements
          .execute(LAST, Tuple.of(document))
          .map(
              rows -> {
                DOCUMENTS.increment(rows.rowCount());
                log.info("event=purged document={}", document);
                return batches - 1;
              });
    }
    return statements
        .execute(BEFORE.get(kind), Tuple.of(shard, document))
        .compose(
            rows -> empty(document, shard, rows.rowCount() == 0 ? kind + 1 : kind, batches - 1));
  }
}
