package dev.quire.collab.lease;

import dev.quire.collab.loop.VertxLoop;
import dev.quire.kit.Health;
import dev.quire.kit.Settings;
import dev.quire.wire.Bus;
import dev.quire.wire.Shards;
import dev.quire.wire.session.SessionAddresses;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Metrics;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Brings {@link LeaseWork} together with Hazelcast, the bus and the timers. Lives on the context
 * that started it.
 */
public final class LeaseKeeper {
  private final Vertx vertx;
  private final Context context;
  private final Bus bus;
  private final LeaseWork work;
  private final ShardWork done = new ShardWork(Shards.COUNT);
  private final ConcurrentLinkedQueue<Runnable> inbox = new ConcurrentLinkedQueue<>();
  private final AtomicBoolean inboxScheduled = new AtomicBoolean();
  private final LockMembership locks;
  private long announceTimer = -1;
  private long tickTimer = -1;

  /**
   * Call on the context that it is to live on.
   *
   * @param takeTimeout after it a claim counts as failed
   */
  public LeaseKeeper(
      Vertx vertx,
      Bus bus,
      Settings settings,
      String process,
      Duration takeTimeout,
      LeaseWork.Lanes lanes,
      KnownOwners knownOwners) {
    this.vertx = vertx;
    this.context = vertx.getOrCreateContext();
    this.bus = bus;
    this.locks =
        new LockMembership(
            vertx, LockCluster.from(settings), process, new LockEvents(), this::members);
    this.work =
        new LeaseWork(
            new VertxLoop(vertx, context, bus),
            process,
            Shards.COUNT,
            takeTimeout,
            lanes,
            done,
            BalanceRules.from(settings),
            knownOwners,
            locks::want);
    Gauge.builder("quire.collab.load", work, LeaseWork::load)
        .description("What the documents keep this process busy with, in points a second")
        .register(Metrics.globalRegistry);
  }

  /** Joins the lock service and begins to take shards; ends before it has them. */
  public Future<Void> start() {
    bus.consume(SessionAddresses.ROUTES, work::announced);
    return locks
        .join()
        .onSuccess(
            joined -> {
              work.lockServiceHeard();
              tickTimer = vertx.setPeriodic(LeaseWork.TICK_MILLIS, timer -> work.tick());
              announceTimer =
                  vertx.setPeriodic(LeaseWork.ANNOUNCE_MILLIS, timer -> work.announce());
            });
  }

  /** Whether the lock service is there, or the epochs alone decide. Any thread. */
  public Health.Status locksStatus() {
    return locks.status();
  }

  /** Gives every shard away, flushed, and leaves the lock service. */
  public Future<Void> stop() {
    if (announceTimer < 0) {
      return locks.leave();
    }
    return work.drain()
        .compose(
            done -> {
              vertx.cancelTimer(tickTimer);
              vertx.cancelTimer(announceTimer);
              work.announce();
              return locks.leave();
            });
  }

  /** For the lanes to report to. */
  public ShardEvents events() {
    return new ShardEvents() {
      @Override
      public void fenced(int shard, long byEpoch) {
        fromOutside(() -> work.fenced(shard, byEpoch));
      }

      @Override
      public void raised(int shard, long epoch) {
        fromOutside(() -> work.raised(shard, epoch));
      }

      @Override
      public void worked(int shard, int points) {
        done.add(shard, points);
      }
    };
  }

  /** Ends when every shard that should be this process's is, for the first time. */
  public Future<Void> settled() {
    return work.readiness().settled();
  }

  /** Ready once it has had all its shards; degraded while it lacks some again. Any thread. */
  public Health.Status status() {
    return work.readiness().status();
  }

  private void members(Set<String> live) {
    fromOutside(() -> work.members(live));
  }

  /** Brings what other threads have to say onto the context, many at a time. */
  private void fromOutside(Runnable event) {
    inbox.add(event);
    if (inboxScheduled.compareAndSet(false, true)) {
      context.runOnContext(
          turn -> {
            inboxScheduled.set(false);
            Runnable next = inbox.poll();
            while (next != null) {
              next.run();
              next = inbox.poll();
            }
          });
    }
  }

  private final class LockEvents implements LockRounds.Listener {
    @Override
    public void heard() {
      fromOutside(work::lockServiceHeard);
    }

    @Override
    public void locked(int shard, long fence) {
      fromOutside(() -> work.locked(shard, fence));
    }

    @Override
    public void released(int shard) {
      fromOutside(() -> work.lockReleased(shard));
    }

    @Override
    public void lost(int shard) {
      fromOutside(() -> work.lockLost(shard));
    }
  }
}
