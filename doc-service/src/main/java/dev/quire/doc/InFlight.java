package dev.quire.doc;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.function.Function;

/** Counts what is being answered, so that a stop can wait for it. For one event loop. */
final class InFlight {
  private final Promise<Void> drained = Promise.promise();
  private int count;
  private boolean closing;

  /** The same handler, counted. */
  <Q, R> Function<Q, Future<R>> counting(Function<Q, Future<R>> handler) {
    return request -> {
      count++;
      Future<R> reply;
      try {
        reply = handler.apply(request);
      } catch (RuntimeException fault) {
        reply = Future.failedFuture(fault);
      }
      return reply.onComplete(done -> end());
    };
  }

  private void end() {
    count--;
    if (closing && count == 0) {
      drained.tryComplete();
    }
  }

  /** Completes when nothing is being answered. Nothing new may be given to it any more. */
  Future<Void> drain() {
    closing = true;
    if (count == 0) {
      drained.tryComplete();
    }
    return drained.future();
  }
}
