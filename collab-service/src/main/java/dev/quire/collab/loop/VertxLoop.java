package dev.quire.collab.loop;

import dev.quire.wire.Address;
import dev.quire.wire.Bus;
import dev.quire.wire.Call;
import dev.quire.wire.WireMessage;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import java.time.Duration;
import java.util.concurrent.Callable;

/**
 * The real one: a context of Vert.x.
 *
 * @param slow runs what may take very long
 */
public record VertxLoop(Vertx vertx, Context context, Bus bus, WorkerExecutor slow)
    implements Loop {
  private static final String SLOW = "quire-long-work";

  /** Of the whole process: what comes more waits its turn. */
  private static final int SLOW_THREADS = 2;

  public VertxLoop(Vertx vertx, Context context, Bus bus) {
    this(vertx, context, bus, vertx.createSharedWorkerExecutor(SLOW, SLOW_THREADS));
  }

  /** Monotonic, so that a clock set back can't stop anything. */
  @Override
  public long nowMillis() {
    return System.nanoTime() / 1_000_000;
  }

  @Override
  public void soon(Runnable turn) {
    context.runOnContext(hop -> turn.run());
  }

  @Override
  public void after(long millis, Runnable turn) {
    vertx.setTimer(millis, timer -> turn.run());
  }

  @Override
  public <T> Future<T> longWork(Callable<T> work) {
    return slow.executeBlocking(work, false);
  }

  @Override
  public <T> Future<T> work(Callable<T> work) {
    return vertx.executeBlocking(work, false);
  }

  @Override
  public <Q extends WireMessage, R extends WireMessage> Future<R> request(
      Call<Q, R> call, Q message, Duration timeout) {
    return bus.request(call, message, timeout);
  }

  @Override
  public <T extends WireMessage> void send(Address<T> address, T message) {
    bus.send(address, message);
  }

  @Override
  public <T extends WireMessage> void publish(Address<T> address, T message) {
    bus.publish(address, message);
  }
}
