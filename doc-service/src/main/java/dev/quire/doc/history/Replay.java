package dev.quire.doc.history;

import dev.quire.crdt.DocOptions;
import dev.quire.crdt.Snapshot;
import dev.quire.crdt.UpdateContents;
import dev.quire.crdt.YDoc;
import dev.quire.crdt.id.IdSet;
import dev.quire.doc.baseline.Baseline;
import dev.quire.doc.database.Statements;
import dev.quire.doc.log.KeptRevisions;
import dev.quire.doc.state.StateReader;
import dev.quire.richtext.change.Authorship;
import dev.quire.wire.Bytes;
import dev.quire.wire.DocumentId;
import dev.quire.wire.WireFailure;
import dev.quire.wire.WireFailure.Code;
import dev.quire.wire.doc.ReadLog;
import io.vertx.core.Future;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Builds documents from their log, keeping what was deleted: who wrote what, and how it was at two
 * moments. Begins with the nearest baseline, or else with revision 1. Costs time and memory by what
 * is read from there on, so few run at once, each within bounds. For one event loop; documents are
 * built on the workers of {@link StateReader}.
 */
public final class Replay {
  private static final int MOST_AT_ONCE = 2;

  /** What a run of deletions counts for besides: it cuts what it is in, which is kept in pieces. */
  private static final long BYTES_OF_A_DELETION = 12;

  private static final int PAGE_ITEMS = 5_000;
  private static final int PAGE_BYTES = 4 << 20;

  private final ReplaySource source;
  private final StateReader states;
  private final Bounds bounds;
  private final Running running;
  private final LongReads longReads;

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

    /** Of one that runs beside those: an eighth of the memory that they may take together. */
    public Bounds ofOneBeside() {
      return new Bounds(bytes * MOST_AT_ONCE / 8, millis);
    }

    /** In this process: all that may run at once take half of its heap at most. */
    public static Bounds ofThisProcess() {
      return ofHeap(Runtime.getRuntime().maxMemory());
    }

    static Bounds ofHeap(long heapBytes) {
      long forEach = heapBytes / 2 / MOST_AT_ONCE / HEAP_OF_A_BYTE;
      return new Bounds(Math.min(MOST_BYTES, forEach), MOST_MILLIS);
    }
  }

  public Replay(Statements statements, StateReader states, Bounds bounds, LongReads longReads) {
    this(ReplaySource.of(statements), states, bounds, new Running(), longReads);
  }

  /** Reads from another database: one of the same few that run at once. */
  public Replay on(Statements other, StateReader itsStates) {
    return new Replay(ReplaySource.of(other), itsStates, bounds, running, longReads);
  }

  /**
   * Reads what it is given.
   *
   * @param pages reads a page; each is of its own moment, so a retention rule may merge between two
   * @param baselines the nearest one at or below a revision
   */
  Replay(
      Function<ReadLog, Future<ReadLog.Page>> pages,
      BiFunction<DocumentId, Long, Future<Optional<Baseline>>> baselines,
      StateReader states,
      Bounds bounds,
      LongReads longReads) {
    this(new ReplaySource(pages, baselines), states, bounds, new Running(), longReads);
  }

  private Replay(
      ReplaySource source,
      StateReader states,
      Bounds bounds,
      Running running,
      LongReads longReads) {
    this.source = source;
    this.states = states;
    this.bounds = bounds;
    this.running = running;
    this.longReads = longReads;
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
    // What was there before anything was is known without having been there.
    long latestBeginning = from == 0 ? to : from;
    return use(
        new Run(document, from, to, latestBeginning, DocOptions.DEFAULT, earlier -> {}), use);
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
        new Run(document, from, to, from, options, undo::begin),
        replayed -> undo.end(replayed.doc()));
  }

  private <T> Future<T> use(Run run, Function<Replayed, T> use) {
    if (running.count >= MOST_AT_ONCE) {
      return Future.failedFuture(
          new WireFailure(
              Code.OVERLOADED, "Other histories are being worked out. Try again in some seconds."));
    }
    running.count++;
    return source
        .baselines()
        .apply(run.document, run.latestBeginning)
        .compose(run::begin)
        .compose(run::read)
        .compose(done -> states.work(() -> use.apply(run.replayed())))
        .onSuccess(done -> run.tell())
        .onComplete(done -> running.count--);
  }

  /** One replay: touched by one worker at a time. */
  private final class Run {
    private final DocumentId document;
    private final long from;
    private final long to;
    private final long latestBeginning;
    private final long begun = System.nanoTime();
    private final YDoc doc;
    private final Consumer<YDoc> atEarlier;
    private Authorship writers = new Authorship();
    private final Authorship deleters = new Authorship();
    private Snapshot earlier = Snapshot.EMPTY;
    private long bytes;
    private long bytesOfBaseline;

    /**
     * @param latestBeginning the last revision that a baseline to begin with may be of
     * @param atEarlier is shown the document as it was at the earlier moment
     */
    Run(
        DocumentId document,
        long from,
        long to,
        long latestBeginning,
        DocOptions options,
        Consumer<YDoc> atEarlier) {
      this.document = document;
      this.from = from;
      this.to = to;
      this.latestBeginning = latestBeginning;
      this.doc = new YDoc(options.withGc(false));
      this.atEarlier = atEarlier;
    }

    Replayed replayed() {
      Snapshot now = doc.snapshot();
      return new Replayed(doc, from == to ? now : earlier, now, writers, deleters);
    }

    /** The revision that it begins at. */
    Future<Long> begin(Optional<Baseline> baseline) {
      return baseline.isEmpty()
          ? Future.succeededFuture(0L)
          : states.work(() -> load(baseline.get()));
    }

    private long load(Baseline baseline) {
      byte[] update = baseline.update().array();
      bytes =
          update.length + BYTES_OF_A_DELETION * UpdateContents.read(update).deletes().rangeCount();
      bytesOfBaseline = bytes;
      if (bytes > bounds.bytes()) {
        throw tooLong();
      }
      writers = baseline.writers();
      doc.applyUpdate(update);
      return baseline.revision();
    }

    /** Says of a long one that it was. */
    void tell() {
      if (bytes - bytesOfBaseline >= longReads.bytes()) {
        longReads.told().accept(document);
      }
    }

    Future<Void> read(long after) {
      if (after >= to) {
        return Future.succeededFuture();
      }
      int items = (int) Math.min(PAGE_ITEMS, to - after);
      return source
          .pages()
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
