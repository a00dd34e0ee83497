package dev.quire.doc.replica;

import dev.quire.doc.database.Database;
import dev.quire.doc.database.Statements;
import dev.quire.doc.history.Replay;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Tuple;
import java.net.URI;
import java.util.OptionalLong;
import java.util.random.RandomGenerator;

/** One replica, as far as it is known. For one event loop. */
final class Replica {
  private static final String PULSE =
      """
      SELECT pg_wal_lsn_diff(pg_last_wal_replay_lsn(), '0/0')::bigint WHERE pg_is_in_recovery()
      """;

  private final Database database;
  private final Statements statements;
  private final Reader reader;
  private OptionalLong replayed = OptionalLong.empty();
  private boolean asking;

  Replica(Vertx vertx, URI url, Database.Bound bound, Replay ofPrimary, RandomGenerator random) {
    this.database = new Database(vertx, url, bound, bound, bound);
    this.statements = database.people();
    this.reader = Reader.of(vertx, statements, ofPrimary, random);
  }

  Reader reader() {
    return reader;
  }

  /** How far it has come; empty where it is away, or no replica. */
  OptionalLong replayed() {
    return replayed;
  }

  /** It failed somebody: nobody asks it until its pulse is felt again. */
  void lost() {
    replayed = OptionalLong.empty();
  }

  /** Asks how far it has come, one question at a time: without an answer it is away. */
  void ask() {
    if (asking) {
      replayed = OptionalLong.empty();
    } else {
      asking = true;
      statements
          .execute(PULSE, Tuple.tuple())
          .onComplete(
              answer -> {
                asking = false;
                replayed =
                    answer.succeeded() && answer.result().size() == 1
                        ? of(answer.result().iterator().next().getLong(0))
                        : OptionalLong.empty();
              });
    }
  }

  private static OptionalLong of(Long bytes) {
    return bytes == null ? OptionalLong.empty() : OptionalLong.of(bytes);
  }

  Future<Void> close() {
    return database.close();
  }
}
