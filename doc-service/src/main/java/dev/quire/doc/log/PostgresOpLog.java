package dev.quire.doc.log;

import dev.quire.doc.database.Faults;
import dev.quire.doc.database.Statements;
import dev.quire.wire.Shards;
import dev.quire.wire.WireFailure;
import dev.quire.wire.doc.Append;
import dev.quire.wire.doc.ReadEpochs;
import dev.quire.wire.doc.ReadLog;
import dev.quire.wire.doc.TakeShards;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The op log. Any thread; every method fails with a {@link WireFailure} and nothing else.
 *
 * <p>The truth is in PostgreSQL alone: any number of these, in any number of processes, may serve
 * one database.
 */
public final class PostgresOpLog {
  /**
   * How often an append that met another one of the same document is judged again. The second time
   * it sees what it met, so more than a few means that several writers go on under one epoch.
   */
  private static final int ATTEMPTS = 5;

  private static final String TAKE =
      """
      WITH claim AS (
        SELECT * FROM unnest($1::integer[], $2::bigint[], $3::bigint[], $5::boolean[])
                      WITH ORDINALITY AS claim (shard, fence, if_epoch, given, ordinal)
      ), held AS MATERIALIZED (
        SELECT shard, epoch, owner IN ('', $4) AS stays,
               CASE WHEN moves_paid_until > now() + interval '41 seconds' THEN now()
                    ELSE moves_paid_until END AS moves_paid_until
        FROM shard_epoch
        WHERE shard = ANY ($1) ORDER BY shard FOR NO KEY UPDATE
      ), raised AS (
        UPDATE shard_epoch
        SET epoch = held.epoch + 1, owner = $4, fence = claim.fence, changed_at = now(),
            moves_paid_until =
              CASE WHEN held.stays OR claim.given THEN held.moves_paid_until
                   ELSE greatest(held.moves_paid_until, now()) + interval '10 seconds' END
        FROM held JOIN claim USING (shard)
        WHERE shard_epoch.shard = held.shard
          AND CASE WHEN claim.if_epoch <> 0 THEN claim.if_epoch = held.epoch
                   ELSE held.stays OR claim.given
                        OR held.moves_paid_until <= now() + interval '30 seconds' END
        RETURNING shard_epoch.shard, shard_epoch.epoch
      )
      SELECT shard, coalesce(raised.epoch, held.epoch), raised.epoch IS NOT NULL, incarnation
      FROM claim JOIN held USING (shard) LEFT JOIN raised USING (shard), log_identity
      ORDER BY claim.ordinal
      """;

  private static final String EPOCHS =
      """
      SELECT shard, shard_epoch.epoch
      FROM unnest($1::integer[], $2::bigint[]) AS held (shard, epoch) JOIN shard_epoch USING (shard)
      WHERE shard_epoch.epoch > held.epoch AND shard_epoch.owner <> $3
      """;

  private final Statements appends;
  private final Statements owners;

  /**
   * @param appends where appends run, and nothing else: what waits for them must not keep them from
   *     a connection
   * @param owners where takeovers and reads run
   */
  public PostgresOpLog(Statements appends, Statements owners) {
    this.appends = appends;
    this.owners = owners;
  }

  /**
   * Appends each part whole or not at all. {@code OVERLOADED}, {@code UNAVAILABLE} and {@code
   * INVALID} say that nothing was done; {@code TIMEOUT} and {@code INTERNAL} that it may have been,
   * or may still be: only {@link #takeShards} and then {@link #read} settle which.
   */
  public Future<Append.Result> append(Append append) {
    try {
      AppendStatement.check(append);
    } catch (WireFailure invalid) {
      return Future.failedFuture(invalid);
    }
    return append(append, AppendStatement.parameters(append), ATTEMPTS)
        .map(rows -> AppendStatement.result(append, rows));
  }

  private Future<RowSet<Row>> append(Append append, Tuple parameters, int attempts) {
    return appends
        .tryExecute(AppendStatement.SQL, parameters)
        .recover(
            fault -> {
              if (Faults.metAnother(fault) && attempts > 1) {
                return append(append, parameters, attempts - 1);
              }
              return Future.failedFuture(Faults.ofStatement(fault));
            });
  }

  /**
   * Raises epochs, those that are what their claim expects, in one statement that waits for the
   * appends in flight: {@code FOR NO KEY UPDATE} conflicts with their {@code FOR SHARE}, and is
   * taken in the order of the shards as theirs is.
   *
   * <p>A shard goes to another process four times in a row and then once in ten seconds: two halves
   * of a cluster that both reach the database must not take turns. Whoever raised it last may raise
   * it again at any time, and what its owner has let go of moves freely. A clock of the database's
   * that was set back is no reason to wait.
   */
  public Future<TakeShards.Taken> takeShards(TakeShards claim) {
    Integer[] shards = claim.shards().stream().map(TakeShards.Claim::shard).toArray(Integer[]::new);
    Long[] fences = claim.shards().stream().map(TakeShards.Claim::fence).toArray(Long[]::new);
    Long[] expected = claim.shards().stream().map(TakeShards.Claim::ifEpoch).toArray(Long[]::new);
    Boolean[] given = claim.shards().stream().map(TakeShards.Claim::given).toArray(Boolean[]::new);
    Set<Integer> distinct = new HashSet<>(List.of(shards));
    if (shards.length == 0
        || distinct.size() != shards.length
        || distinct.stream().anyMatch(shard -> shard < 0 || shard >= Shards.COUNT)) {
      return Future.failedFuture(
          new WireFailure(WireFailure.Code.INVALID, "A claim of no shard, or of one twice."));
    }
    return owners
        .execute(TAKE, Tuple.of(shards, fences, expected, claim.process(), given))
        .map(PostgresOpLog::taken);
  }

  /** Which of the shards another process has taken since. */
  public Future<ReadEpochs.Taken> readEpochs(ReadEpochs read) {
    Integer[] shards = read.held().stream().map(ReadEpochs.Held::shard).toArray(Integer[]::new);
    Long[] epochs = read.held().stream().map(ReadEpochs.Held::epoch).toArray(Long[]::new);
    if (shards.length > Shards.COUNT) {
      return Future.failedFuture(
          new WireFailure(WireFailure.Code.INVALID, "More shards than there are."));
    }
    return owners
        .execute(EPOCHS, Tuple.of(shards, epochs, read.process()))
        .map(
            rows -> {
              List<ReadEpochs.Held> taken = new ArrayList<>(rows.size());
              rows.forEach(
                  row -> taken.add(new ReadEpochs.Held(row.getInteger(0), row.getLong(1))));
              return new ReadEpochs.Taken(taken);
            });
  }

  private static TakeShards.Taken taken(RowSet<Row> rows) {
    List<TakeShards.Epoch> epochs = new ArrayList<>(rows.size());
    String incarnation = "";
    for (Row row : rows) {
      epochs.add(new TakeShards.Epoch(row.getInteger(0), row.getLong(1), row.getBoolean(2)));
      incarnation = row.getUUID(3).toString();
    }
    return new TakeShards.Taken(incarnation, epochs);
  }

  /** One page of the log as one snapshot of it shows. */
  public Future<ReadLog.Page> read(ReadLog read) {
    return read(owners, read);
  }

  /** The same for other readers than owners, who wait in a queue of their own. */
  public static Future<ReadLog.Page> read(Statements statements, ReadLog read) {
    return LogView.read(statements, read);
  }
}
