package dev.quire.doc.search;

import dev.quire.doc.database.Statements;
import dev.quire.doc.state.StateReader;
import dev.quire.wire.doc.Append;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.UUID;

/** Keeps what search looks in as new as the log, in the background. For one event loop. */
public final class TextIndexer {
  private final DueTexts due;
  private final Turns turns;

  /**
   * @param states with workers of its own ({@link StateReader#ofSearch})
   */
  public TextIndexer(Vertx vertx, Statements statements, StateReader states) {
    this.due = new DueTexts(statements);
    this.turns =
        new Turns(
            (millis, call) -> vertx.setTimer(millis, timer -> call.run()),
            new TextReading(statements, states, due));
  }

  /** Starts the turns that it works in; {@link #stop} ends them. */
  public void start() {
    turns.start();
  }

  /** Takes up nothing more; done when nothing is being read. */
  public Future<Void> stop() {
    return turns.stop();
  }

  /** An append has been answered. Costs an entry in a set. */
  public void appended(Append append, Append.Result result) {
    due.appended(append, result);
  }

  /** A document's title has changed. */
  public void renamed(UUID document) {
    due.note(document);
  }
}
