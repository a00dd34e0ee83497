package dev.quire.kit;

import com.hazelcast.cluster.MembershipEvent;
import com.hazelcast.config.Config;
import com.hazelcast.core.LifecycleEvent;
import io.vertx.core.Completable;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.spi.cluster.RegistrationInfo;
import io.vertx.core.spi.cluster.RegistrationListener;
import io.vertx.spi.cluster.hazelcast.HazelcastClusterManager;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The event bus's members, who say again what they listen to for a while after one of them has come
 * or gone, or two clusters have become one.
 *
 * <p>The manager that this one extends says it once, and nobody hears where that goes wrong: an
 * operation is given up during a merge, or another member is still removing what the last life of
 * this one had entered. Such a process then sends and is never reached, for good. Here it is
 * entered every {@link #ROUND_MILLIS} until {@link #ROUNDS_MILLIS} after the last disturbance, and
 * what this process remembers of others is looked up anew. Safe from any thread.
 */
final class RepeatingClusterManager extends HazelcastClusterManager {
  static final long ROUND_MILLIS = 2_000;

  /** Longer than members take to agree on who is there. */
  private static final long ROUNDS_MILLIS = 30_000;

  private static final Logger log = LoggerFactory.getLogger(RepeatingClusterManager.class);

  /** What this process listens to. */
  private final Map<String, Set<RegistrationInfo>> own = new ConcurrentHashMap<>();

  private final Runnable ended;
  private @Nullable RegistrationListener listener;
  private volatile long disturbedAt = nowMillis();
  private volatile boolean isAtIt;
  private volatile boolean isThawing;

  /**
   * @param ended is called, on some thread, where Hazelcast ends the member by itself: one that
   *     can't get into the cluster that it is merged with. This process then hears nobody and
   *     nobody hears it, for good
   */
  RepeatingClusterManager(Config config, Runnable ended) {
    super(config);
    this.ended = ended;
  }

  /** Begins with it, and with {@link Thaw}; once the process has joined. */
  void repeat(Vertx vertx) {
    Thaw thaw = new Thaw(getHazelcastInstance(), RepeatingClusterManager::nowMillis);
    vertx.setPeriodic(
        ROUND_MILLIS,
        timer -> {
          if (!isThawing && isActive()) {
            isThawing = true;
            vertx
                .executeBlocking(
                    () -> {
                      thaw.round();
                      return isActive();
                    },
                    false)
                .onFailure(fault -> log.warn("event=cluster-not-thawed", fault))
                .onComplete(done -> isThawing = false);
          }
        });
    vertx.setPeriodic(
        ROUND_MILLIS,
        timer -> {
          if (!isAtIt && isActive() && nowMillis() - disturbedAt < ROUNDS_MILLIS) {
            isAtIt = true;
            // The manager keeps its lock while it clears up after a member that has gone, which
            // takes seconds where another does not answer: no event loop may wait for that.
            vertx
                .executeBlocking(this::round, false)
                .compose(said -> said)
                .onFailure(this::failed)
                .onComplete(done -> isAtIt = false);
          }
        });
  }

  private Future<?> round() {
    List<Future<?>> said = new ArrayList<>();
    Promise<Void> here = Promise.promise();
    setNodeInfo(getNodeInfo(), here);
    said.add(here.future());
    own.forEach((address, infos) -> infos.forEach(info -> said.add(again(address, info))));
    return Future.join(said).onComplete(done -> lookUpAnew());
  }

  private void lookUpAnew() {
    RegistrationListener told = listener;
    if (told != null) {
      told.registrationsLost();
    }
  }

  /** Rounds go on until a whole one succeeds. */
  private void failed(Throwable fault) {
    disturbedAt = nowMillis();
    log.debug("event=registrations-not-repeated fault={}", fault.toString());
  }

  private Future<Void> again(String address, RegistrationInfo info) {
    Promise<Void> added = Promise.promise();
    super.addRegistration(address, info, added);
    return added
        .future()
        .compose(
            done -> {
              if (listensTo(address, info)) {
                return Future.succeededFuture();
              }
              // It was taken back meanwhile.
              Promise<Void> removed = Promise.promise();
              super.removeRegistration(address, info, removed);
              return removed.future();
            });
  }

  private boolean listensTo(String address, RegistrationInfo info) {
    return own.getOrDefault(address, Set.of()).contains(info);
  }

  @Override
  public void registrationListener(RegistrationListener told) {
    listener = told;
    super.registrationListener(told);
  }

  @Override
  public void addRegistration(String address, RegistrationInfo info, Completable<Void> promise) {
    if (!info.localOnly()) {
      own.computeIfAbsent(address, each -> ConcurrentHashMap.newKeySet()).add(info);
    }
    super.addRegistration(address, info, promise);
  }

  @Override
  public void removeRegistration(String address, RegistrationInfo info, Completable<Void> promise) {
    own.computeIfPresent(
        address,
        (each, infos) -> {
          infos.remove(info);
          return infos.isEmpty() ? null : infos;
        });
    super.removeRegistration(address, info, promise);
  }

  @Override
  public synchronized void memberAdded(MembershipEvent event) {
    disturbedAt = nowMillis();
    super.memberAdded(event);
  }

  @Override
  public synchronized void memberRemoved(MembershipEvent event) {
    disturbedAt = nowMillis();
    super.memberRemoved(event);
  }

  @Override
  public synchronized void stateChanged(LifecycleEvent event) {
    disturbedAt = nowMillis();
    super.stateChanged(event);
    // Nobody listens any more where this process leaves.
    if (event.getState() == LifecycleEvent.LifecycleState.SHUTDOWN) {
      ended.run();
    }
  }

  private static long nowMillis() {
    return System.nanoTime() / 1_000_000;
  }
}
