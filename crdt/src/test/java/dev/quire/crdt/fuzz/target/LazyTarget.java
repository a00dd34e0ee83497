package dev.quire.crdt.fuzz.target;

import static dev.quire.crdt.fuzz.target.DocumentTarget.require;

import dev.quire.crdt.UpdateContents;
import dev.quire.crdt.YDoc;
import dev.quire.crdt.fault.MalformedUpdateException;
import dev.quire.crdt.id.IdSet;
import dev.quire.crdt.lazy.LazyDoc;
import java.util.Arrays;
import java.util.function.Consumer;

/**
 * A document held as bytes takes a log of updates: it refuses what a document refuses, holds what a
 * document holds, and folding it changes neither.
 */
public final class LazyTarget implements Consumer<byte[]> {
  @Override
  public void accept(byte[] input) {
    LazyDoc lazy = LazyDoc.empty();
    YDoc doc = new YDoc();
    IdSet seen = new IdSet();
    boolean ambiguous = false;
    for (byte[] update : Log.read(input)) {
      UpdateContents contents;
      try {
        contents = UpdateContents.read(update);
      } catch (MalformedUpdateException refused) {
        requireRefused(lazy, update);
        continue;
      }
      lazy.absorb(update);
      doc.applyUpdate(update);
      require(lazy.covers(contents), "it doesn't cover what it has absorbed");
      ambiguous |= seen.containsAny(contents.structs());
      seen.addAll(contents.structs());
    }
    requireHolds(lazy.encode(), doc, ambiguous);
    lazy.fold();
    requireHolds(lazy.encode(), doc, ambiguous);
    YDoc rest = new YDoc();
    rest.applyUpdate(lazy.encode(doc.stateVector()));
    rest.check();
  }

  private static void requireHolds(byte[] state, YDoc doc, boolean ambiguous) {
    UpdateContents contents = UpdateContents.read(state);
    require(contents.structs().equals(doc.knownStructs()), "it holds other structs");
    YDoc loaded = new YDoc();
    loaded.applyUpdate(state);
    loaded.check();
    require(
        ambiguous || loaded.stateVector().equals(doc.stateVector()),
        "loaded, its state vector is another");
  }

  private static void requireRefused(LazyDoc lazy, byte[] update) {
    byte[] before = lazy.encode();
    try {
      lazy.absorb(update);
    } catch (MalformedUpdateException refused) {
      require(Arrays.equals(lazy.encode(), before), "a refused update changed it");
      return;
    }
    throw new AssertionError("it absorbs what nobody can read");
  }
}
