package dev.quire.collab.sim;

import dev.quire.collab.loop.Loop;
import dev.quire.wire.Address;
import dev.quire.wire.Call;
import dev.quire.wire.WireMessage;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.util.concurrent.Callable;

/** A process's event loop: the world's time, the network's messages, a clock that may jump. */
final class SimLoop implements Loop {
  private static final long MAX_WORK_MILLIS = 20;
  private static final long MAX_LONG_WORK_MILLIS = 1000;

  private final World world;
  private final SimProcess process;
  private final DocRoad docs;
  private final Bus bus;
  private long clockAhead;

  /** The event bus, as a process sees it. */
  interface Bus {
    void send(SimProcess from, Address<?> address, WireMessage message);
  }

  SimLoop(World world, SimProcess process, DocRoad docs, Bus bus) {
    this.world = world;
    this.process = process;
    this.docs = docs;
    this.bus = bus;
  }

  /** The clock jumps forward; it is one that never goes back. */
  void jump(long millis) {
    clockAhead += millis;
  }

  @Override
  public long nowMillis() {
    return world.nowMillis() + clockAhead;
  }

  @Override
  public void soon(Runnable turn) {
    world.after(0, process, turn);
  }

  @Override
  public void after(long millis, Runnable turn) {
    world.after(millis, process, turn);
  }

  @Override
  public <T> Future<T> work(Callable<T> work) {
    return work(work, MAX_WORK_MILLIS);
  }

  private <T> Future<T> work(Callable<T> work, long maxMillis) {
    Promise<T> done = Promise.promise();
    world.after(world.between(0, maxMillis), process, () -> run(work, done));
    return done.future();
  }

  @Override
  public <T> Future<T> longWork(Callable<T> work) {
    return work(work, MAX_LONG_WORK_MILLIS);
  }

  private static <T> void run(Callable<T> work, Promise<T> done) {
    T result;
    try {
      result = work.call();
    } catch (Exception fault) {
      done.fail(fault);
      return;
    }
    done.complete(result);
  }

  @Override
  public <Q extends WireMessage, R extends WireMessage> Future<R> request(
      Call<Q, R> call, Q message, Duration timeout) {
    return docs.request(process, message, timeout.toMillis()).map(call.reply()::cast);
  }

  @Override
  public <T extends WireMessage> void send(Address<T> address, T message) {
    bus.send(process, address, message);
  }

  @Override
  public <T extends WireMessage> void publish(Address<T> address, T message) {
    bus.send(process, address, message);
  }
}
