package dev.quire.collab.log;

import dev.quire.collab.loop.Loop;
import dev.quire.wire.Bytes;
import dev.quire.wire.Call;
import dev.quire.wire.DocumentId;
import dev.quire.wire.WireFailure;
import dev.quire.wire.WireMessage;
import dev.quire.wire.doc.Append;
import dev.quire.wire.doc.DocCalls;
import dev.quire.wire.doc.ReadHead;
import dev.quire.wire.doc.ReadLog;
import dev.quire.wire.doc.ReadSnapshot;
import dev.quire.wire.doc.SnapshotFormat;
import dev.quire.wire.doc.StoreSnapshot;
import dev.quire.wire.doc.TakeShards;
import io.vertx.core.Future;
import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/** Calls doc-service. Use it on one loop; heavy work runs on worker threads. */
public final class LogClient {
  /** How often a newer snapshot may take the place of the one that is being read. */
  private static final int LOAD_ATTEMPTS = 5;

  private static final int PAGE_ITEMS = 5_000;
  private static final int PAGE_BYTES = 1 << 20;

  private final Loop loop;
  private final Duration timeout;

  /**
   * @param timeout after it an append counts as of unknown outcome, and any other call as failed
   */
  public LogClient(Loop loop, Duration timeout) {
    this.loop = loop;
    this.timeout = timeout;
  }

  /**
   * What became of an append: {@link Append.Outcome}s for each part where it is known, an {@link
   * UnknownOutcome} failure where it is not, and any other failure where nothing was done: {@code
   * INVALID} where it never will be. Copies harm nobody: each part goes in where its base is the
   * log's last revision, so at most once, and a copy that is late is answered {@link
   * Append.Conflict}. One that arrives after the answer to another finds the log further on.
   *
   * @param maySendAgain asked before each copy
   */
  public Future<Append.Result> append(Append append, BooleanSupplier maySendAgain) {
    return Repeated.request(loop, DocCalls.APPEND, append, timeout, maySendAgain)
        .recover(fault -> Future.failedFuture(isKnownToBeUndone(fault) ? fault : unknown(fault)));
  }

  /** An append that may be in the log, now or later: only raising the epoch settles it. */
  public static final class UnknownOutcome extends RuntimeException {
    private static final long serialVersionUID = 1;

    public UnknownOutcome(String why) {
      super(why, null, false, false);
    }
  }

  public Future<TakeShards.Taken> take(TakeShards take) {
    return loop.request(DocCalls.TAKE_SHARDS, take, timeout);
  }

  /**
   * A document as the log has it.
   *
   * @param snapshot the state at {@code snapshotRevision}, empty where there is no snapshot
   * @param tail every revision after it
   */
  public record Loaded(
      String incarnation, long snapshotRevision, Bytes snapshot, List<ReadLog.Entry> tail) {

    /** The last revision. */
    public long revision() {
      return tail.isEmpty() ? snapshotRevision : tail.get(tail.size() - 1).revision();
    }
  }

  /** Fails with {@code NOT_FOUND} where there is no such document. */
  public Future<Loaded> load(DocumentId document) {
    return load(document, LOAD_ATTEMPTS);
  }

  private Future<Loaded> load(DocumentId document, int attempts) {
    return again(DocCalls.READ_HEAD, new ReadHead(document))
        .compose(
            head ->
                snapshot(document, head)
                    .map(Optional::of)
                    .recover(fault -> withoutSnapshot(fault, attempts))
                    .compose(
                        snapshot ->
                            snapshot.isPresent()
                                ? withTail(document, head, snapshot.get())
                                : load(document, attempts - 1)));
  }

  /**
   * A newer snapshot has taken the place of the one that the head named: nothing where the head is
   * to be read again. Only a head that is not found says that the document is not there.
   */
  private static Future<Optional<Bytes>> withoutSnapshot(Throwable fault, int attempts) {
    boolean overtaken =
        fault instanceof WireFailure failure && failure.code() == WireFailure.Code.NOT_FOUND;
    if (!overtaken) {
      return Future.failedFuture(fault);
    }
    return attempts > 1
        ? Future.succeededFuture(Optional.empty())
        : Future.failedFuture(
            new WireFailure(
                WireFailure.Code.UNAVAILABLE,
                "The snapshot can't be read. Try again in a moment."));
  }

  private Future<Loaded> withTail(DocumentId document, ReadHead.Head head, Bytes snapshot) {
    return readAll(document, head.snapshotRevision())
        .map(tail -> new Loaded(head.incarnation(), head.snapshotRevision(), snapshot, tail));
  }

  private Future<List<ReadLog.Entry>> readAll(DocumentId document, long after) {
    return readOn(document, after, new ArrayList<>());
  }

  /** Some revisions, as many as the request allows. */
  public Future<ReadLog.Page> read(ReadLog read) {
    return again(DocCalls.READ_LOG, read);
  }

  /**
   * Compresses and stores a snapshot; true where it is now the document's.
   *
   * @param state one Yjs update that holds everything up to {@code revision}
   */
  public Future<Boolean> store(DocumentId document, long epoch, long revision, Bytes state) {
    return loop.work(() -> SnapshotFormat.compress(state.array()))
        .compose(snapshot -> storeFrom(document, epoch, revision, snapshot, 0));
  }

  private Future<Boolean> storeFrom(
      DocumentId document, long epoch, long revision, byte[] snapshot, int chunk) {
    int chunks = Math.max(1, -Math.floorDiv(-snapshot.length, SnapshotFormat.CHUNK_BYTES));
    int from = chunk * SnapshotFormat.CHUNK_BYTES;
    int to = Math.min(snapshot.length, from + SnapshotFormat.CHUNK_BYTES);
    Bytes bytes = Bytes.of(Arrays.copyOfRange(snapshot, from, to));
    return loop.request(
            DocCalls.STORE_SNAPSHOT,
            new StoreSnapshot(document, epoch, revision, chunk, chunks, bytes),
            timeout)
        .compose(
            stored ->
                chunk + 1 == chunks
                    ? Future.succeededFuture(stored.current())
                    : storeFrom(document, epoch, revision, snapshot, chunk + 1));
  }

  private Future<List<ReadLog.Entry>> readOn(
      DocumentId document, long after, List<ReadLog.Entry> entries) {
    return read(new ReadLog(document, after, PAGE_ITEMS, PAGE_BYTES))
        .compose(
            page -> {
              entries.addAll(page.entries());
              long reached =
                  page.entries().isEmpty()
                      ? page.lastRevision()
                      : page.entries().get(page.entries().size() - 1).revision();
              return reached >= page.lastRevision()
                  ? Future.succeededFuture(List.copyOf(entries))
                  : readOn(document, reached, entries);
            });
  }

  private Future<Bytes> snapshot(DocumentId document, ReadHead.Head head) {
    if (head.snapshotRevision() == 0) {
      return Future.succeededFuture(Bytes.EMPTY);
    }
    return readChunks(document, head, 0, new ByteArrayOutputStream((int) head.snapshotBytes()))
        .compose(
            compressed ->
                loop.work(
                    () ->
                        Bytes.of(
                            SnapshotFormat.decompress(
                                compressed, SnapshotFormat.MAX_STATE_BYTES))));
  }

  private Future<byte[]> readChunks(
      DocumentId document, ReadHead.Head head, int chunk, ByteArrayOutputStream into) {
    if (chunk == head.snapshotChunks()) {
      return Future.succeededFuture(into.toByteArray());
    }
    return again(DocCalls.READ_SNAPSHOT, new ReadSnapshot(document, head.snapshotRevision(), chunk))
        .compose(
            read -> {
              into.writeBytes(read.bytes().array());
              return readChunks(document, head, chunk + 1, into);
            });
  }

  /** What only reads may be asked any number of times. */
  private <Q extends WireMessage, R extends WireMessage> Future<R> again(
      Call<Q, R> call, Q message) {
    return Repeated.request(loop, call, message, timeout, () -> true);
  }

  /** Whether the log can't keep what was to be appended, however often it is tried. */
  public static boolean isRefused(Throwable fault) {
    return fault instanceof WireFailure failure && failure.code() == WireFailure.Code.INVALID;
  }

  private static boolean isKnownToBeUndone(Throwable fault) {
    return fault instanceof WireFailure failure
        && switch (failure.code()) {
          case UNAVAILABLE, OVERLOADED, INVALID -> true;
          default -> false;
        };
  }

  private static UnknownOutcome unknown(Throwable fault) {
    return new UnknownOutcome(String.valueOf(fault.getMessage()));
  }
}
