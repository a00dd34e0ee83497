package dev.quire.edge.http;

import dev.quire.edge.pace.Allowance;
import dev.quire.edge.pace.Allowances;
import dev.quire.edge.pace.Delay;
import dev.quire.edge.socket.LoopParts;
import dev.quire.kit.limit.Network;
import dev.quire.kit.rest.Problem;
import dev.quire.wire.Principal;
import dev.quire.wire.rest.RestRequest;
import io.vertx.core.Future;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;

/**
 * How much of REST one caller may take: so many requests a second, by user and by address over all
 * loops, and so many at the same moment of each loop, so that nobody fills the places of all with
 * requests that last. Strangers have what their address has. More is refused with 429: unlike a
 * socket, a request can be, as nothing behind it depends on it.
 *
 * <p>Threading: one loop's.
 */
final class RequestPace {
  private final LoopParts loop;
  private final Map<String, Integer> underWay = new HashMap<>();

  RequestPace(LoopParts loop) {
    this.loop = loop;
  }

  /**
   * A request has come from there.
   *
   * @throws Problem 429, with when to come again
   */
  void from(String address) {
    take(loop.allowances().address(Network.of(address)));
  }

  /**
   * It is known whose it is.
   *
   * @throws Problem 429, with when to come again
   */
  void by(Principal caller) {
    take(loop.allowances().user(Allowances.whose(caller)));
  }

  private void take(Allowance allowance) {
    Delay delay = new Delay();
    allowance.request(delay);
    if (!delay.isNone()) {
      loop.counters().limited(delay.limit());
      throw problem(delay);
    }
  }

  /** Has the request answered; fails with a 429 where its caller has too many under way. */
  <T> Future<T> answer(RestRequest request, Supplier<Future<T>> answer) {
    Principal caller = request.caller();
    String whose = caller == null ? Network.of(request.address()) : Allowances.whose(caller);
    if (underWay.getOrDefault(whose, 0) >= loop.limits().pace().requestsAtOnceEach()) {
      loop.counters().limited("requests_at_once_each");
      return Future.failedFuture(problem("requests_at_once_each", 1));
    }
    underWay.merge(whose, 1, Integer::sum);
    return Future.succeededFuture()
        .compose(begun -> answer.get())
        .onComplete(
            done -> underWay.computeIfPresent(whose, (key, many) -> many == 1 ? null : many - 1));
  }

  /** 429, for whoever would have to wait for so long. */
  static Problem problem(Delay delay) {
    return problem(delay.limit(), (delay.millis() + 999) / 1_000);
  }

  private static Problem problem(String limit, long seconds) {
    return Problem.tooManyRequests(
        "That is more than one may ask for (" + limit + "). Ask again in " + seconds + " s.",
        seconds);
  }
}
