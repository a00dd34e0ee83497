package dev.quire.wire;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.shareddata.Shareable;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;

/**
 * Chooses the process that a call goes to, in a cluster, from what the processes announce. So a
 * process that is going away gets no more calls before it stops listening, one that stands still is
 * passed over, and nobody waits for an answer from one that is gone. Safe from any thread.
 *
 * <p>What is asked of processes that are there is bounded by the callers, as everywhere on the bus.
 */
final class CallDirectory implements Shareable {
  private static final long ANNOUNCE_MILLIS = 500;

  /** The longest that an announcement is on its way, as a rule. */
  private static final long HEARD_MILLIS = 300;

  /** A call that waits for its answer, and where that is to arrive. */
  private record Pending(Context context, Promise<?> answer) {
    void fail() {
      WireFailure gone =
          new WireFailure(
              WireFailure.Code.TIMEOUT,
              "The process that was asked is gone. Try again in a moment.");
      context.runOnContext(turn -> answer.tryFail(gone));
    }
  }

  private final Vertx vertx;
  private final String node;
  private final DeliveryOptions options;
  private final Answerers answerers = new Answerers();
  private final Set<String> offered = new TreeSet<>();
  private final Map<String, Set<Pending>> pending = new HashMap<>();

  /** Others may believe that something is answered here, and have to hear it when it isn't. */
  private boolean hasOffered;

  /**
   * @param node this process by its id in the cluster
   */
  CallDirectory(Vertx vertx, String node, DeliveryOptions options) {
    this.vertx = vertx;
    this.node = node;
    this.options = options;
  }

  void start() {
    vertx
        .eventBus()
        .consumer(Answering.ADDRESS.name(), message -> heard((Answering) message.body()));
    vertx.setPeriodic(
        ANNOUNCE_MILLIS,
        timer -> {
          announce();
          silent();
        });
  }

  /** The address at which one process answers the call. */
  static String addressAt(String call, String node) {
    return call + "@" + node;
  }

  String node() {
    return node;
  }

  // What this process answers.

  void offer(Collection<String> calls) {
    synchronized (this) {
      offered.addAll(calls);
    }
    announce();
  }

  /** Done when nobody should send any of these calls here any more. */
  Future<Void> withdraw(Collection<String> calls) {
    synchronized (this) {
      offered.removeAll(calls);
    }
    announce();
    return vertx.timer(HEARD_MILLIS, TimeUnit.MILLISECONDS).mapEmpty();
  }

  private void announce() {
    Answering said;
    synchronized (this) {
      said = new Answering(node, List.copyOf(offered));
      if (offered.isEmpty() && !hasOffered) {
        return;
      }
      hasOffered = true;
    }
    vertx.eventBus().publish(Answering.ADDRESS.name(), said, options);
  }

  // What others answer.

  private synchronized void heard(Answering said) {
    answerers.heard(said, nowMillis());
  }

  synchronized Optional<String> next(String call, Collection<String> except) {
    return answerers.next(call, except);
  }

  /** The process has left the cluster: what is asked of it will not be answered. */
  void left(String gone) {
    Set<Pending> waiting;
    synchronized (this) {
      answerers.left(gone);
      waiting = pending.remove(gone);
    }
    if (waiting != null) {
      waiting.forEach(Pending::fail);
    }
  }

  private void silent() {
    List<String> silent;
    synchronized (this) {
      silent = answerers.fallenSilent(nowMillis());
    }
    silent.forEach(this::left);
  }

  /** The same answer, or a failure as soon as the process that is to give it is gone. */
  <T> Future<T> unlessGone(String asked, Future<T> answer) {
    Promise<T> first = Promise.promise();
    Pending waiting = new Pending(vertx.getOrCreateContext(), first);
    synchronized (this) {
      pending.computeIfAbsent(asked, each -> new HashSet<>()).add(waiting);
    }
    answer.onComplete(
        given -> {
          synchronized (this) {
            Set<Pending> others = pending.get(asked);
            if (others != null && others.remove(waiting) && others.isEmpty()) {
              pending.remove(asked);
            }
          }
          if (given.succeeded()) {
            first.tryComplete(given.result());
          } else {
            first.tryFail(given.cause());
          }
        });
    return first.future();
  }

  private static long nowMillis() {
    return System.nanoTime() / 1_000_000;
  }
}
