package dev.quire.kit.cluster;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.DeliveryOptions;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Whether a process is there: it is asked itself, over the event bus. One that has ended refuses
 * the connection, one that stands still does not answer in time. Safe from any thread.
 */
final class Liveness {
  /** Longer than a collector's pause as a rule. */
  private static final long ANSWER_MILLIS = 2_000;

  private static final String ADDRESS = "quire.there@";

  private final Vertx vertx;

  /** One question at a time to each. */
  private final Map<String, Future<Boolean>> asked = new ConcurrentHashMap<>();

  Liveness(Vertx vertx) {
    this.vertx = vertx;
  }

  static String addressOf(String node) {
    return ADDRESS + node;
  }

  /** Begins to answer for this process. */
  void answerAs(String node) {
    vertx.eventBus().consumer(addressOf(node), question -> question.reply(""));
  }

  /** Whether that process answers now. */
  Future<Boolean> ask(String node) {
    Future<Boolean> answer =
        asked.computeIfAbsent(
            node,
            first ->
                vertx
                    .eventBus()
                    .request(
                        addressOf(node), "", new DeliveryOptions().setSendTimeout(ANSWER_MILLIS))
                    .transform(reply -> Future.succeededFuture(reply.succeeded())));
    return answer.onComplete(done -> asked.remove(node, answer));
  }
}
