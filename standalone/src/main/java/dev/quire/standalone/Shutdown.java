package dev.quire.standalone;

import java.util.ArrayDeque;
import java.util.Deque;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How what was started is stopped: the last first, one after the other, whatever fails in between.
 *
 * <p>Safe from any thread: the main thread adds steps while the virtual machine's shutdown thread
 * may already be at work.
 */
final class Shutdown implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Shutdown.class);

  private final Deque<Step> steps = new ArrayDeque<>();
  private boolean closed;

  interface Action {
    void run() throws Exception;
  }

  private record Step(String name, Action action) {}

  /**
   * @throws IllegalStateException where the shutdown is over, after the step was taken: whoever
   *     starts things is to end
   */
  void add(String name, Action action) {
    Step step = new Step(name, action);
    synchronized (this) {
      if (!closed) {
        steps.push(step);
        return;
      }
    }
    take(step);
    throw new IllegalStateException("stopped while starting");
  }

  @Override
  public void close() {
    for (Step step = next(); step != null; step = next()) {
      take(step);
    }
  }

  private synchronized @org.jspecify.annotations.Nullable Step next() {
    closed = true;
    return steps.poll();
  }

  private static void take(Step step) {
    long started = System.nanoTime();
    try {
      step.action().run();
      log.info("stopped {} ms={}", step.name(), (System.nanoTime() - started) / 1_000_000);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      log.warn("interrupted while stopping {}", step.name());
    } catch (Exception e) {
      log.error("{} did not stop cleanly", step.name(), e);
    }
  }
}
