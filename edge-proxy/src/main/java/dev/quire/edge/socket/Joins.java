package dev.quire.edge.socket;

import dev.quire.edge.pace.Allowances;
import dev.quire.edge.pace.Delay;
import dev.quire.edge.pace.PaceLimits;
import dev.quire.edge.pace.Slices;
import dev.quire.edge.pace.Turnstile;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.function.Supplier;

/**
 * The way to a document, for the sockets of one loop: tokens are verified and documents opened a
 * few at a time, in turns by user or address, and a user opens no more of them than may be. A
 * socket waits here once for each of its documents at most: it is not read meanwhile.
 */
public final class Joins {
  /**
   * Work that takes longer waits for an answer of somebody else's, and its place is another's. What
   * the turnstile keeps short is the line of those whose tokens are verified and whose documents
   * are opened here; a service that does not answer must not keep everybody else out of documents
   * whose rights others can tell. Of a service that is slow no more is asked by it than all places
   * anew in each such time, and nobody waits for more than one answer: a socket is not read while
   * it has a document that is not open yet.
   */
  static final long WORK_MILLIS = 250;

  private final Vertx vertx;
  private final Slices slices;
  private final Turnstile<String> turnstile;
  private final Allowances allowances;
  private final EdgeCounters counters;
  private int resting;
  private int passing;

  public Joins(
      Vertx vertx, Slices slices, PaceLimits limits, Allowances allowances, EdgeCounters counters) {
    this.slices = slices;
    this.vertx = vertx;
    this.turnstile = new Turnstile<>(limits.joinsAtOnce(), limits.joinsAtOnceEach());
    this.allowances = allowances;
    this.counters = counters;
  }

  /**
   * Done when the user, and whoever is at the same address, may open one more document; at once
   * where there is nothing to wait for. Whose socket closes meanwhile is no burden to those behind
   * them.
   *
   * @param user as the census knows them
   */
  Future<Void> paced(Newcomer socket, String user) {
    Delay delay = new Delay();
    allowances.user(user).join(delay);
    allowances.user(user).repent(delay);
    allowances.address(socket.address()).join(delay);
    if (delay.isNone()) {
      return Future.succeededFuture();
    }
    counters.limited(delay.limit());
    Promise<Void> rested = Promise.promise();
    resting++;
    vertx.setTimer(
        delay.millis(),
        turn -> {
          resting--;
          if (socket.isClosing()) {
            allowances.user(user).noJoin();
            allowances.address(socket.address()).noJoin();
            rested.fail("closed meanwhile");
          } else {
            rested.complete();
          }
        });
    return rested.future();
  }

  /** Does the work when it is this one's turn; whose socket is closing by then fails. */
  <T> Future<T> pass(Newcomer socket, Supplier<Future<T>> work) {
    Promise<T> done = Promise.promise();
    passing++;
    String whose = socket.whose();
    turnstile.enter(
        whose,
        () ->
            slices.run(
                () -> {
                  if (socket.isClosing()) {
                    turnstile.leave(whose);
                    done.fail("closed meanwhile");
                  } else {
                    // Whatever becomes of the work, its place is left again.
                    leaveInTime(whose, Future.succeededFuture().compose(now -> work.get()))
                        .onComplete(done);
                  }
                }));
    if (turnstile.waiting() > 0) {
      counters.limited(turnstile.isFull() ? "joins_at_once" : "joins_at_once_each");
    }
    return done.future().onComplete(through -> passing--);
  }

  /** How many are on their way; 0 only where nobody is remembered either. */
  int underWay() {
    return resting + Math.max(passing, turnstile.keys());
  }

  private <T> Future<T> leaveInTime(String whose, Future<T> work) {
    if (work.isComplete()) {
      turnstile.leave(whose);
      return work;
    }
    Once left = new Once(() -> turnstile.leave(whose));
    long timer = vertx.setTimer(WORK_MILLIS, late -> left.run());
    return work.onComplete(
        done -> {
          vertx.cancelTimer(timer);
          left.run();
        });
  }

  /** Runs once, however often it is told to. */
  private static final class Once implements Runnable {
    private final Runnable action;
    private boolean done;

    Once(Runnable action) {
      this.action = action;
    }

    @Override
    public void run() {
      if (!done) {
        done = true;
        action.run();
      }
    }
  }
}
