package dev.quire.doc.history;

import dev.quire.crdt.YDoc;
import dev.quire.crdt.undo.UndoManager;
import dev.quire.crdt.undo.UndoOptions;
import dev.quire.crdt.update.Updates;
import dev.quire.wire.Bytes;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Undoes in some roots of a document what comes after a moment, whatever kind of type each of them
 * is: the log doesn't say, and undoing doesn't ask. For a document that collects nothing.
 */
final class RootsUndo {
  /** All that is seen is one step: no time passes between changes. */
  private static final UndoOptions ONE_STEP =
      new UndoOptions(() -> 1L).withIgnoreRemoteMapChanges(true);

  private final Set<String> roots;
  private @Nullable UndoManager changes;

  RootsUndo(Set<String> roots) {
    this.roots = roots;
  }

  /** From here on, changes are to be undone. */
  void begin(YDoc doc) {
    changes = new UndoManager(doc, roots.stream().map(doc::getMap).toList(), ONE_STEP);
  }

  /** Undoes them; the edit that did it, empty where there was nothing to undo. */
  Bytes end(YDoc doc) {
    if (changes == null) {
      return Bytes.EMPTY;
    }
    List<byte[]> updates = new ArrayList<>(1);
    try (UndoManager undoing = changes) {
      doc.onUpdate(event -> updates.add(event.update()));
      undoing.undo();
    }
    return updates.isEmpty() ? Bytes.EMPTY : Bytes.of(Updates.merge(updates));
  }
}
