package dev.quire.doc.content;

import dev.quire.doc.state.StateReader;
import dev.quire.richtext.ContentException;
import dev.quire.richtext.ContentLimits;
import dev.quire.richtext.anchor.Anchored;
import dev.quire.richtext.anchor.Anchors;
import dev.quire.richtext.anchor.Place;
import dev.quire.richtext.anchor.Standing;
import dev.quire.wire.DocumentId;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Supplier;

/** Anchors in the rich text of documents: made of places, and found again. Writes nothing. */
public final class AnchorPlaces {
  /** Of one request, on a worker. */
  private static final Duration MOST_WORK = Duration.ofSeconds(12);

  private final StateReader states;
  private final ContentLimits limits;

  public AnchorPlaces(StateReader states, ContentLimits limits) {
    this.states = states;
    this.limits = limits;
  }

  /**
   * Answers, in the order of the questions.
   *
   * @param revision of the document that they are true of
   */
  public record Answers<T>(long revision, List<T> items) {}

  /**
   * What holds on to places.
   *
   * @param at the revision at which they are named; where the document hasn't come to it, the last
   */
  public Future<Answers<Anchored>> make(DocumentId document, long at, List<Place> places) {
    return each(document, at, "Place", places, Anchors::of);
  }

  /**
   * Where anchors stand.
   *
   * @param at the revision to look at, likewise
   */
  public Future<Answers<Standing>> find(DocumentId document, long at, List<String> anchors) {
    return each(document, at, "Anchor", anchors, Anchors::find);
  }

  private <Q, A> Future<Answers<A>> each(
      DocumentId document,
      long at,
      String what,
      List<Q> questions,
      BiFunction<Anchors, Q, A> answer) {
    return states
        .use(
            document,
            at,
            loaded -> {
              long end = System.nanoTime() + MOST_WORK.toNanos();
              Anchors anchors =
                  new Anchors(
                      loaded.doc().getXmlFragment(Contents.FRAGMENT),
                      limits.until(() -> System.nanoTime() - end > 0));
              List<A> answers = new ArrayList<>(questions.size());
              for (Q question : questions) {
                answers.add(numbered(what, answers.size(), () -> answer.apply(anchors, question)));
              }
              return new Answers<>(loaded.revision(), answers);
            })
        .recover(Contents::told);
  }

  /** Which of them it was that is refused. */
  private static <A> A numbered(String what, int number, Supplier<A> answer) {
    try {
      return answer.get();
    } catch (ContentException refused) {
      throw new ContentException(
          refused.reason(), what + " " + (number + 1) + ": " + refused.detail());
    }
  }
}
