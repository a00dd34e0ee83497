package dev.quire.doc.history;

import dev.quire.doc.baseline.Baseline;
import dev.quire.doc.baseline.Baselines;
import dev.quire.doc.database.Statements;
import dev.quire.doc.log.PostgresOpLog;
import dev.quire.wire.DocumentId;
import dev.quire.wire.doc.ReadLog;
import io.vertx.core.Future;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;

/**
 * Where replays read.
 *
 * @param pages a page of the log; each is of its own moment, so a retention rule may merge between
 *     two
 * @param baselines the nearest one at or below a revision
 */
record ReplaySource(
    Function<ReadLog, Future<ReadLog.Page>> pages,
    BiFunction<DocumentId, Long, Future<Optional<Baseline>>> baselines) {

  static ReplaySource of(Statements statements) {
    return new ReplaySource(
        read -> PostgresOpLog.read(statements, read), new Baselines(statements)::nearest);
  }
}
