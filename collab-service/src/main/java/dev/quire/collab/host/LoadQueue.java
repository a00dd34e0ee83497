package dev.quire.collab.host;

import io.vertx.core.Future;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.function.Supplier;

/**
 * Lets so many loads run at the same time, in the order they came: a thousand documents opened at
 * once must not fill the database's queue. Bounded by the documents of the lane.
 */
final class LoadQueue {
  private final int maxRunning;
  private final Queue<Supplier<Future<?>>> waiting = new ArrayDeque<>();
  private int running;

  LoadQueue(int maxRunning) {
    this.maxRunning = maxRunning;
  }

  /**
   * @param load begins the work; its future ends with it, and never fails the queue
   */
  void add(Supplier<Future<?>> load) {
    waiting.add(load);
    next();
  }

  private void next() {
    while (running < maxRunning && !waiting.isEmpty()) {
      running++;
      waiting
          .remove()
          .get()
          .onComplete(
              ended -> {
                running--;
                next();
              });
    }
  }
}
