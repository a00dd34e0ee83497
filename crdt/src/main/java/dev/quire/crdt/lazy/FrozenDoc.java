package dev.quire.crdt.lazy;

import dev.quire.crdt.DocOptions;
import dev.quire.crdt.YDoc;
import dev.quire.crdt.id.StateVector;
import dev.quire.crdt.update.Updates;
import java.util.ArrayList;
import java.util.List;

/** What a {@link LazyDoc} held at one time. Immutable; for any thread. */
public final class FrozenDoc {
  private final List<EncodedRun> runs;

  FrozenDoc(List<EncodedRun> runs) {
    this.runs = runs;
  }

  List<EncodedRun> runs() {
    return runs;
  }

  /** The whole document as one update, pending parts included; not to be changed. */
  public byte[] encode() {
    return merge(runs);
  }

  /** What somebody lacks who has {@code known}, as {@link LazyDoc#encode(StateVector)}. */
  public byte[] encode(StateVector known) {
    return diff(runs, known);
  }

  /** As {@link LazyDoc#stateVector}. */
  public StateVector stateVector() {
    return StateVectors.of(runs);
  }

  /** The whole document as one run, without building it; for {@link LazyDoc#replace}. */
  public FoldedDoc fold() {
    return new FoldedDoc(this, runs.size() == 1 ? runs.get(0) : EncodedRun.read(merge(runs)));
  }

  /**
   * The whole document as one run with the bytes of a loaded one: builds it, collects what is
   * deleted, and encodes it anew. For {@link LazyDoc#replace}.
   *
   * @param options how the document is built
   */
  public FoldedDoc compact(DocOptions options) {
    YDoc doc = new YDoc(options);
    runs.forEach(run -> doc.applyUpdate(run.bytes()));
    return new FoldedDoc(this, EncodedRun.read(doc.encodeStateAsUpdate()));
  }

  static byte[] merge(List<EncodedRun> runs) {
    if (runs.size() == 1) {
      return runs.get(0).bytes();
    }
    return Updates.mergeApart(runs.stream().map(EncodedRun::bytes).toList());
  }

  static byte[] diff(List<EncodedRun> runs, StateVector known) {
    if (known.size() == 0) {
      return merge(runs);
    }
    if (runs.size() == 1) {
      return runs.get(0).diff(known);
    }
    List<byte[]> diffs = new ArrayList<>(runs.size());
    runs.forEach(run -> diffs.add(run.diff(known)));
    return Updates.mergeApart(diffs);
  }
}
