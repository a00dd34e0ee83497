package dev.quire.doc.background;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Work in turns, one after the other, with a pause after each; a turn that fails is told in the
 * log. For one event loop.
 */
public final class BackgroundTurns {
  private static final Logger log = LoggerFactory.getLogger(BackgroundTurns.class);

  private final Vertx vertx;
  private final String work;
  private final long pauseAfterFault;
  private final Supplier<Future<Long>> turn;
  private Future<Void> running = Future.succeededFuture();
  private boolean ended;

  /**
   * @param work its name, for the log
   * @param pauseAfterFault in milliseconds
   * @param turn does some of the work, and says how many milliseconds to wait before the next one
   */
  public BackgroundTurns(
      Vertx vertx, String work, long pauseAfterFault, Supplier<Future<Long>> turn) {
    this.vertx = vertx;
    this.work = work;
    this.pauseAfterFault = pauseAfterFault;
    this.turn = turn;
  }

  /** Begins after so many milliseconds; {@link #stop} ends it. */
  public void start(long millis) {
    vertx.setTimer(
        millis,
        timer -> {
          if (!ended) {
            Future<Long> pause =
                Future.<Void>succeededFuture().compose(begun -> turn.get()).otherwise(this::fails);
            running = pause.mapEmpty();
            pause.onSuccess(this::start);
          }
        });
  }

  private long fails(Throwable fault) {
    log.warn("event={}-waits fault={}", work, fault.getMessage());
    return pauseAfterFault;
  }

  /** No turn begins any more; done when the last one is. */
  public Future<Void> stop() {
    ended = true;
    return running;
  }

  /** Whether a turn under way is to take up nothing more. */
  public boolean isEnding() {
    return ended;
  }
}
