package dev.quire.doc.database;

import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs prepared statements, each in a transaction of its own, over a bounded pool. Over the bound
 * they wait, and over the bound of the waiting they are refused with {@code OVERLOADED}.
 */
public final class Statements {
  private static final Logger log = LoggerFactory.getLogger(Statements.class);

  /** How many dead connections a statement takes from the pool before it gives up. */
  private static final int DEAD_CONNECTIONS = 10;

  private final Pool pool;

  Statements(Pool pool) {
    this.pool = pool;
  }

  /** Fails with a {@link dev.quire.wire.WireFailure} and nothing else. */
  public Future<RowSet<Row>> execute(String sql, Tuple parameters) {
    return tryExecute(sql, parameters)
        .recover(fault -> Future.failedFuture(Faults.ofStatement(fault)));
  }

  /**
   * Fails with a {@link dev.quire.wire.WireFailure} where nothing was sent, else with what the
   * client gave: see {@link Faults#ofStatement}.
   */
  public Future<RowSet<Row>> tryExecute(String sql, Tuple parameters) {
    return tryExecute(sql, parameters, DEAD_CONNECTIONS);
  }

  private Future<RowSet<Row>> tryExecute(String sql, Tuple parameters, int attempts) {
    return pool.getConnection()
        .recover(fault -> Future.failedFuture(Faults.ofConnecting(fault)))
        .compose(connection -> execute(connection, sql, parameters))
        .recover(
            fault -> {
              if (!Faults.wasNotSent(fault)) {
                return Future.failedFuture(fault);
              }
              return attempts > 1
                  ? tryExecute(sql, parameters, attempts - 1)
                  : Future.failedFuture(Faults.ofConnecting(fault));
            });
  }

  private static Future<RowSet<Row>> execute(
      SqlConnection connection, String sql, Tuple parameters) {
    // The statement fails as well; unhandled, the client would print a stack trace.
    connection.exceptionHandler(
        fault -> log.warn("a database connection was lost: {}", fault.getMessage()));
    return connection.preparedQuery(sql).execute(parameters).eventually(connection::close);
  }
}
