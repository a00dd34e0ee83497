package dev.quire.doc.log;

import static org.awaitility.Awaitility.await;

import dev.quire.doc.database.Database;
import dev.quire.doc.database.TestDatabase;
import dev.quire.wire.doc.Append;
import dev.quire.wire.doc.LogUnderTest;
import dev.quire.wire.doc.ReadEpochs;
import dev.quire.wire.doc.ReadLog;
import dev.quire.wire.doc.TakeShards;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.pgclient.PgConnection;
import io.vertx.sqlclient.Transaction;
import io.vertx.sqlclient.Tuple;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;

/** The real log: operations meet at PostgreSQL's own locks, and connections are lost by force. */
final class PostgresUnderTest implements LogUnderTest {
  private final Vertx vertx = Vertx.vertx();
  private final Database database = TestDatabase.open(vertx, 8);
  private final PostgresOpLog log = new PostgresOpLog(database.appends(), database.owners());

  /** Has one connection for appends: the one that is lost. */
  private final Database fragile = TestDatabase.open(vertx, 1);

  private final PostgresOpLog fragileLog = new PostgresOpLog(fragile.appends(), fragile.owners());

  /** What tests hold, to be let go where one of them fails. */
  private final List<Connection> holding = new ArrayList<>();

  private final List<PgConnection> open = new ArrayList<>();

  void close() {
    Future.join(database.close(), fragile.close())
        .eventually(vertx::close)
        .toCompletionStage()
        .toCompletableFuture()
        .join();
  }

  private static <T> CompletableFuture<T> future(Future<T> future) {
    return future.toCompletionStage().toCompletableFuture();
  }

  @Override
  public CompletableFuture<Append.Result> append(Append append) {
    return future(log.append(append));
  }

  @Override
  public CompletableFuture<TakeShards.Taken> takeShards(TakeShards claim) {
    return future(log.takeShards(claim));
  }

  @Override
  public CompletableFuture<ReadLog.Page> read(ReadLog read) {
    return future(log.read(read));
  }

  @Override
  public CompletableFuture<ReadEpochs.Taken> readEpochs(ReadEpochs read) {
    return future(log.readEpochs(read));
  }

  @Override
  public Hold holdFence(int shard) {
    try {
      Connection connection = TestDatabase.connect();
      holding.add(connection);
      connection.setAutoCommit(false);
      try (Statement statement = connection.createStatement()) {
        statement.execute(
            "SELECT epoch FROM quire_doc.shard_epoch WHERE shard = " + shard + " FOR UPDATE");
      }
      return () -> close(connection);
    } catch (SQLException e) {
      throw new AssertionError(e);
    }
  }

  @Override
  public void letGoOfEverything() {
    holding.forEach(PostgresUnderTest::close);
    holding.clear();
    open.forEach(connection -> future(connection.close()).handle((closed, fault) -> true).join());
    open.clear();
  }

  private static void close(Connection connection) {
    try {
      if (connection.isClosed()) {
        return;
      }
      connection.rollback();
      connection.close();
    } catch (SQLException e) {
      throw new AssertionError(e);
    }
  }

  @Override
  public OpenAppend begin(Append append) {
    PgConnectOptions options = PgConnectOptions.fromUri(TestDatabase.url().toString());
    options.addProperty("search_path", "quire_doc");
    PgConnection connection = future(PgConnection.connect(vertx, options)).join();
    open.add(connection);
    Transaction transaction = future(connection.begin()).join();
    Append.Result result =
        future(
                connection
                    .preparedQuery(AppendStatement.SQL)
                    .execute(AppendStatement.parameters(append)))
            .thenApply(rows -> AppendStatement.result(append, rows))
            .join();
    return new OpenAppend() {
      @Override
      public Append.Result commit() {
        future(transaction.commit().eventually(connection::close)).join();
        return result;
      }

      @Override
      public void abandon() {
        future(connection.close()).join();
      }
    };
  }

  @Override
  public void awaitWaiting(int operations) {
    TestDatabase.awaitWaiting(operations);
  }

  @Override
  public CompletableFuture<Append.Result> appendInDoubt(Append append, long seed) {
    int process = fragileProcess();
    Random random = new Random(seed);
    long nanos = random.nextInt(3_000_000);
    CompletableFuture<Append.Result> result = future(fragileLog.append(append));
    LockSupport.parkNanos(nanos);
    try {
      TestDatabase.query("SELECT pg_terminate_backend(" + process + ")::int");
    } catch (SQLException e) {
      throw new AssertionError(e);
    }
    return result;
  }

  /** Asked again where an earlier append in doubt has just had the connection cut. */
  private int fragileProcess() {
    return await()
        .ignoreExceptions()
        .until(
            () ->
                future(fragile.appends().execute("SELECT pg_backend_pid()", Tuple.tuple()))
                    .join()
                    .iterator()
                    .next()
                    .getInteger(0),
            process -> process > 0);
  }
}
