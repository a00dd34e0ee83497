package dev.quire.doc.history;

import dev.quire.doc.content.Contents;
import dev.quire.doc.history.Replay.Replayed;
import dev.quire.richtext.ContentException;
import dev.quire.richtext.ContentLimits;
import dev.quire.richtext.Element;
import dev.quire.richtext.change.ChangeReader;
import dev.quire.wire.DocumentId;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.function.BiFunction;

/** What changed in a document's rich text between two revisions, and who wrote what it holds. */
public final class Differences {
  private static final String FRAGMENT = "default";

  /** Of reading both revisions, and of what is done with them, on a worker. */
  private static final Duration MOST_WORK = Duration.ofSeconds(8);

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
   * @param use what is done with it, on a worker, within the limits
   */
  public <T> Future<T> between(
      DocumentId document, long from, long to, BiFunction<Element, ContentLimits, T> use) {
    return replay
        .use(
            document,
            from,
            to,
            replayed -> {
              long end = System.nanoTime() + MOST_WORK.toNanos();
              ContentLimits now = limits.until(() -> System.nanoTime() - end > 0);
              return use.apply(read(replayed, now), now);
            })
        .recover(
            fault ->
                Future.failedFuture(
                    fault instanceof ContentException refused ? Contents.failure(refused) : fault));
  }

  private static Element read(Replayed replayed, ContentLimits limits) {
    return new ChangeReader(
            replayed.from(), replayed.to(), replayed.writers(), replayed.deleters(), limits)
        .read(replayed.doc().getXmlFragment(FRAGMENT));
  }
}
