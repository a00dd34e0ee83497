package dev.quire.collab.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.quire.collab.loop.VertxLoop;
import dev.quire.crdt.update.Updates;
import dev.quire.wire.Bus;
import dev.quire.wire.Bytes;
import dev.quire.wire.DocumentId;
import dev.quire.wire.WireFailure;
import dev.quire.wire.doc.DocCalls;
import dev.quire.wire.doc.ReadHead;
import dev.quire.wire.doc.ReadLog;
import dev.quire.wire.doc.ReadSnapshot;
import dev.quire.wire.doc.SnapshotFormat;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Loading while another owner's snapshot takes the place of the one that is being read. */
final class LogClientTest {
  private static final DocumentId DOCUMENT = new DocumentId(0x0192_6f3c_7c00_7abcL, 42);
  private static final byte[] STORED = SnapshotFormat.compress(Updates.empty());

  private final Vertx vertx = Vertx.vertx();
  private final Bus bus = Bus.on(vertx);
  private final LogClient client =
      new LogClient(new VertxLoop(vertx, vertx.getOrCreateContext(), bus), Duration.ofSeconds(10));
  private final AtomicInteger heads = new AtomicInteger();

  @AfterEach
  void stop() {
    join(vertx.close());
  }

  @Test
  void aSnapshotThatWasReplacedMeanwhileIsReadAnew() {
    serve(2);

    LogClient.Loaded loaded = join(client.load(DOCUMENT));

    assertThat(loaded.snapshotRevision()).isEqualTo(2);
    assertThat(loaded.snapshot()).isEqualTo(Bytes.of(Updates.empty()));
  }

  @Test
  void aSnapshotThatIsNeverFoundDoesNotMeanThatTheDocumentIsGone() {
    serve(Integer.MAX_VALUE);

    assertThatThrownBy(() -> join(client.load(DOCUMENT)))
        .isInstanceOf(CompletionException.class)
        .cause()
        .isInstanceOfSatisfying(
            WireFailure.class,
            failure -> assertThat(failure.code()).isEqualTo(WireFailure.Code.UNAVAILABLE));
  }

  /**
   * Each reading of the head names a snapshot one revision on; those from this one on are there.
   */
  private void serve(long firstThere) {
    bus.answer(
        DocCalls.READ_HEAD,
        read ->
            Future.succeededFuture(
                new ReadHead.Head("one", 9, heads.incrementAndGet(), 1, STORED.length)));
    bus.answer(
        DocCalls.READ_SNAPSHOT,
        read ->
            read.revision() < firstThere
                ? Future.failedFuture(
                    new WireFailure(WireFailure.Code.NOT_FOUND, "A newer one is there."))
                : Future.succeededFuture(new ReadSnapshot.Chunk(Bytes.of(STORED))));
    bus.answer(
        DocCalls.READ_LOG,
        read -> Future.succeededFuture(new ReadLog.Page(read.after(), List.of())));
  }

  private static <T> T join(Future<T> future) {
    return future.toCompletionStage().toCompletableFuture().join();
  }
}
