package dev.quire.collab.loop;

import dev.quire.wire.Address;
import dev.quire.wire.Call;
import dev.quire.wire.WireMessage;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.concurrent.Callable;

/** A loop whose time a test tells, and whose requests a test answers, or leaves unanswered. */
public final class FakeLoop implements Loop {
  /** A request that was sent; the test completes the answer. */
  public record Asked(WireMessage message, Duration timeout, Promise<WireMessage> answer) {}

  private record Turn(long atMillis, long order, Runnable action) {}

  /** Every request so far. */
  public final List<Asked> asked = new ArrayList<>();

  /** Every message that was published. */
  public final List<WireMessage> published = new ArrayList<>();

  private final PriorityQueue<Turn> turns =
      new PriorityQueue<>(Comparator.comparingLong(Turn::atMillis).thenComparingLong(Turn::order));
  private long now;
  private long order;

  /** Lets so much time go by, and whatever is due happen. */
  public void advance(long millis) {
    long until = now + millis;
    while (!turns.isEmpty() && turns.element().atMillis() <= until) {
      Turn next = turns.remove();
      now = next.atMillis();
      next.action().run();
    }
    now = until;
  }

  @Override
  public long nowMillis() {
    return now;
  }

  @Override
  public void soon(Runnable turn) {
    after(0, turn);
  }

  @Override
  public void after(long millis, Runnable turn) {
    turns.add(new Turn(now + millis, order++, turn));
  }

  @Override
  public <T> Future<T> work(Callable<T> work) {
    try {
      return Future.succeededFuture(work.call());
    } catch (Exception fault) {
      return Future.failedFuture(fault);
    }
  }

  @Override
  public <Q extends WireMessage, R extends WireMessage> Future<R> request(
      Call<Q, R> call, Q message, Duration timeout) {
    Promise<WireMessage> answer = Promise.promise();
    asked.add(new Asked(message, timeout, answer));
    return answer.future().map(call.reply()::cast);
  }

  @Override
  public <T extends WireMessage> void send(Address<T> address, T message) {
    throw new UnsupportedOperationException("nobody is there");
  }

  @Override
  public <T extends WireMessage> void publish(Address<T> address, T message) {
    published.add(message);
  }
}
