package dev.quire.collab.lease;

import com.hazelcast.cluster.MembershipEvent;
import com.hazelcast.cluster.MembershipListener;
import com.hazelcast.core.HazelcastInstance;
import dev.quire.collab.loop.VertxLoop;
import dev.quire.kit.Health;
import dev.quire.kit.Joining;
import dev.quire.kit.Settings;
import dev.quire.kit.Thaw;
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
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings {@link LeaseWork} together with Hazelcast, the bus and the timers. Lives on the context
 * that started it.
 */
public final class LeaseKeeper {
  private static final Logger log = LoggerFactory.getLogger(LeaseKeeper.class);
  private static final long REPAIR_MILLIS = 2_000;

  private final Vertx vertx;
  private final Context context;
  private final Bus bus;
  private final String process;
  private final LockCluster cluster;
  private final LeaseWork work;
  private final ShardWork done = new ShardWork(Shards.COUNT);
  private final ConcurrentLinkedQueue<Runnable> inbox = new ConcurrentLinkedQueue<>();
  private final AtomicBoolean inboxScheduled = new AtomicBoolean();
  private @Nullable HazelcastInstance hazelcast;
  private @Nullable LockThread locks;
  private volatile @Nullable CpRepair repair;
  private boolean repairing;
  private long announceTimer = -1;
  private long repairTimer = -1;
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
    this.process = process;
    this.cluster = LockCluster.from(settings);
    this.work =
        new LeaseWork(
            new VertxLoop(vertx, context, bus),
            process,
            Shards.COUNT,
            takeTimeout,
            lanes,
            done,
            BalanceRules.DEFAULT,
            knownOwners,
            this::want);
    Gauge.builder("quire.collab.load", work, LeaseWork::load)
        .description("What the documents keep this process busy with, in points a second")
        .register(Metrics.globalRegistry);
  }

  /** Joins the lock service and begins to take shards; ends before it has them. */
  public Future<Void> start() {
    bus.consume(SessionAddresses.ROUTES, work::announced);
    return Joining.patiently(() -> vertx.executeBlocking(() -> cluster.join(process)))
        .map(
            joined -> {
              hazelcast = joined;
              joined.getCluster().addMembershipListener(new Membership());
              locks = new LockThread(new HazelcastLocks(joined), new LockEvents(), process);
              locks.start();
              work.lockServiceHeard();
              work.members(LockCluster.live(joined));
              tickTimer = vertx.setPeriodic(LeaseWork.TICK_MILLIS, timer -> work.tick());
              keepWhole(joined);
              announceTimer =
                  vertx.setPeriodic(LeaseWork.ANNOUNCE_MILLIS, timer -> work.announce());
              return null;
            });
  }

  /** Looks after the members that keep the locks, where there are any of them. */
  private void keepWhole(HazelcastInstance joined) {
    Thaw thaw = new Thaw(joined, LeaseKeeper::nowMillis);
    if (cluster.cpMembers() > 0) {
      repair = new CpRepair(joined, cluster.cpMembers(), LeaseKeeper::nowMillis);
    }
    repairTimer =
        vertx.setPeriodic(
            REPAIR_MILLIS,
            timer -> {
              if (!repairing) {
                repairing = true;
                vertx
                    .executeBlocking(() -> keep(thaw), false)
                    .onFailure(fault -> log.warn("lock service not looked after", fault))
                    .onComplete(done -> repairing = false);
              }
            });
  }

  /** The locks first: members that can't agree hold the other up. */
  private boolean keep(Thaw thaw) throws InterruptedException {
    CpRepair keeping = repair;
    if (keeping != null) {
      keeping.round();
    }
    thaw.round();
    return keeping != null;
  }

  private static long nowMillis() {
    return System.nanoTime() / 1_000_000;
  }

  /** Whether the lock service is there, or the epochs alone decide. Any thread. */
  public Health.Status locksStatus() {
    CpRepair keeping = repair;
    return keeping == null ? Health.Status.UP : keeping.status();
  }

  /** Gives every shard away, flushed, and leaves the lock service. */
  public Future<Void> stop() {
    LockThread lockThread = locks;
    HazelcastInstance joined = hazelcast;
    if (lockThread == null || joined == null) {
      return Future.succeededFuture();
    }
    return work.drain()
        .compose(
            done -> {
              vertx.cancelTimer(tickTimer);
              vertx.cancelTimer(announceTimer);
              vertx.cancelTimer(repairTimer);
              work.announce();
              return vertx.executeBlocking(
                  () -> {
                    lockThread.stop();
                    leave(joined);
                    return null;
                  });
            });
  }

  /** Whoever is alone has nobody to hand anything to, and would wait two seconds for it. */
  private static void leave(HazelcastInstance joined) {
    if (joined.getCluster().getMembers().size() == 1) {
      joined.getLifecycleService().terminate();
    } else {
      joined.shutdown();
    }
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
    return work.settled();
  }

  /** Ready once it has had all its shards; degraded while it lacks some again. Any thread. */
  public Health.Status status() {
    return work.status();
  }

  private void want(Set<Integer> shards) {
    if (locks != null) {
      locks.want(shards);
    }
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

  private final class Membership implements MembershipListener {
    @Override
    public void memberAdded(MembershipEvent event) {
      changed();
    }

    @Override
    public void memberRemoved(MembershipEvent event) {
      changed();
    }

    private void changed() {
      fromOutside(
          () -> {
            if (hazelcast != null) {
              work.members(LockCluster.live(hazelcast));
            }
          });
    }
  }
}
