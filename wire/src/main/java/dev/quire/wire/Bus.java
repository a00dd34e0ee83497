package dev.quire.wire;

import dev.quire.wire.codec.WireCodec;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.eventbus.EventBus;
import io.vertx.core.eventbus.Message;
import io.vertx.core.eventbus.MessageConsumer;
import io.vertx.core.eventbus.ReplyException;
import io.vertx.core.eventbus.ReplyFailure;
import io.vertx.core.shareddata.LocalMap;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The event bus, typed. Any thread may send; a consumer is called on the context that registered
 * it. At-most-once and without back-pressure: callers bound what they have in flight.
 */
public final class Bus {
  private static final Logger log = LoggerFactory.getLogger(Bus.class);
  private static final DeliveryOptions OPTIONS = new DeliveryOptions().setCodecName(WireCodec.NAME);

  private static final String LOCAL = "quire.bus";
  private static final String CALLS = "calls";

  /** How many processes are asked in turn, where one of them turns out not to be there. */
  private static final int ATTEMPTS = 3;

  private final EventBus events;

  /** Who answers what in the cluster; null for a process by itself. */
  private final @Nullable CallDirectory calls;

  /** Registers the codec the first time it is called for a Vert.x instance. */
  public static Bus on(Vertx vertx) {
    EventBus events = vertx.eventBus();
    LocalMap<String, Object> local = vertx.sharedData().getLocalMap(LOCAL);
    synchronized (Bus.class) {
      if (local.putIfAbsent("codec", true) == null) {
        events.registerCodec(new WireCodec(WireTypes.ALL));
      }
      return new Bus(events, (CallDirectory) local.get(CALLS));
    }
  }

  /**
   * Lets this process's calls choose among the processes of a cluster by what these announce, and
   * announces what is answered here by {@link Answers}. To be called once, before anything is on
   * the bus, and by no verticle.
   *
   * @param node this process by its id in the cluster: no other's, and another one after each start
   * @return to be told the id of each process that has left the cluster
   */
  public static Consumer<String> join(Vertx vertx, String node) {
    CallDirectory directory = new CallDirectory(vertx, node, OPTIONS);
    on(vertx);
    vertx.sharedData().getLocalMap(LOCAL).put(CALLS, directory);
    directory.start();
    return directory::left;
  }

  private Bus(EventBus events, @Nullable CallDirectory calls) {
    this.events = events;
    this.calls = calls;
  }

  /** Calls that are to be answered here, and finished together. */
  public Answers answers() {
    return new Answers(this, Optional.ofNullable(calls));
  }

  /** To one consumer; lost without a word where there is none. */
  public <T extends WireMessage> void send(Address<T> address, T message) {
    events.send(address.name(), message, OPTIONS);
  }

  /** To every consumer. */
  public <T extends WireMessage> void publish(Address<T> address, T message) {
    events.publish(address.name(), message, OPTIONS);
  }

  /**
   * Fails with a {@link WireFailure} and nothing else. Where nobody is at the address of the
   * process that was chosen, another is asked: nothing was done. A process that is gone before it
   * has answered fails the call with {@code TIMEOUT} at once.
   */
  public <Q extends WireMessage, R extends WireMessage> Future<R> request(
      Call<Q, R> call, Q message, Duration timeout) {
    DeliveryOptions options =
        new DeliveryOptions()
            .setCodecName(WireCodec.NAME)
            .setSendTimeout(Math.max(1, timeout.toMillis()));
    return request(call, message, options, List.of())
        .map(reply -> call.reply().cast(reply.body()))
        .recover(fault -> Future.failedFuture(failureOf(call, fault)));
  }

  private Future<Message<Object>> request(
      Call<?, ?> call, WireMessage message, DeliveryOptions options, List<String> asked) {
    Optional<String> next = calls == null ? Optional.empty() : calls.next(call.name(), asked);
    if (calls == null || next.isEmpty()) {
      return events.request(call.name(), message, options);
    }
    String node = next.get();
    Future<Message<Object>> answer =
        events.request(CallDirectory.addressAt(call.name(), node), message, options);
    return calls
        .unlessGone(node, answer)
        .recover(
            fault -> {
              boolean isThere =
                  !(fault instanceof ReplyException reply)
                      || reply.failureType() != ReplyFailure.NO_HANDLERS;
              if (isThere || asked.size() + 1 == ATTEMPTS) {
                return Future.failedFuture(fault);
              }
              List<String> all = new ArrayList<>(asked);
              all.add(node);
              return request(call, message, options, all);
            });
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
    return answerAt(call.name(), call, handler);
  }

  <Q extends WireMessage, R extends WireMessage> MessageConsumer<Object> answerAt(
      String address, Call<Q, R> call, Function<Q, Future<R>> handler) {
    return events.consumer(address, message -> answerOne(call, handler, message));
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
    if (fault instanceof WireFailure failure) {
      return failure;
    }
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
