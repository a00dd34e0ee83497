package dev.quire.edge.http;

import dev.quire.edge.socket.LoopParts;
import dev.quire.kit.rest.Problem;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The requests that one loop is having answered: so many at the same moment, and none left behind
 * when the edge stops.
 *
 * <p>Threading: the loop's.
 */
final class UnderWay {
  /** How long they are waited for when the edge stops. */
  private static final long DRAIN_MILLIS = 5_000;

  private final LoopParts loop;
  private int many;
  private Optional<Promise<Void>> drained = Optional.empty();

  UnderWay(LoopParts loop) {
    this.loop = loop;
  }

  /** Has a request answered; fails with a 503 where there are as many as may be. */
  <T> Future<T> answer(Supplier<Future<T>> request) {
    if (many >= loop.limits().requestsAtOnce()) {
      loop.counters().limited("requests_at_once");
      return Future.failedFuture(new Problem(503, "overloaded", "Too busy", "Try again soon."));
    }
    many++;
    return Future.succeededFuture()
        .compose(begun -> request.get())
        .onComplete(
            done -> {
              many--;
              if (many == 0) {
                drained.ifPresent(Promise::tryComplete);
              }
            });
  }

  /** Done when there is none, or those that there are have had their time. */
  Future<Void> drain() {
    if (many == 0) {
      return Future.succeededFuture();
    }
    Promise<Void> last = Promise.promise();
    drained = Optional.of(last);
    long timer = loop.vertx().setTimer(DRAIN_MILLIS, late -> last.tryComplete());
    // One turn more, in which the last answer is written.
    return last.future()
        .onComplete(done -> loop.vertx().cancelTimer(timer))
        .compose(done -> loop.vertx().timer(1))
        .mapEmpty();
  }
}
