package dev.quire.doc.history;

import dev.quire.crdt.DocOptions;
import dev.quire.crdt.Snapshot;
import dev.quire.crdt.UpdateContents;
import dev.quire.crdt.YDoc;
import dev.quire.crdt.id.IdSet;
import dev.quire.doc.database.Statements;
import dev.quire.doc.log.KeptRevisions;
import dev.quire.doc.log.PostgresOpLog;
import dev.quire.doc.state.StateReader;
import dev.quire.richtext.change.Authorship;
import dev.quire.wire.Bytes;
import dev.quire.wire.DocumentId;
import dev.quire.wire.WireFailure;
import dev.quire.wire.WireFailure.Code;
import dev.quire.wire.doc.ReadLog;
import io.vertx.core.Future;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Builds documents from their whole log, keeping what was deleted: who wrote what, and how it was
 * at two moments. Costs time and memory by the length of the log, so few run at once, each within
 * bounds. For one event loop; documents are built on the workers of {@link StateReader}.
 */
public final class Replay {
  private static final int MOST_AT_ONCE = 2;

  /** What a run of deletions counts for besides: it cuts what it is in, which is kept in pieces. */
  private static final long BYTES_OF_A_DELETION = 12;

  private static final int PAGE_ITEMS = 5_000;
  private static final int PAGE_BYTES = 4 << 20;

  private final Function<ReadLog, Future<ReadLog.Page>> pages;
  private final StateReader states;
  private final Bounds bounds;
  private final Running running;

  /** How many replays run, of the process. */
  private static final class Running {
    private int count;
  }

  /**
   * What one replay may cost; past it, it fails with {@code HISTORY_TOO_LONG}.
   *
   * @param bytes of updates, each run of deletions counted as a dozen more
   * @param millis from its beginning to its end
   */
  public record Bounds(long bytes, long millis) {
    private static final long MOST_BYTES = 48L << 20;
    private static final int MOST_MILLIS = 20_000;

    /**
     * What a replay takes of the heap for a byte of the worst updates: 24 for nothing but types.
     */
    private static final int HEAP_OF_A_BYTE = 25;

    /** In this process: all that may run at once take half of its heap at most. */
    public static Bounds ofThisProcess() {
      return ofHeap(Runtime.getRuntime().maxMemory());
    }

    static Bounds ofHeap(long heapBytes) {
      long forEach = heapBytes / 2 / MOST_AT_ONCE / HEAP_OF_A_BYTE;
      return new Bounds(Math.min(MOST_BYTES, forEach), MOST_MILLIS);
    }
  }

  public Replay(Statements statements, StateReader states, Bounds bounds) {
    this(read -> PostgresOpLog.read(statements, read), states, bounds);
  }

  /** Reads from another database: one of the same few that run at once. */
  public Replay on(Statements other, StateReader itsStates) {
    return new Replay(read -> PostgresOpLog.read(other, read), itsStates, bounds, running);
  }

  /**
   * @param pages reads a page; each is of its own moment, so a retention rule may merge between two
   */
  Replay(Function<ReadLog, Future<ReadLog.Page>> pages, StateReader states, Bounds bounds) {
    this(pages, states, bounds, new Running());
  }

  private Replay(
      Function<ReadLog, Future<ReadLog.Page>> pages,
      StateReader states,
      Bounds bounds,
      Running running) {
    this.pages = pages;
    this.states = states;
    this.bounds = bounds;
    this.running = running;
  }

  /**
   * A document at the later moment, with what it needs to be read at both.
   *
   * @param doc collects nothing
   * @param deleters who deleted each id that was deleted after the earlier moment
   */
  public record Replayed(
      YDoc doc, Snapshot from, Snapshot to, Authorship writers, Authorship deleters) {}

  /**
   * Replays a log and does something with the document, on a worker. {@code OVERLOADED} where
   * others are being replayed; where one of the moments is not kept, as {@link KeptRevisions} says.
   *
   * @param from the earlier revision, at least 0
   * @param to the later one, which the log has come to
   */
  public <T> Future<T> use(DocumentId document, long from, long to, Function<Replayed, T> use) {
    return use(new Run(document, from, to, DocOptions.DEFAULT, earlier -> {}), use);
  }

  /**
   * The edit that undoes in some roots all that came after a moment: what was deleted is written
   * anew, with new ids, so that others see ordinary edits that merge with theirs.
   *
   * @param from that moment
   * @param to the last revision, after it
   * @param client under which the edit is written
   * @return one update, format v1; empty where there is nothing to undo
   */
  Future<Bytes> undo(DocumentId document, long from, long to, Set<String> roots, long client) {
    RootsUndo undo = new RootsUndo(roots);
    DocOptions options = DocOptions.DEFAULT.withClientId(client);
    return use(
        new Run(document, from, to, options, undo::begin), replayed -> undo.end(replayed.doc()));
  }

  private <T> Future<T> use(Run run, Function<Replayed, T> use) {
    if (running.count >= MOST_AT_ONCE) {
      return Future.failedFuture(
          new WireFailure(
              Code.OVERLOADED, "Other histories are being worked out. Try again in some seconds."));
    }
    running.count++;
    return run.read(0)
        .compose(done -> states.work(() -> use.apply(run.replayed())))
        .onComplete(done -> running.count--);
  }

  /** One replay: touched by one worker at a time. */
  private final class Run {
    private final DocumentId document;
    private final long from;
    private final long to;
    private final long begun = System.nanoTime();
    private final YDoc doc;
    private final Consumer<YDoc> atEarlier;
    private final Authorship writers = new Authorship();
    private final Authorship deleters = new Authorship();
    private Snapshot earlier = Snapshot.EMPTY;
    private long bytes;

    /**
     * @param atEarlier is shown the document as it was at the earlier moment
     */
    Run(DocumentId document, long from, long to, DocOptions options, Consumer<YDoc> atEarlier) {
      this.document = document;
      this.from = from;
      this.to = to;
      this.doc = new YDoc(options.withGc(false));
      this.atEarlier = atEarlier;
    }

    Replayed replayed() {
      Snapshot now = doc.snapshot();
      return new Replayed(doc, from == to ? now : earlier, now, writers, deleters);
    }

    Future<Void> read(long after) {
      if (after >= to) {
        return Future.succeededFuture();
      }
      int items = (int) Math.min(PAGE_ITEMS, to - after);
      return pages
          .apply(new ReadLog(document, after, items, PAGE_BYTES))
          .compose(page -> states.work(() -> apply(page, after)))
          .compose(this::read);
    }

    /** The revision that it has come to. */
    private long apply(ReadLog.Page page, long after) {
      long reached = after;
      for (ReadLog.Entry entry : KeptRevisions.upTo(to, page.entries())) {
        UpdateContents contents = UpdateContents.read(entry.update().array());
        bytes += entry.update().length() + BYTES_OF_A_DELETION * contents.deletes().rangeCount();
        if (bytes > bounds.bytes() || isLate()) {
          throw tooLong();
        }
        apply(entry, contents, reached);
        reached = entry.revision();
      }
      if (reached == after) {
        throw new WireFailure(Code.INTERNAL, "The log ends before its last revision.");
      }
      return reached;
    }

    /**
     * Of an item that was merged since the last page was read, a part may be there already.
     *
     * @param reached the revision at which the document stands; ascends with each entry
     */
    private void apply(ReadLog.Entry entry, UpdateContents contents, long reached) {
      if (reached < from) {
        KeptRevisions.requireKept(from, entry);
      } else if (reached == from) {
        earlier = from == 0 ? Snapshot.EMPTY : doc.snapshot();
        atEarlier.accept(doc);
      }
      writers.note(contents.structs(), entry.fromRevision(), entry.revision(), entry.author());
      if (entry.revision() > from) {
        IdSet known = earlier.deletes();
        deleters.note(
            contents.deletes().subtract(known),
            entry.fromRevision(),
            entry.revision(),
            entry.author());
      }
      doc.applyUpdate(entry.update().array());
    }

    private boolean isLate() {
      return System.nanoTime() - begun > TimeUnit.MILLISECONDS.toNanos(bounds.millis());
    }
  }

  private static WireFailure tooLong() {
    return new WireFailure(
        Code.HISTORY_TOO_LONG,
        "To tell who wrote what, the whole log is read, and this one is too long for that. Compare"
            + " the contents of two revisions in its place: GET …/content?revision=N.");
  }
}
