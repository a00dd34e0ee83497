package dev.quire.collab.loop;

import dev.quire.wire.Address;
import dev.quire.wire.Call;
import dev.quire.wire.WireMessage;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.concurrent.Callable;

/**
 * An event loop with the bus at its end. All that is begun here ends here: timers, work and answers
 * come back on the loop, one after the other. {@link #soon} may be called from any thread, the rest
 * on the loop.
 */
public interface Loop {
  /** Milliseconds of a clock that never goes back; only differences count. */
  long nowMillis();

  /** Runs this in a later turn. */
  void soon(Runnable turn);

  void after(long millis, Runnable turn);

  /** Runs what takes long elsewhere. */
  <T> Future<T> work(Callable<T> work);

  /**
   * Runs what may take very long elsewhere: on few threads of its own, so that nothing else waits.
   */
  default <T> Future<T> longWork(Callable<T> work) {
    return work(work);
  }

  /** Fails with a {@link dev.quire.wire.WireFailure} and nothing else. */
  <Q extends WireMessage, R extends WireMessage> Future<R> request(
      Call<Q, R> call, Q message, Duration timeout);

  /** To one consumer; lost without a word where there is none. */
  <T extends WireMessage> void send(Address<T> address, T message);

  /** To every consumer. */
  <T extends WireMessage> void publish(Address<T> address, T message);
}
