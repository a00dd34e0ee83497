package dev.quire.doc.baseline;

import dev.quire.doc.database.Statements;
import dev.quire.doc.log.LogView;
import dev.quire.wire.Bytes;
import dev.quire.wire.DocumentId;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Metrics;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads baselines, from the primary or a replica. */
public final class Baselines {
  private static final Logger log = LoggerFactory.getLogger(Baselines.class);

  private static final String NEAREST =
      """
      SELECT revision, state, writers, digest FROM history_baseline
      WHERE document = $1 AND revision <= $2 AND format = $3::integer AND state IS NOT NULL
      ORDER BY revision DESC LIMIT 1
      """;

  private static final Counter DAMAGED =
      Counter.builder("quire.baseline.damaged")
          .description("Baselines that were passed over since they are not what was kept")
          .register(Metrics.globalRegistry);

  private final Statements statements;

  public Baselines(Statements statements) {
    this.statements = statements;
  }

  /**
   * The last sound one at or below a revision; empty where there is none, and the log is to be read
   * from its beginning.
   */
  public Future<Optional<Baseline>> nearest(DocumentId document, long atMost) {
    return statements
        .execute(NEAREST, Tuple.of(document.toUuid(), atMost, StoredBaseline.FORMAT))
        .compose(
            rows ->
                rows.size() == 0
                    ? Future.succeededFuture(Optional.empty())
                    : sound(document, stored(rows.iterator().next())));
  }

  private Future<Optional<Baseline>> sound(DocumentId document, StoredBaseline stored) {
    return LogView.onWorker(() -> stored.unpack(document))
        .map(Optional::of)
        .recover(
            fault -> {
              if (!(fault instanceof DamagedBaseline)) {
                return Future.failedFuture(fault);
              }
              DAMAGED.increment();
              log.error(
                  "event=baseline-damaged document={} revision={} detail={}",
                  document,
                  stored.revision(),
                  fault.getMessage());
              return nearest(document, stored.revision() - 1);
            });
  }

  /** Out of a row with the table's columns. */
  public static StoredBaseline stored(Row row) {
    return new StoredBaseline(
        row.getLong("revision"),
        Bytes.of(row.getBuffer("state").getBytes()),
        Bytes.of(row.getBuffer("writers").getBytes()),
        Bytes.of(row.getBuffer("digest").getBytes()));
  }
}
