package dev.quire.doc.state;

import dev.quire.crdt.YDoc;
import dev.quire.doc.baseline.Baseline;
import dev.quire.doc.baseline.Baselines;
import dev.quire.doc.database.Statements;
import dev.quire.doc.log.KeptRevisions;
import dev.quire.doc.log.PostgresOpLog;
import dev.quire.doc.snapshot.PostgresSnapshots;
import dev.quire.wire.Bytes;
import dev.quire.wire.DocumentId;
import dev.quire.wire.WireFailure;
import dev.quire.wire.WireFailure.Code;
import dev.quire.wire.doc.ReadHead;
import dev.quire.wire.doc.ReadLog;
import dev.quire.wire.doc.ReadSnapshot;
import dev.quire.wire.doc.SnapshotFormat;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.Supplier;

/** Reads a document's state. Fails with a {@link WireFailure} and nothing else, but for faults. */
public final class StateReader {
  private static final int WORKERS = 2;
  private static final int WORKERS_OF_SEARCH = 3;

  /** At most this many states are read at once: each holds a document in memory. */
  private static final int MOST_AT_ONCE = 16;

  /** Of a packed snapshot. What is below takes some tens of milliseconds at most. */
  private static final int LARGE_BYTES = 512 << 10;

  private static final int PAGE_ITEMS = 2000;
  private static final int PAGE_BYTES = 4 << 20;

  /** How often a newer snapshot may take the place of the one being read. */
  private static final int ATTEMPTS = 5;

  /** Of reading the log up to an earlier revision; half of what the edge waits for. */
  private static final Duration MOST_REPLAYING = Duration.ofSeconds(15);

  private final Statements statements;
  private final PostgresSnapshots snapshots;
  private final LowPriority workers;
  private final LargeReads large;
  private final Duration mostReplaying;
  private final Baselines baselines;
  private final AtomicInteger reading = new AtomicInteger();

  public StateReader(Vertx vertx, Statements statements) {
    this(vertx, statements, MOST_REPLAYING);
  }

  StateReader(Vertx vertx, Statements statements, Duration mostReplaying) {
    this(vertx, statements, new LowPriority(vertx, "quire-doc-state", WORKERS), mostReplaying);
  }

  private StateReader(
      Vertx vertx, Statements statements, LowPriority workers, Duration mostReplaying) {
    this.mostReplaying = mostReplaying;
    this.statements = statements;
    this.snapshots = new PostgresSnapshots(statements);
    this.baselines = new Baselines(statements);
    this.workers = workers;
    this.large = new LargeReads(vertx);
  }

  /** For search, which waits for nobody's export: with workers of its own. */
  public static StateReader ofSearch(Vertx vertx, Statements statements) {
    return new StateReader(
        vertx,
        statements,
        new LowPriority(vertx, "quire-doc-search", WORKERS_OF_SEARCH),
        MOST_REPLAYING);
  }

  /**
   * One update, format v1, that makes an empty document what this one is.
   *
   * @param revision everything up to it is in the state
   */
  public record State(String incarnation, long revision, Bytes update) {}

  /**
   * A document, read.
   *
   * @param revision everything up to it is in the document
   * @param doc the receiver's own
   */
  public record Loaded(String incarnation, long revision, YDoc doc) {}

  /** Where the document stands, without reading it. */
  public Future<ReadHead.Head> head(DocumentId document) {
    return snapshots.head(new ReadHead(document));
  }

  /** {@code OVERLOADED} where too many are being read. */
  public Future<State> read(DocumentId document) {
    return use(
        document,
        loaded ->
            new State(
                loaded.incarnation(),
                loaded.revision(),
                Bytes.of(loaded.doc().encodeStateAsUpdate())));
  }

  /**
   * Reads a document and does something with it, on a worker; it counts as being read until that is
   * done. {@code OVERLOADED} where too many are being read.
   */
  public <T> Future<T> use(DocumentId document, Function<Loaded, T> use) {
    return use(document, Long.MAX_VALUE, use);
  }

  /**
   * The same with the document as it was.
   *
   * @param at the revision; where the document hasn't come to it yet, the last one is read, and
   *     where it is not kept, this fails as {@link KeptRevisions} says; {@code HISTORY_TOO_LONG}
   *     where the log up to it takes too long to read
   */
  public <T> Future<T> use(DocumentId document, long at, Function<Loaded, T> use) {
    if (reading.incrementAndGet() > MOST_AT_ONCE) {
      reading.decrementAndGet();
      return Future.failedFuture(overloaded());
    }
    return head(document)
        .compose(
            head ->
                isLarge(head)
                    ? large.inTurn(() -> load(document, at, use))
                    : load(document, at, use))
        .onComplete(done -> reading.decrementAndGet());
  }

  /**
   * The same for somebody who reads one document at a time and rests by himself: he waits for no
   * turn, and no large document makes others late.
   */
  public <T> Future<T> useOutOfTurn(DocumentId document, Function<Loaded, T> use) {
    if (reading.incrementAndGet() > MOST_AT_ONCE) {
      reading.decrementAndGet();
      return Future.failedFuture(overloaded());
    }
    return load(document, Long.MAX_VALUE, use).onComplete(done -> reading.decrementAndGet());
  }

  private <T> Future<T> load(DocumentId document, long at, Function<Loaded, T> use) {
    return read(document, at, ATTEMPTS).compose(loaded -> workers.work(() -> use.apply(loaded)));
  }

  private static boolean isLarge(ReadHead.Head head) {
    return head.snapshotBytes() > LARGE_BYTES;
  }

  /** Does something on the same workers, under the same bound. */
  public <T> Future<T> work(Supplier<T> work) {
    if (reading.incrementAndGet() > MOST_AT_ONCE) {
      reading.decrementAndGet();
      return Future.failedFuture(overloaded());
    }
    return workers.work(work::get).onComplete(done -> reading.decrementAndGet());
  }

  private static WireFailure overloaded() {
    return new WireFailure(Code.OVERLOADED, "Too many documents are being read. Try again soon.");
  }

  private Future<Loaded> read(DocumentId document, long at, int attempts) {
    return head(document)
        .compose(
            head ->
                begin(document, at, head)
                    .recover(
                        fault ->
                            isOvertaken(fault) && attempts > 1
                                ? Future.succeededFuture()
                                : Future.failedFuture(fault))
                    .compose(
                        begun ->
                            begun == null
                                ? read(document, at, attempts - 1)
                                : finish(document, at, head, begun)));
  }

  private static boolean isOvertaken(Throwable fault) {
    return fault instanceof WireFailure failure && failure.code() == Code.NOT_FOUND;
  }

  /**
   * What the log is applied to.
   *
   * @param revision that the document is at
   */
  private record Begun(YDoc doc, long revision) {}

  /** The snapshot; a baseline where that is too new for an earlier revision; or nothing. */
  private Future<Begun> begin(DocumentId document, long at, ReadHead.Head head) {
    if (head.snapshotRevision() > at || (head.snapshotRevision() == 0 && at < Long.MAX_VALUE)) {
      return baselines.nearest(document, at).compose(this::beginWith);
    }
    YDoc doc = new YDoc();
    return head.snapshotRevision() == 0
        ? Future.succeededFuture(new Begun(doc, 0))
        : snapshot(document, doc, head).map(loaded -> new Begun(loaded, head.snapshotRevision()));
  }

  private Future<Begun> beginWith(Optional<Baseline> baseline) {
    YDoc doc = new YDoc();
    if (baseline.isEmpty()) {
      return Future.succeededFuture(new Begun(doc, 0));
    }
    return workers.work(
        () -> {
          doc.applyUpdate(baseline.get().update().array());
          return new Begun(doc, baseline.get().revision());
        });
  }

  private Future<YDoc> snapshot(DocumentId document, YDoc doc, ReadHead.Head head) {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    Future<Void> chunks = Future.succeededFuture();
    for (int i = 0; i < head.snapshotChunks(); i++) {
      ReadSnapshot read = new ReadSnapshot(document, head.snapshotRevision(), i);
      chunks =
          chunks
              .compose(before -> snapshots.read(read))
              .map(
                  chunk -> {
                    packed.writeBytes(chunk.bytes().array());
                    return null;
                  });
    }
    return chunks.compose(
        all ->
            workers.work(
                () -> {
                  doc.applyUpdate(
                      SnapshotFormat.decompress(
                          packed.toByteArray(), SnapshotFormat.MAX_STATE_BYTES));
                  return doc;
                }));
  }

  private Future<Loaded> finish(DocumentId document, long at, ReadHead.Head head, Begun begun) {
    return tail(document, begun.doc(), begun.revision(), at, System.nanoTime())
        .map(revision -> new Loaded(head.incarnation(), revision, begun.doc()));
  }

  /** Applies the log onwards from a revision to another, page by page; the last revision. */
  private Future<Long> tail(DocumentId document, YDoc doc, long after, long to, long begun) {
    int items = (int) Math.min(PAGE_ITEMS, to - after);
    if (items == 0) {
      return Future.succeededFuture(after);
    }
    if (to < Long.MAX_VALUE && System.nanoTime() - begun > mostReplaying.toNanos()) {
      return Future.failedFuture(tooLong(after));
    }
    return PostgresOpLog.read(statements, new ReadLog(document, after, items, PAGE_BYTES))
        .compose(
            page -> {
              List<ReadLog.Entry> entries = KeptRevisions.upTo(to, page.entries());
              if (entries.isEmpty()) {
                return Future.succeededFuture(after);
              }
              long reached = entries.get(entries.size() - 1).revision();
              Future<Void> applied = apply(doc, entries);
              return reached >= page.lastRevision()
                  ? applied.map(reached)
                  : applied.compose(done -> tail(document, doc, reached, to, begun));
            });
  }

  private static WireFailure tooLong(long reached) {
    return new WireFailure(
        Code.HISTORY_TOO_LONG,
        "There is no snapshot of that revision, and the log up to it takes too long to read: it came"
            + " to revision "
            + reached
            + ". Ask for an earlier revision, or for the present one.");
  }

  private Future<Void> apply(YDoc doc, List<ReadLog.Entry> entries) {
    return workers.work(
        () -> {
          entries.forEach(entry -> doc.applyUpdate(entry.update().array()));
          return null;
        });
  }
}
