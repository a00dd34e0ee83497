package dev.quire.doc.history;

import dev.quire.doc.history.Replay.Replayed;
import dev.quire.richtext.ContentException;
import dev.quire.richtext.ContentLimits;
import dev.quire.richtext.Element;
import dev.quire.richtext.change.ChangeReader;
import dev.quire.wire.DocumentId;
import dev.quire.wire.WireFailure;
import dev.quire.wire.WireFailure.Code;
import io.vertx.core.Future;
import java.util.function.Function;

/** What changed in a document's rich text between two revisions, and who wrote what it holds. */
public final class Differences {
  private static final String FRAGMENT = "default";

  private final Replay replay;
  private final ContentLimits limits;

  public Differences(Replay replay, ContentLimits limits) {
    this.replay = replay;
    this.limits = limits;
  }

  /**
   * The tree of both revisions, with what came and what went between them marked as such.
   *
   * @param from the earlier revision
   * @param to the later one, which the log has come to
   * @param use what is done with it, on a worker
   */
  public <T> Future<T> between(DocumentId document, long from, long to, Function<Element, T> use) {
    return replay
        .use(document, from, to, replayed -> use.apply(read(replayed)))
        .recover(
            fault ->
                Future.failedFuture(
                    fault instanceof ContentException refused
                        ? new WireFailure(Code.INVALID, refused.detail())
                        : fault));
  }

  private Element read(Replayed replayed) {
    return new ChangeReader(
            replayed.from(), replayed.to(), replayed.writers(), replayed.deleters(), limits)
        .read(replayed.doc().getXmlFragment(FRAGMENT));
  }
}
