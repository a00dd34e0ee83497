package dev.quire.doc.state;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import java.util.concurrent.Callable;

/**
 * Workers that come after everything else that a process does, as far as its processors go: what
 * they work out takes a part of a second, and keystrokes are not to wait for it. Where the JVM is
 * not told to let priorities count ({@code standalone/jvm.options} does) they are like others.
 */
final class LowPriority {
  private final WorkerExecutor workers;

  /** Those of all that name them so. */
  LowPriority(Vertx vertx, String name, int threads) {
    this.workers = vertx.createSharedWorkerExecutor(name, threads);
  }

  /** Does it on one of them; the result arrives on the caller's context. */
  <T> Future<T> work(Callable<T> work) {
    return workers.executeBlocking(() -> last(work), false);
  }

  // The threads are made by Vert.x, which has no setting for it; nothing is right or wrong by it.
  @SuppressWarnings("ThreadPriorityCheck")
  private static <T> T last(Callable<T> work) throws Exception {
    Thread thread = Thread.currentThread();
    if (thread.getPriority() != Thread.MIN_PRIORITY) {
      thread.setPriority(Thread.MIN_PRIORITY);
    }
    return work.call();
  }
}
