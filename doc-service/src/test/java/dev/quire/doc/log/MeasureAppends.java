package dev.quire.doc.log;

import dev.quire.doc.database.Database;
import dev.quire.doc.database.TestDatabase;
import dev.quire.wire.Bytes;
import dev.quire.wire.DocumentId;
import dev.quire.wire.SessionId;
import dev.quire.wire.Shards;
import dev.quire.wire.doc.Append;
import dev.quire.wire.doc.TakeShards;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Tuple;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * Measures the append on the embedded PostgreSQL, fsync on: batches of one update for each of many
 * documents, several lanes with one append in flight each. Run by hand; prints a table.
 */
final class MeasureAppends {
  private static final int WARM_UP_MILLIS = 3_000;
  private static final int MILLIS = 5_000;
  private static final int DOCUMENTS = 2_000;

  private final Vertx vertx = Vertx.vertx();
  private final Database database = TestDatabase.open(vertx, 8);
  private final PostgresOpLog log = new PostgresOpLog(database.appends(), database.owners());
  private final Random random = new Random(1);
  private final PrintWriter out = new PrintWriter(System.out, true, StandardCharsets.UTF_8);

  @Test
  void measure() {
    out.println("batch  lanes  appends/s  updates/s  p50 ms  p99 ms  server CPU ms/append");
    for (int batch : new int[] {1, 10, 100}) {
      for (int lanes : new int[] {1, 2, 4}) {
        measure(batch, lanes, WARM_UP_MILLIS);
        out.println(measure(batch, lanes, MILLIS));
      }
    }
    database.close().eventually(vertx::close).toCompletionStage().toCompletableFuture().join();
  }

  private String measure(int batch, int count, int millis) {
    long end = System.nanoTime() + millis * 1_000_000L;
    List<Lane> lanes = IntStream.range(0, count).mapToObj(i -> new Lane(i, count)).toList();
    long cpuBefore = serverCpuNanos();
    Future.join(lanes.stream().map(lane -> lane.run(batch, end)).toList())
        .toCompletionStage()
        .toCompletableFuture()
        .join();
    long[] nanos =
        lanes.stream().flatMap(l -> l.nanos.stream()).mapToLong(n -> n).sorted().toArray();
    double perSecond = nanos.length * 1000.0 / millis;
    return String.format(
        "%5d  %5d  %9.0f  %9.0f  %6.2f  %6.2f  %8.3f",
        batch,
        count,
        perSecond,
        perSecond * batch,
        nanos[nanos.length / 2] / 1e6,
        nanos[nanos.length * 99 / 100] / 1e6,
        (serverCpuNanos() - cpuBefore) / 1e6 / nanos.length);
  }

  /** Of the server's processes that run appends; theirs alone, so without the log's writer. */
  private long serverCpuNanos() {
    return database
        .owners()
        .execute(
            "SELECT pid FROM pg_stat_activity WHERE application_name = 'quire-doc-append'",
            Tuple.tuple())
        .toCompletionStage()
        .toCompletableFuture()
        .join()
        .stream()
        .flatMap(row -> ProcessHandle.of(row.getInteger(0)).stream())
        .flatMap(process -> process.info().totalCpuDuration().stream())
        .mapToLong(Duration::toNanos)
        .sum();
  }

  /** One owner lane: its own shards, one append in flight. */
  private final class Lane {
    private final List<DocumentId> documents = new ArrayList<>();
    private final long[] epochs = new long[Shards.COUNT];
    private final long[] revisions;
    private final List<Long> nanos = new ArrayList<>();
    private int next;

    Lane(int lane, int lanes) {
      while (documents.size() < DOCUMENTS / lanes) {
        DocumentId document = new DocumentId(random.nextLong(), random.nextLong());
        if (Shards.of(document) % lanes == lane) {
          documents.add(document);
        }
      }
      revisions = new long[documents.size()];
      log.takeShards(
              new TakeShards(
                  "measure",
                  documents.stream()
                      .map(Shards::of)
                      .distinct()
                      .map(shard -> new TakeShards.Claim(shard, 0, 0))
                      .toList()))
          .toCompletionStage()
          .toCompletableFuture()
          .join()
          .epochs()
          .forEach(epoch -> epochs[epoch.shard()] = epoch.epoch());
    }

    Future<Void> run(int batch, long end) {
      Promise<Void> done = Promise.promise();
      vertx.getOrCreateContext().runOnContext(start -> step(batch, end, done));
      return done.future();
    }

    private void step(int batch, long end, Promise<Void> done) {
      long start = System.nanoTime();
      if (start >= end) {
        done.complete();
        return;
      }
      List<Append.Part> parts = new ArrayList<>(batch);
      for (int i = 0; i < batch; i++) {
        next = (next + 1) % documents.size();
        byte[] update = new byte[40];
        random.nextBytes(update);
        DocumentId document = documents.get(next);
        parts.add(
            new Append.Part(
                document,
                epochs[Shards.of(document)],
                revisions[next]++,
                List.of(
                    new Append.Update(
                        "0190a1b2-0000-7000-8000-000000000000",
                        Bytes.of(update),
                        new SessionId(0x0190a1b200007000L, i)))));
      }
      log.append(new Append(parts))
          .onComplete(
              result -> {
                nanos.add(System.nanoTime() - start);
                if (!result.outcomes().stream().allMatch(Append.Appended.class::isInstance)) {
                  done.fail("not all appended: " + result);
                } else {
                  step(batch, end, done);
                }
              },
              done::fail);
    }
  }
}
