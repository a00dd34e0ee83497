package dev.quire.crdt.lazy;

import dev.quire.crdt.DocOptions;
import dev.quire.crdt.KnownContents;
import dev.quire.crdt.UpdateContents;
import dev.quire.crdt.YDoc;
import dev.quire.crdt.id.StateVector;
import dev.quire.crdt.update.Updates;
import java.util.ArrayList;
import java.util.List;

/**
 * A document as encoded bytes: takes updates and says what is new in them, gives its state and what
 * somebody lacks, and never builds the document.
 *
 * <p>What is got from it, loaded into a {@link YDoc}, is what the same updates make of one: the
 * same content and, once nothing is pending, the same bytes. The bytes themselves are those of
 * merged updates: what was deleted is still in them until {@link FrozenDoc#compact}.
 *
 * <p><b>State vector.</b> {@link #stateVector} counts, for each client, what has come without a gap
 * from its first clock on. A loaded document counts what it could integrate: less, where structs
 * wait for those of another client. Here such structs are held like any other and never needed
 * again, so whoever synchronises by this vector sends exactly what is missing.
 *
 * <p><b>Cost.</b> The newest updates lie as they came; when there are too many they become one
 * encoded run, and runs of like size become one, up to a size: so taking an update costs the same
 * whatever the document measures, and a logarithm of what has come since {@link #fold} or {@link
 * #replace} last renewed the base.
 *
 * <p>Not thread-safe; {@link #freeze} gives a view for other threads.
 */
public final class LazyDoc {
  /** Updates that lie as they came, at most; over it they become a run. */
  private static final int MAX_RECENT = 256;

  /** The bytes of the updates that lie as they came, at most, but for the last one. */
  private static final int MAX_RECENT_BYTES = 16 << 10;

  /** Runs are merged by {@link #absorb} up to this size: a millisecond or two. */
  private static final int MAX_MERGED_BYTES = 256 << 10;

  /** What an update costs beside its bytes while it lies as it came, with two ranges of ids. */
  private static final int RECENT_OVERHEAD = 150;

  /** What each further range of ids costs in the sets in which such updates are looked up. */
  private static final int RANGE_OVERHEAD = 100;

  /** Further ranges of ids in updates that lie as they came, at most, but for the last one. */
  private static final int MAX_RECENT_RANGES = 512;

  /** Oldest first; the first is the base. */
  private final List<EncodedRun> runs = new ArrayList<>();

  private List<byte[]> recent = new ArrayList<>();
  private KnownContents recentContents = new KnownContents();
  private int recentBytes;
  private int recentRanges;

  /** The first so many runs are not merged with those behind them: they are to be replaced. */
  private int pinned;

  private long runBytes;
  private long runHeldBytes;

  private LazyDoc(EncodedRun base) {
    add(base);
  }

  /** An empty document. */
  public static LazyDoc empty() {
    return open(Updates.empty());
  }

  /**
   * Opens a document from an encoded state, which it keeps: one pass over the bytes.
   *
   * @param state an update of format v1; never to be changed any more
   * @throws dev.quire.crdt.fault.MalformedUpdateException where {@link YDoc#applyUpdate} would
   *     throw it
   */
  public static LazyDoc open(byte[] state) {
    return new LazyDoc(EncodedRun.read(state));
  }

  /**
   * Takes an update, which it keeps.
   *
   * @param update of format v1; never to be changed any more
   * @throws dev.quire.crdt.fault.MalformedUpdateException where {@link YDoc#applyUpdate} would
   *     throw it; nothing has changed then
   */
  public void absorb(byte[] update) {
    if (update.length > MAX_RECENT_BYTES) {
      EncodedRun run = EncodedRun.read(update);
      flush();
      add(run);
      mergeLikeSized();
      return;
    }
    UpdateContents contents = UpdateContents.read(update);
    recentContents.add(contents);
    recent.add(update);
    recentBytes += update.length;
    recentRanges += Math.max(0, contents.rangeCount() - 2);
    if (recent.size() >= MAX_RECENT
        || recentBytes >= MAX_RECENT_BYTES
        || recentRanges >= MAX_RECENT_RANGES) {
      flush();
    }
  }

  private void flush() {
    if (!recent.isEmpty()) {
      add(EncodedRun.read(Updates.mergeApart(recent)));
      recent = new ArrayList<>();
      recentContents = new KnownContents();
      recentBytes = 0;
      recentRanges = 0;
      mergeLikeSized();
    }
  }

  private void mergeLikeSized() {
    while (runs.size() - pinned >= 2) {
      EncodedRun last = runs.get(runs.size() - 1);
      EncodedRun before = runs.get(runs.size() - 2);
      long together = (long) before.bytes().length + last.bytes().length;
      if (together > MAX_MERGED_BYTES || before.bytes().length / 2 > last.bytes().length) {
        return;
      }
      removeLast();
      removeLast();
      add(EncodedRun.read(Updates.mergeApart(List.of(before.bytes(), last.bytes()))));
    }
  }

  private void add(EncodedRun run) {
    runs.add(run);
    runBytes += run.bytes().length;
    runHeldBytes += run.heldBytes();
  }

  private void removeLast() {
    EncodedRun run = runs.remove(runs.size() - 1);
    runBytes -= run.bytes().length;
    runHeldBytes -= run.heldBytes();
  }

  /** What of an update's contents is new to it; empty where nothing is. */
  public UpdateContents unknown(UpdateContents contents) {
    UpdateContents rest = contents;
    for (int i = runs.size() - 1; i >= 0 && !rest.isEmpty(); i--) {
      rest = runs.get(i).unknown(rest);
    }
    return rest.isEmpty() ? rest : recentContents.unknown(rest);
  }

  /** Whether it holds every struct and every deletion of an update. */
  public boolean covers(UpdateContents contents) {
    return unknown(contents).isEmpty();
  }

  /** For each client, up to where it is known without a gap; see above. */
  public StateVector stateVector() {
    flush();
    return StateVectors.of(runs);
  }

  /**
   * The whole document as one update, pending parts included: the bytes that it was opened from
   * where nothing came since. Not to be changed.
   */
  public byte[] encode() {
    flush();
    return FrozenDoc.merge(runs);
  }

  /**
   * What somebody lacks who has {@code known}, as one update, pending parts included; the delete
   * set is always whole. Not to be changed.
   */
  public byte[] encode(StateVector known) {
    flush();
    return FrozenDoc.diff(runs, known);
  }

  /**
   * About how many bytes {@link #encode(StateVector)} would go through, at most: for deciding
   * whether this is the thread to do it on.
   */
  public long encodeCost(StateVector known) {
    if (known.size() == 0) {
      return encodedBytes();
    }
    long cost = recentBytes;
    for (EncodedRun run : runs) {
      cost += run.diffCost(known);
    }
    return cost;
  }

  /** Makes everything one run, unless some of it is pinned. */
  public void fold() {
    flush();
    if (pinned == 0 && runs.size() > 1) {
      EncodedRun folded = EncodedRun.read(FrozenDoc.merge(runs));
      clear();
      add(folded);
    }
  }

  private void clear() {
    while (!runs.isEmpty()) {
      removeLast();
    }
  }

  /** What it holds now, for any thread. */
  public FrozenDoc freeze() {
    flush();
    return new FrozenDoc(List.copyOf(runs));
  }

  /**
   * What it holds now, for any thread, and for {@link #replace}: what comes stays apart from it
   * until then, or until {@link #unpin}.
   */
  public FrozenDoc pin() {
    flush();
    pinned = runs.size();
    return new FrozenDoc(List.copyOf(runs));
  }

  /** What was pinned will not be replaced. */
  public void unpin() {
    pinned = 0;
  }

  /**
   * Puts what was made of a view in its place. Views that were pinned before can't be replaced any
   * more.
   *
   * @return false where the view is not what this begins with any more: nothing has changed then
   */
  public boolean replace(FoldedDoc folded) {
    List<EncodedRun> old = folded.of().runs();
    if (runs.size() < old.size() || !runs.subList(0, old.size()).equals(old)) {
      return false;
    }
    List<EncodedRun> later = List.copyOf(runs.subList(old.size(), runs.size()));
    clear();
    add(folded.run());
    later.forEach(this::add);
    pinned = 0;
    return true;
  }

  /** The document, built: linear in its size. */
  public YDoc thaw() {
    return thaw(DocOptions.DEFAULT);
  }

  /** The document, built: linear in its size. */
  public YDoc thaw(DocOptions options) {
    YDoc doc = new YDoc(options);
    runs.forEach(run -> doc.applyUpdate(run.bytes()));
    recent.forEach(doc::applyUpdate);
    return doc;
  }

  /**
   * About what {@link #encode()} measures, in bytes; at least what it held when opened or folded.
   */
  public long encodedBytes() {
    return runBytes + recentBytes;
  }

  /** What it takes in memory, in bytes. */
  public long heldBytes() {
    return runHeldBytes
        + recentBytes
        + (long) recent.size() * RECENT_OVERHEAD
        + (long) recentRanges * RANGE_OVERHEAD;
  }

  /**
   * What {@link #stateVector} goes through, in bytes: the clients, and the gaps in what is known of
   * them.
   */
  public long vectorBytes() {
    long bytes = 0;
    for (EncodedRun run : runs) {
      bytes += run.structBytes();
    }
    return bytes;
  }

  /** Whether everything is one run, so that {@link #encode()} has nothing to do. */
  public boolean isFolded() {
    flush();
    return runs.size() == 1;
  }

  /** How many encoded runs there are, one after opening: for measuring. */
  public int runs() {
    return runs.size();
  }
}
