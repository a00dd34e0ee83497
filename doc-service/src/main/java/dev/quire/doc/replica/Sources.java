package dev.quire.doc.replica;

import dev.quire.doc.database.Statements;
import dev.quire.doc.history.Replay;
import dev.quire.kit.rest.Replies;
import dev.quire.wire.DocumentId;
import dev.quire.wire.WireFailure;
import dev.quire.wire.WireFailure.Code;
import dev.quire.wire.doc.ReadHead;
import dev.quire.wire.rest.RestReply;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Metrics;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Tuple;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Chooses who reads: a replica that has what is asked for, or the primary. For one event loop. */
public final class Sources {
  private static final Logger log = LoggerFactory.getLogger(Sources.class);

  /** An answer that has this header came from a replica, whose log was so many milliseconds old. */
  public static final String AGE = "quire-replica-age";

  private static final long PULSE_MILLIS = 1_000;

  /** Longer than this nobody waits to hear how far a replica has come. */
  private static final long PROBE_MILLIS = 500;

  private static final String PLACE =
      "SELECT pg_wal_lsn_diff(pg_current_wal_lsn(), '0/0')::bigint WHERE NOT pg_is_in_recovery()";

  private static final Counter SERVED = counter("served", "Answers that replicas gave");
  private static final Counter PASSED = counter("passed", "Answers that no replica could give");

  private final Vertx vertx;
  private final Statements primary;
  private final Reader reader;
  private final List<Replica> replicas;
  private final long searchLagMillis;
  private final Places places = new Places();
  private int turn;
  private boolean asking;
  private long timer = -1;

  /**
   * @param reader the primary's
   * @param replay the same one's
   */
  public Sources(
      Vertx vertx,
      Statements primary,
      Reader reader,
      Replay replay,
      ReplicaSettings settings,
      RandomGenerator random) {
    this.vertx = vertx;
    this.primary = primary;
    this.reader = reader;
    this.searchLagMillis = settings.searchLagMillis();
    this.replicas =
        settings.urls().stream()
            .map(url -> new Replica(vertx, url, settings.bound(), replay, random))
            .toList();
  }

  private static Counter counter(String name, String description) {
    return Counter.builder("quire.replica." + name)
        .description(description)
        .register(Metrics.globalRegistry);
  }

  /** Feels the pulse of the replicas from now on, if there are any. */
  public void start() {
    if (!replicas.isEmpty()) {
      pulse();
      timer = vertx.setPeriodic(PULSE_MILLIS, tick -> pulse());
    }
  }

  public Future<Void> stop() {
    vertx.cancelTimer(timer);
    return Future.join(replicas.stream().map(Replica::close).toList()).mapEmpty();
  }

  private void pulse() {
    replicas.forEach(Replica::ask);
    if (asking) {
      return;
    }
    asking = true;
    long asked = millis();
    primary
        .execute(PLACE, Tuple.tuple())
        .onComplete(
            answer -> {
              asking = false;
              if (answer.succeeded() && answer.result().size() == 1) {
                places.note(answer.result().iterator().next().getLong(0), asked);
              }
            });
  }

  private static long millis() {
    return TimeUnit.NANOSECONDS.toMillis(System.nanoTime());
  }

  /**
   * Reads something of a document.
   *
   * @param head where the primary says that the document stands
   * @param atLeast the revision that the answer needs
   */
  public Future<RestReply> read(
      DocumentId document,
      ReadHead.Head head,
      long atLeast,
      Function<Reader, Future<RestReply>> read) {
    Replica replica = next(Long.MAX_VALUE);
    if (replica == null) {
      return read.apply(reader);
    }
    return replica
        .reader()
        .states()
        .head(document)
        .timeout(PROBE_MILLIS, TimeUnit.MILLISECONDS)
        .recover(Sources::late)
        .compose(
            copy -> {
              if (!copy.incarnation().equals(head.incarnation()) || copy.lastRevision() < atLeast) {
                throw new WireFailure(Code.NOT_FOUND, "The replica has not come so far.");
              }
              return read.apply(replica.reader());
            })
        .map(reply -> aged(replica, reply))
        .recover(
            fault -> isOfTheReplica(replica, fault) ? passed(read) : Future.failedFuture(fault));
  }

  private static Future<ReadHead.Head> late(Throwable fault) {
    return Future.failedFuture(
        fault instanceof TimeoutException
            ? new WireFailure(Code.UNAVAILABLE, "The replica does not answer.")
            : fault);
  }

  /** Searches: whoever is behind by less than the bound does it. */
  public Future<RestReply> search(Function<Reader, Future<RestReply>> read) {
    Replica replica = next(searchLagMillis);
    if (replica == null) {
      return read.apply(reader);
    }
    return read.apply(replica.reader())
        .map(reply -> aged(replica, reply))
        .recover(
            fault -> isOfTheReplica(replica, fault) ? passed(read) : Future.failedFuture(fault));
  }

  private Future<RestReply> passed(Function<Reader, Future<RestReply>> read) {
    PASSED.increment();
    return read.apply(reader);
  }

  private RestReply aged(Replica replica, RestReply reply) {
    SERVED.increment();
    OptionalLong age = age(replica);
    return Replies.with(
        reply, AGE, age.isPresent() ? Long.toString(Math.max(0, age.getAsLong())) : "unknown");
  }

  private OptionalLong age(Replica replica) {
    return replica.replayed().isPresent()
        ? places.age(replica.replayed().getAsLong(), millis())
        : OptionalLong.empty();
  }

  /** The next one in turn that is there and young enough; null where there is none. */
  private @Nullable Replica next(long mostLagMillis) {
    for (int i = 0; i < replicas.size(); i++) {
      turn = (turn + 1) % replicas.size();
      Replica replica = replicas.get(turn);
      boolean young =
          mostLagMillis == Long.MAX_VALUE
              ? replica.replayed().isPresent()
              : age(replica).orElse(Long.MAX_VALUE) <= mostLagMillis;
      if (young) {
        return replica;
      }
    }
    return null;
  }

  /** Whether the primary may do better: what is wrong with the question is wrong there too. */
  private static boolean isOfTheReplica(Replica replica, Throwable fault) {
    if (!(fault instanceof WireFailure failure)) {
      return false;
    }
    if (failure.code() == Code.UNAVAILABLE || failure.code() == Code.TIMEOUT) {
      log.warn("event=replica-lost fault={}", fault.getMessage());
      replica.lost();
    }
    return failure.code() != Code.INVALID && failure.code() != Code.FORBIDDEN;
  }
}
