package dev.quire.edge.loop;

import io.vertx.core.Context;
import java.util.ArrayList;
import java.util.List;

/**
 * What is left to be done when an event loop has taken in all that was ready: everything collected
 * meanwhile goes out at once.
 */
public final class Turn {
  private final Context context;
  private List<Runnable> atEnd = new ArrayList<>();

  public Turn(Context context) {
    this.context = context;
  }

  /** Runs the action once at the end of this turn; who calls makes sure to call once. */
  public void atEnd(Runnable action) {
    if (atEnd.isEmpty()) {
      context.runOnContext(nothing -> end());
    }
    atEnd.add(action);
  }

  private void end() {
    List<Runnable> actions = atEnd;
    atEnd = new ArrayList<>();
    for (Runnable action : actions) {
      action.run();
    }
  }
}
