package dev.quire.collab.log;

import dev.quire.collab.loop.Loop;
import dev.quire.wire.Call;
import dev.quire.wire.WireFailure;
import dev.quire.wire.WireMessage;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * A request that is sent again where no answer comes. What is on its way over a connection that
 * breaks is lost without a word, and whoever asked would wait for the whole of its timeout: ten
 * seconds, for which nothing that people write is acknowledged.
 *
 * <p>For requests only that may arrive several times, at any time, in any order. The first answer
 * that counts is the answer; there are at most two more copies, and none is waited for longer than
 * the first. On the loop.
 */
final class Repeated<Q extends WireMessage, R extends WireMessage> {
  /**
   * When a copy is sent, as parts of the timeout: of ten seconds after one and after three. Not
   * sooner: a database that takes a second for a commit is not to be given more to do.
   */
  static final double[] AGAIN = {0.1, 0.3};

  private final Loop loop;
  private final Call<Q, R> call;
  private final BooleanSupplier maySendAgain;
  private final Promise<R> answer = Promise.promise();

  /** Dropped with the answer: it may be large, and the timers outlive it. */
  private @Nullable Q message;

  private int underWay;
  private @Nullable Throwable worst;

  private Repeated(Loop loop, Call<Q, R> call, Q message, BooleanSupplier maySendAgain) {
    this.loop = loop;
    this.call = call;
    this.message = message;
    this.maySendAgain = maySendAgain;
  }

  /**
   * Fails as {@link Loop#request} does.
   *
   * @param timeout of the whole
   * @param maySendAgain asked before each copy
   */
  static <Q extends WireMessage, R extends WireMessage> Future<R> request(
      Loop loop, Call<Q, R> call, Q message, Duration timeout, BooleanSupplier maySendAgain) {
    Repeated<Q, R> repeated = new Repeated<>(loop, call, message, maySendAgain);
    repeated.send(message, timeout);
    for (double part : AGAIN) {
      long after = (long) (part * timeout.toMillis());
      loop.after(after, () -> repeated.sendAgain(timeout.minusMillis(after)));
    }
    return repeated.answer.future();
  }

  private void sendAgain(Duration patience) {
    Q copy = message;
    if (copy != null && maySendAgain.getAsBoolean()) {
      send(copy, patience);
    }
  }

  private void send(Q copy, Duration patience) {
    underWay++;
    loop.request(call, copy, patience).onComplete(this::succeeded, this::failed);
  }

  private void succeeded(R result) {
    underWay--;
    message = null;
    answer.tryComplete(result);
  }

  /**
   * One that was not taken says nothing about copies that are still under way. Where all have
   * failed, one that may have been taken says more than one that was not.
   */
  private void failed(Throwable fault) {
    underWay--;
    if (worst == null || !isUndone(fault)) {
      worst = fault;
    }
    if (isAnswer(fault) || underWay == 0) {
      message = null;
      answer.tryFail(isAnswer(fault) ? fault : worst);
    }
  }

  private static boolean isUndone(Throwable fault) {
    return fault instanceof WireFailure failure
        && (failure.code() == WireFailure.Code.UNAVAILABLE
            || failure.code() == WireFailure.Code.OVERLOADED);
  }

  /** Any copy would be told the same. */
  private static boolean isAnswer(Throwable fault) {
    return fault instanceof WireFailure failure
        && switch (failure.code()) {
          case TIMEOUT, UNAVAILABLE, OVERLOADED, INTERNAL -> false;
          default -> true;
        };
  }
}
