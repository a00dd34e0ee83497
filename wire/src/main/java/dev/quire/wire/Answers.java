package dev.quire.wire;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.eventbus.MessageConsumer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/**
 * The calls that one service answers, from its start to its end: announced when all of them are
 * answered, withdrawn before anything ends, and over when what was asked has been answered. For one
 * context.
 */
public final class Answers {
  private final Bus bus;
  private final Optional<CallDirectory> directory;
  private final List<String> calls = new ArrayList<>();
  private final List<MessageConsumer<Object>> consumers = new ArrayList<>();
  private final Promise<Void> idle = Promise.promise();
  private int inFlight;
  private boolean ending;

  Answers(Bus bus, Optional<CallDirectory> directory) {
    this.bus = bus;
    this.directory = directory;
  }

  /** Answers the call as {@link Bus#answer} does. */
  public <Q extends WireMessage, R extends WireMessage> Answers to(
      Call<Q, R> call, Function<Q, Future<R>> handler) {
    Function<Q, Future<R>> counted = counting(handler);
    calls.add(call.name());
    consumers.add(bus.answer(call, counted));
    directory.ifPresent(
        known ->
            consumers.add(
                bus.answerAt(CallDirectory.addressAt(call.name(), known.node()), call, counted)));
    return this;
  }

  /** Done when all of the calls reach this process. */
  public Future<Void> ready() {
    return Future.join(consumers.stream().map(MessageConsumer::completion).toList())
        .onSuccess(registered -> directory.ifPresent(known -> known.offer(calls)))
        .mapEmpty();
  }

  /**
   * Takes nothing new and ends what is being answered. What arrives before everybody has heard that
   * this process goes is still answered.
   *
   * @return fails where calls are unanswered after that time
   */
  public Future<Void> drain(Duration patience) {
    return directory
        .map(known -> known.withdraw(calls))
        .orElse(Future.succeededFuture())
        .compose(heard -> Future.join(consumers.stream().map(MessageConsumer::unregister).toList()))
        .compose(unregistered -> idle())
        .timeout(patience.toMillis(), TimeUnit.MILLISECONDS);
  }

  private Future<Void> idle() {
    ending = true;
    endIfIdle();
    return idle.future();
  }

  private <Q, R> Function<Q, Future<R>> counting(Function<Q, Future<R>> handler) {
    return request -> {
      inFlight++;
      Future<R> reply;
      try {
        reply = handler.apply(request);
      } catch (RuntimeException fault) {
        reply = Future.failedFuture(fault);
      }
      return reply.onComplete(
          done -> {
            inFlight--;
            endIfIdle();
          });
    };
  }

  private void endIfIdle() {
    if (ending && inFlight == 0) {
      idle.tryComplete();
    }
  }
}
