package dev.quire.collab.lease;

import com.hazelcast.core.HazelcastInstance;
import dev.quire.kit.Health;
import dev.quire.kit.cluster.Joining;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Metrics;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.RejectedExecutionException;
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
 * <p>Lives on the context that made it, where its methods are called unless they say otherwise, and
 * where it tells of members; of locks it is told on other threads. One attempt to join at a time,
 * and none while there is a member that has not ended.
 */
final class LockMembership {
  private static final Logger log = LoggerFactory.getLogger(LockMembership.class);
  private static final long LOOK_MILLIS = 2_000;

  private final Vertx vertx;
  private final Context context;
  private final Callable<HazelcastInstance> cluster;
  private final int cpMembers;
  private final String process;
  private final LockRounds.Listener locks;
  private final Consumer<Set<String>> members;
  private volatile @Nullable LockMember member;
  private Set<Integer> wanted = Set.of();
  private boolean looking;
  private volatile boolean leaving;
  private long timer = -1;

  /** Ends when no attempt to join is on its way. */
  private Future<Void> joining = Future.succeededFuture();

  /**
   * @param members is told which processes are in the lock cluster, at each change
   */
  LockMembership(
      Vertx vertx,
      LockCluster cluster,
      String process,
      LockRounds.Listener locks,
      Consumer<Set<String>> members) {
    this(vertx, () -> cluster.join(process), cluster.cpMembers(), process, locks, members);
  }

  /**
   * @param cluster joins it, and may block for that
   */
  LockMembership(
      Vertx vertx,
      Callable<HazelcastInstance> cluster,
      int cpMembers,
      String process,
      LockRounds.Listener locks,
      Consumer<Set<String>> members) {
    this.vertx = vertx;
    this.context = vertx.getOrCreateContext();
    this.cluster = cluster;
    this.cpMembers = cpMembers;
    this.process = process;
    this.locks = locks;
    this.members = members;
    Gauge.builder("quire.locks.lost", this, all -> all.status() == Health.Status.UP ? 0 : 1)
        .description("1 while the lock service is held for lost and the epochs alone decide")
        .register(Metrics.globalRegistry);
  }

  /** Joins for the first time; fails where that can't be. */
  Future<Void> join() {
    joining = enter();
    return joining.onSuccess(
        joined -> {
          if (!leaving) {
            timer = vertx.setPeriodic(LOOK_MILLIS, each -> look());
          }
        });
  }

  private Future<Void> enter() {
    return Joining.patiently(this::attempt).compose(this::begin);
  }

  /** Not on the context where an attempt before has failed. */
  private Future<HazelcastInstance> attempt() {
    return leaving
        ? Future.failedFuture(new RejectedExecutionException("the process is leaving"))
        : vertx.executeBlocking(cluster);
  }

  /** Fails where Hazelcast ends the member before it is this process's. */
  private Future<Void> begin(HazelcastInstance hazelcast) {
    LockMember joined = new LockMember(hazelcast, cpMembers, process, locks);
    if (leaving) {
      return vertx.executeBlocking(joined::leave).mapEmpty();
    }
    // Both heard on Hazelcast's threads, and acted on after this turn.
    joined.listen(
        () -> context.runOnContext(turn -> tellMembers(joined)),
        () -> context.runOnContext(turn -> ended(joined)));
    member = joined;
    joined.start(wanted);
    tellMembers(joined);
    if (!joined.isRunning()) {
      ended(joined); // Before anybody listened for it.
    }
    return Future.succeededFuture();
  }

  private void tellMembers(LockMember of) {
    if (member == of) {
      of.processes().ifPresent(members);
    }
  }

  /** By itself, unless this process is leaving. */
  private void ended(LockMember last) {
    if (leaving || member != last) {
      return;
    }
    log.error("event=lock-member-ended process={}: joins again", process);
    member = null;
    joining =
        vertx
            .executeBlocking(last::leave)
            .onFailure(fault -> log.warn("event=lock-member-not-left", fault))
            .transform(left -> again());
  }

  /** For as long as it takes: until then the epochs decide. */
  private Future<Void> again() {
    if (leaving) {
      return Future.succeededFuture();
    }
    return enter()
        .onSuccess(joined -> log.info("event=lock-member-joined-again process={}", process))
        .recover(
            fault -> {
              if (leaving) {
                return Future.succeededFuture();
              }
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

  /**
   * Gives every lock back and leaves, for good. Where it is about to join it ends when that has
   * come to its end: no member is left behind.
   */
  Future<Void> leave() {
    leaving = true;
    vertx.cancelTimer(timer);
    return joining.transform(
        done -> {
          LockMember last = member;
          member = null;
          return last == null
              ? Future.succeededFuture()
              : vertx.executeBlocking(last::leave).mapEmpty();
        });
  }
}
