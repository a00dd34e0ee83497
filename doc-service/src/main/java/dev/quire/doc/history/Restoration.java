package dev.quire.doc.history;

import dev.quire.crdt.update.Updates;
import dev.quire.doc.content.Contents;
import dev.quire.doc.content.Contents.Restored;
import dev.quire.wire.Bytes;
import dev.quire.wire.DocumentId;
import dev.quire.wire.doc.PrepareContent.Prepared;
import io.vertx.core.Future;
import java.util.List;

/**
 * Brings a document back to what it was. The rich text by the small edit that any content is put
 * by, so that carets stay; every other root by undoing what came after, from the whole log. Both
 * are one edit, which merges with what others do meanwhile, and which restoring a later revision
 * undoes.
 */
public final class Restoration {
  private final Contents contents;
  private final Replay replay;

  public Restoration(Contents contents, Replay replay) {
    this.contents = contents;
    this.replay = replay;
  }

  /**
   * The edit that makes a document hold again what it held at a revision. Fails with {@code
   * history-too-long} where there are other roots and the log is too long to be replayed.
   */
  public Future<Prepared> prepare(DocumentId document, long at) {
    return contents
        .prepareRestore(document, at)
        .compose(
            restored ->
                restored.otherRoots().isEmpty() || at >= restored.richText().revision()
                    ? Future.succeededFuture(restored.richText())
                    : withOtherRoots(document, at, restored));
  }

  private Future<Prepared> withOtherRoots(DocumentId document, long at, Restored restored) {
    Prepared richText = restored.richText();
    return replay
        .undo(document, at, richText.revision(), restored.otherRoots(), restored.freeClient())
        .map(
            undone ->
                new Prepared(
                    richText.revision(),
                    merged(richText.update(), undone),
                    richText.incarnation(),
                    null));
  }

  private static Bytes merged(Bytes one, Bytes other) {
    if (one.isEmpty() || other.isEmpty()) {
      return one.isEmpty() ? other : one;
    }
    return Bytes.of(Updates.merge(List.of(one.array(), other.array())));
  }
}
