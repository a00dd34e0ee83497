package dev.quire.doc.replica;

import dev.quire.doc.content.AnchorPlaces;
import dev.quire.doc.content.Contents;
import dev.quire.doc.database.Statements;
import dev.quire.doc.history.Differences;
import dev.quire.doc.history.History;
import dev.quire.doc.history.Replay;
import dev.quire.doc.search.DocumentSearch;
import dev.quire.doc.state.StateReader;
import dev.quire.richtext.ContentLimits;
import io.vertx.core.Vertx;
import java.time.Clock;
import java.util.random.RandomGenerator;

/**
 * What reads one server: the primary or a replica.
 *
 * @param isCopy whether it is a replica, and so may be behind
 */
public record Reader(
    StateReader states,
    Contents contents,
    AnchorPlaces anchors,
    History history,
    Differences differences,
    DocumentSearch search,
    boolean isCopy) {

  /** A replica's, which replays together with the primary's. */
  static Reader of(Vertx vertx, Statements statements, Replay ofPrimary, RandomGenerator random) {
    StateReader states = new StateReader(vertx, statements);
    Contents contents = new Contents(states, ContentLimits.DEFAULT, Clock.systemUTC(), random);
    return of(statements, states, contents, ofPrimary.on(statements, states), true);
  }

  /** The primary's, out of what others use too. */
  public static Reader of(
      Statements statements, StateReader states, Contents contents, Replay replay) {
    return of(statements, states, contents, replay, false);
  }

  private static Reader of(
      Statements statements, StateReader states, Contents contents, Replay replay, boolean isCopy) {
    return new Reader(
        states,
        contents,
        new AnchorPlaces(states, ContentLimits.DEFAULT),
        new History(statements),
        new Differences(replay, ContentLimits.DEFAULT),
        new DocumentSearch(statements),
        isCopy);
  }
}
