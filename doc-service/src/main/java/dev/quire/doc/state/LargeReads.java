package dev.quire.doc.state;

import dev.quire.wire.WireFailure;
import dev.quire.wire.WireFailure.Code;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Lets large documents be read one after the other, with a rest after each of nine times what it
 * took, 1.2 s at most: who exports again right away has his answer within two. So all of them
 * together take about a tenth of the time of one worker, and of the memory that the collector has
 * to clear up: while it copies what a read has in hand, every keystroke waits. Small documents
 * don't wait here. Any thread.
 */
final class LargeReads {
  /** At two seconds each the last one still has its answer before the edge gives up. */
  static final int MOST_WAITING = 8;

  private static final int RESTS = 9;
  private static final long LONGEST_REST_MILLIS = 1_200;

  private final Vertx vertx;
  private final Deque<Runnable> waiting = new ArrayDeque<>();
  private boolean taken;

  LargeReads(Vertx vertx) {
    this.vertx = vertx;
  }

  /** {@code OVERLOADED} where too many wait for their turn. */
  <T> Future<T> inTurn(Supplier<Future<T>> read) {
    Promise<T> result = Promise.promise();
    Runnable turn = () -> take(read, result);
    synchronized (this) {
      if (taken) {
        return waitFor(turn, result);
      }
      taken = true;
    }
    turn.run();
    return result.future();
  }

  private <T> Future<T> waitFor(Runnable turn, Promise<T> result) {
    if (waiting.size() == MOST_WAITING) {
      return Future.failedFuture(
          new WireFailure(
              Code.OVERLOADED, "Other large documents are being read. Try again in some seconds."));
    }
    waiting.add(turn);
    return result.future();
  }

  private <T> void take(Supplier<Future<T>> read, Promise<T> result) {
    long begun = System.nanoTime();
    Future.succeededFuture()
        .compose(go -> read.get())
        .onComplete(
            done -> {
              long took = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begun);
              vertx.setTimer(1 + Math.min(LONGEST_REST_MILLIS, RESTS * took), rested -> next());
              result.handle(done);
            });
  }

  private void next() {
    Runnable turn;
    synchronized (this) {
      turn = waiting.poll();
      taken = turn != null;
    }
    if (turn != null) {
      turn.run();
    }
  }
}
