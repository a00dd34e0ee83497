package dev.quire.collab.lease;

import com.hazelcast.cluster.MembershipEvent;
import com.hazelcast.cluster.MembershipListener;
import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.core.LifecycleEvent.LifecycleState;
import dev.quire.kit.Health;
import dev.quire.kit.cluster.Joining;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Metrics;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * This process's membership of the lock cluster, for as long as the process lives: one {@link
 * LockMember} after the other. Hazelcast ends a member by itself where it can't agree with the
 * others, on who keeps the locks while they are begun anew, or on which of two clusters goes on.
 * The process serves on without locks then, by its epochs, but the others hold it for gone; so it
 * joins again, and asks for the same locks.
 *
 * <p>Lives on the context that made it, where its methods are called unless they say otherwise; the
 * listeners are called on other threads.
 */
final class LockMembership {
  private static final Logger log = LoggerFactory.getLogger(LockMembership.class);
  private static final long LOOK_MILLIS = 2_000;

  private final Vertx vertx;
  private final Context context;
  private final LockCluster cluster;
  private final String process;
  private final LockRounds.Listener locks;
  private final Consumer<Set<String>> members;
  private volatile @Nullable LockMember member;
  private Set<Integer> wanted = Set.of();
  private boolean looking;
  private boolean leaving;
  private long timer = -1;

  /**
   * @param members is told which processes are in the lock cluster, at each change
   */
  LockMembership(
      Vertx vertx,
      LockCluster cluster,
      String process,
      LockRounds.Listener locks,
      Consumer<Set<String>> members) {
    this.vertx = vertx;
    this.context = vertx.getOrCreateContext();
    this.cluster = cluster;
    this.process = process;
    this.locks = locks;
    this.members = members;
    Gauge.builder("quire.locks.lost", this, all -> all.status() == Health.Status.UP ? 0 : 1)
        .description("1 while the lock service is held for lost and the epochs alone decide")
        .register(Metrics.globalRegistry);
  }

  /** Joins for the first time; fails where that can't be. */
  Future<Void> join() {
    return enter().onSuccess(joined -> timer = vertx.setPeriodic(LOOK_MILLIS, each -> look()));
  }

  private Future<Void> enter() {
    return Joining.patiently(() -> vertx.executeBlocking(() -> cluster.join(process)))
        .compose(
            hazelcast -> {
              LockMember joined = new LockMember(hazelcast, cluster.cpMembers(), process, locks);
              if (leaving) {
                return vertx.executeBlocking(joined::leave).mapEmpty();
              }
              member = joined;
              hazelcast.getCluster().addMembershipListener(new Changes(hazelcast));
              hazelcast
                  .getLifecycleService()
                  .addLifecycleListener(
                      event -> {
                        if (event.getState() == LifecycleState.SHUTDOWN) {
                          context.runOnContext(turn -> ended(joined));
                        }
                      });
              joined.start(wanted);
              members.accept(LockCluster.live(hazelcast));
              if (!joined.isRunning()) {
                ended(joined); // Before anybody listened for it.
              }
              return Future.succeededFuture();
            });
  }

  /** By itself, unless this process is leaving. */
  private void ended(LockMember last) {
    if (leaving || member != last) {
      return;
    }
    log.error("event=lock-member-ended process={}: joins again", process);
    member = null;
    vertx
        .executeBlocking(last::leave)
        .onFailure(fault -> log.warn("event=lock-member-not-left", fault))
        .eventually(this::again)
        .onSuccess(joined -> log.info("event=lock-member-joined-again process={}", process));
  }

  /** For as long as it takes: until then the epochs decide. */
  private Future<Void> again() {
    if (leaving) {
      return Future.succeededFuture();
    }
    return enter()
        .recover(
            fault -> {
              log.error("event=lock-cluster-not-joined process={}", process, fault);
              return vertx.timer(LOOK_MILLIS).compose(waited -> again());
            });
  }

  /** The locks to hold from now on; the others are given back. */
  void want(Set<Integer> shards) {
    wanted = Set.copyOf(shards);
    LockMember now = member;
    if (now != null) {
      now.want(wanted);
    }
  }

  private void look() {
    LockMember now = member;
    if (now == null || looking) {
      return;
    }
    looking = true;
    vertx
        .executeBlocking(now::look, false)
        .onFailure(fault -> log.warn("lock service not looked after", fault))
        .onComplete(done -> looking = false);
  }

  /** Whether the lock service is there, or the epochs alone decide. Any thread. */
  Health.Status status() {
    LockMember now = member;
    return now == null ? Health.Status.DEGRADED : now.status();
  }

  /** Gives every lock back and leaves, for good. */
  Future<Void> leave() {
    leaving = true;
    vertx.cancelTimer(timer);
    LockMember last = member;
    member = null;
    return last == null ? Future.succeededFuture() : vertx.executeBlocking(last::leave).mapEmpty();
  }

  private final class Changes implements MembershipListener {
    private final HazelcastInstance hazelcast;

    Changes(HazelcastInstance hazelcast) {
      this.hazelcast = hazelcast;
    }

    @Override
    public void memberAdded(MembershipEvent event) {
      members.accept(LockCluster.live(hazelcast));
    }

    @Override
    public void memberRemoved(MembershipEvent event) {
      members.accept(LockCluster.live(hazelcast));
    }
  }
}
