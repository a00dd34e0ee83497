package dev.quire.doc;

import dev.quire.doc.database.Statements;
import dev.quire.kit.Health;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Tuple;

/** Asks the database for a sign of life, a question at a time, and remembers its answer. */
final class DatabasePulse {
  private static final long PERIOD_MILLIS = 1000;

  private final Statements statements;
  private volatile Health.Status last = Health.Status.UP;
  private boolean asking;

  DatabasePulse(Statements statements) {
    this.statements = statements;
  }

  /** The timer to cancel when it is to end. */
  long start(Vertx vertx) {
    return vertx.setPeriodic(PERIOD_MILLIS, timer -> ask());
  }

  Health.Status last() {
    return last;
  }

  private void ask() {
    if (!asking) {
      asking = true;
      statements
          .execute("SELECT 1", Tuple.tuple())
          .onComplete(
              answer -> {
                asking = false;
                last = answer.succeeded() ? Health.Status.UP : Health.Status.DOWN;
              });
    }
  }
}
