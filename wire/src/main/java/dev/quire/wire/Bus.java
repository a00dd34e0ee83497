package dev.quire.wire;

import dev.quire.wire.codec.WireCodec;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.eventbus.EventBus;
import io.vertx.core.eventbus.Message;
import io.vertx.core.eventbus.MessageConsumer;
import io.vertx.core.eventbus.ReplyException;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The event bus, typed. Any thread may send; a consumer is called on the context that registered
 * it. At-most-once and without back-pressure: callers bound what they have in flight.
 */
public final class Bus {
  private static final Logger log = LoggerFactory.getLogger(Bus.class);
  private static final DeliveryOptions OPTIONS = new DeliveryOptions().setCodecName(WireCodec.NAME);

  private final EventBus events;

  /** Registers the codec the first time it is called for a Vert.x instance. */
  public static Bus on(Vertx vertx) {
    EventBus events = vertx.eventBus();
    synchronized (Bus.class) {
      if (vertx.sharedData().getLocalMap("quire.bus").putIfAbsent("codec", true) == null) {
        events.registerCodec(new WireCodec(WireTypes.ALL));
      }
    }
    return new Bus(events);
  }

  private Bus(EventBus events) {
    this.events = events;
  }

  /** To one consumer; lost without a word where there is none. */
  public <T extends WireMessage> void send(Address<T> address, T message) {
    events.send(address.name(), message, OPTIONS);
  }

  /** To every consumer. */
  public <T extends WireMessage> void publish(Address<T> address, T message) {
    events.publish(address.name(), message, OPTIONS);
  }

  /** Fails with a {@link WireFailure} and nothing else. */
  public <Q extends WireMessage, R extends WireMessage> Future<R> request(
      Call<Q, R> call, Q message, Duration timeout) {
    DeliveryOptions options =
        new DeliveryOptions()
            .setCodecName(WireCodec.NAME)
            .setSendTimeout(Math.max(1, timeout.toMillis()));
    return events
        .<Object>request(call.name(), message, options)
        .map(reply -> call.reply().cast(reply.body()))
        .recover(fault -> Future.failedFuture(failureOf(call, fault)));
  }

  public <T extends WireMessage> MessageConsumer<Object> consume(
      Address<T> address, Consumer<T> handler) {
    return events.consumer(
        address.name(), message -> handler.accept(address.type().cast(message.body())));
  }

  /**
   * Answers the call. A handler that fails with a {@link WireFailure} has it passed to the caller;
   * any other fault is logged here and reaches the caller as {@link WireFailure.Code#INTERNAL}.
   */
  public <Q extends WireMessage, R extends WireMessage> MessageConsumer<Object> answer(
      Call<Q, R> call, Function<Q, Future<R>> handler) {
    return events.consumer(call.name(), message -> answerOne(call, handler, message));
  }

  private static <Q extends WireMessage, R extends WireMessage> void answerOne(
      Call<Q, R> call, Function<Q, Future<R>> handler, Message<Object> message) {
    Future<R> reply;
    try {
      reply = handler.apply(call.request().cast(message.body()));
    } catch (RuntimeException fault) {
      reply = Future.failedFuture(fault);
    }
    reply.onComplete(
        result -> message.reply(result, OPTIONS),
        fault -> {
          if (fault instanceof WireFailure failure) {
            message.fail(failure.code().number(), failure.detail());
          } else {
            log.error("{} failed", call.name(), fault);
            message.fail(
                WireFailure.Code.INTERNAL.number(),
                "Something went wrong on the server. Try again; its log says more.");
          }
        });
  }

  private static WireFailure failureOf(Call<?, ?> call, Throwable fault) {
    if (!(fault instanceof ReplyException reply)) {
      log.error("{} was answered with something else", call.name(), fault);
      return new WireFailure(WireFailure.Code.INTERNAL, "Unexpected answer. Try again.");
    }
    return switch (reply.failureType()) {
      case TIMEOUT ->
          new WireFailure(WireFailure.Code.TIMEOUT, "No answer in time. Try again in a moment.");
      case NO_HANDLERS ->
          new WireFailure(
              WireFailure.Code.UNAVAILABLE, "A service is away. Try again in a moment.");
      default ->
          new WireFailure(
              WireFailure.Code.of(reply.failureCode()),
              reply.getMessage() == null ? "" : reply.getMessage());
    };
  }
}
