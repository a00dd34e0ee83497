package dev.quire.crdt.fuzz.target;

import dev.quire.crdt.DocOptions;
import dev.quire.crdt.UpdateContents;
import dev.quire.crdt.YDoc;
import dev.quire.crdt.fault.MalformedUpdateException;
import dev.quire.crdt.id.IdSet;
import dev.quire.crdt.id.StateVector;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;

/**
 * A document takes a log of updates. Whatever they are: it takes each or refuses it and stays as it
 * was, its invariants hold, its content can be read, it knows what it was given, and its state can
 * be loaded.
 */
public final class DocumentTarget implements Consumer<byte[]> {

  @Override
  public void accept(byte[] input) {
    YDoc doc = new YDoc();
    List<byte[]> taken = new ArrayList<>();
    IdSet seen = new IdSet();
    boolean ambiguous = false;
    for (byte[] update : Log.read(input)) {
      if (take(doc, update)) {
        taken.add(update);
        IdSet structs = UpdateContents.read(update).structs();
        ambiguous |= seen.containsAny(structs);
        seen.addAll(structs);
      }
    }
    doc.check();
    read(doc);
    byte[] state = doc.encodeStateAsUpdate();

    YDoc loaded = new YDoc();
    loaded.applyUpdate(state);
    loaded.check();
    read(loaded);
    require(loaded.stateVector().equals(doc.stateVector()), "loaded, its state vector is another");
    require(loaded.knownStructs().equals(doc.knownStructs()), "loaded, it knows other structs");
    require(loaded.hasPending() == doc.hasPending(), "loaded, something else is pending");
    taken.forEach(loaded::applyUpdate);
    loaded.check();
    taken.forEach(doc::applyUpdate);
    doc.check();
    // Where two structs claim one id, which of them comes to its place first may decide.
    require(
        ambiguous || Arrays.equals(doc.encodeStateAsUpdate(), state),
        "all again changes the document");

    YDoc kept = new YDoc(DocOptions.DEFAULT.withGc(false));
    taken.forEach(kept::applyUpdate);
    kept.check();
    require(
        ambiguous || kept.stateVector().equals(doc.stateVector()),
        "without collection another vector");
  }

  private static boolean take(YDoc doc, byte[] update) {
    UpdateContents contents;
    try {
      contents =
          Allocation.within(
              "contents", update.length, Limits.CONTENTS, () -> UpdateContents.read(update));
    } catch (MalformedUpdateException refused) {
      require(
          refused.position() >= 0 && refused.position() <= update.length,
          "a position outside of the input");
      requireRefused(doc, update);
      return false;
    }
    doc.applyUpdate(update);
    require(doc.knownContents().covers(contents), "it doesn't know what it was given");
    Allocation.within(
        "apply",
        update.length,
        Limits.APPLY,
        () -> {
          YDoc empty = new YDoc();
          empty.applyUpdate(update);
          return empty;
        });
    return true;
  }

  private static void requireRefused(YDoc doc, byte[] update) {
    byte[] before = doc.encodeStateAsUpdate();
    try {
      doc.applyUpdate(update);
    } catch (MalformedUpdateException refused) {
      require(Arrays.equals(doc.encodeStateAsUpdate(), before), "a refused update changed it");
      return;
    }
    throw new AssertionError("a document takes what nobody can read");
  }

  private static void read(YDoc doc) {
    for (String name : List.copyOf(doc.rootNames())) {
      try {
        doc.getText(name).toDelta();
        doc.getText(name).toJson();
        doc.getArray(name).toJson();
        doc.getMap(name).toJson();
        doc.getXmlFragment(name).toJson();
      } catch (IllegalStateException tooDeep) {
        require(String.valueOf(tooDeep.getMessage()).contains("nested deeper"), tooDeep.toString());
      }
    }
    StateVector vector = doc.stateVector();
    doc.encodeStateAsUpdate(vector);
  }

  static void require(boolean holds, String otherwise) {
    if (!holds) {
      throw new AssertionError(otherwise);
    }
  }
}
