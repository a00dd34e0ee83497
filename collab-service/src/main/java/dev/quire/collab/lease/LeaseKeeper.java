package dev.quire.collab.lease;

import com.hazelcast.cluster.MembershipEvent;
import com.hazelcast.cluster.MembershipListener;
import com.hazelcast.core.HazelcastInstance;
import dev.quire.kit.Health;
import dev.quire.kit.Settings;
import dev.quire.wire.Bus;
import dev.quire.wire.Shards;
import dev.quire.wire.doc.DocCalls;
import dev.quire.wire.doc.TakeShards;
import dev.quire.wire.session.Routes;
import dev.quire.wire.session.SessionAddresses;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs the decisions of {@link Leases}: asks the lock thread for locks and doc-service for epochs,
 * opens and closes shards at the lanes, and tells the edges. Lives on the context that started it.
 */
public final class LeaseKeeper {
  private static final Logger log = LoggerFactory.getLogger(LeaseKeeper.class);
  private static final long TICK_MILLIS = 250;
  private static final long ANNOUNCE_MILLIS = 1000;
  private static final Duration TAKE_TIMEOUT = Duration.ofSeconds(10);

  /** The lanes of this process. Called on the keeper's context. */
  public interface Lanes {
    /** Appends may be made under this epoch from now on. */
    void open(int shard, long epoch, String incarnation);

    /**
     * The shard is somebody else's, or may be: forget it at once.
     *
     * @param epoch the highest that is known of it
     */
    void lost(int shard, long epoch);

    /** Ends when the shard's documents are flushed and closed. */
    Future<Void> close(int shard);
  }

  private final Vertx vertx;
  private final Context context;
  private final Bus bus;
  private final String process;
  private final int laneCount;
  private final LockCluster cluster;
  private final Lanes lanes;
  private final Leases leases;
  private final ConcurrentLinkedQueue<Supplier<List<Leases.Effect>>> inbox =
      new ConcurrentLinkedQueue<>();
  private final AtomicBoolean inboxScheduled = new AtomicBoolean();
  private final Promise<Void> drained = Promise.promise();
  private final Promise<Void> settled = Promise.promise();
  private volatile Health.Status status = Health.Status.DOWN;
  private @Nullable HazelcastInstance hazelcast;
  private @Nullable LockThread locks;
  private long announceTimer = -1;
  private long tickTimer = -1;
  private boolean announceSoon;

  /** At most one for each shard. */
  private final List<TakeShards.Claim> claimsWaiting = new ArrayList<>();

  private boolean taking;

  /** Call on the context that it is to live on. */
  public LeaseKeeper(
      Vertx vertx, Bus bus, Settings settings, String process, int laneCount, Lanes lanes) {
    this.vertx = vertx;
    this.context = vertx.getOrCreateContext();
    this.bus = bus;
    this.process = process;
    this.laneCount = laneCount;
    this.cluster = LockCluster.from(settings);
    this.lanes = lanes;
    this.leases = new Leases(process);
  }

  /** Joins the lock service and begins to take shards; ends before it has them. */
  public Future<Void> start() {
    return vertx
        .executeBlocking(() -> cluster.join(process))
        .map(
            joined -> {
              hazelcast = joined;
              joined.getCluster().addMembershipListener(new Membership());
              locks = new LockThread(joined, new LockEvents(), process);
              locks.start();
              long now = now();
              leases.lockServiceHeard(now);
              run(leases.members(LockCluster.live(joined), now));
              tickTimer = vertx.setPeriodic(TICK_MILLIS, timer -> run(leases.tick(now())));
              announceTimer = vertx.setPeriodic(ANNOUNCE_MILLIS, timer -> announce());
              return null;
            });
  }

  /** Gives every shard away, flushed, and leaves the lock service. */
  public Future<Void> stop() {
    LockThread lockThread = locks;
    HazelcastInstance joined = hazelcast;
    if (lockThread == null || joined == null) {
      return Future.succeededFuture();
    }
    run(leases.drain());
    endIfDrained();
    return drained
        .future()
        .compose(
            done -> {
              vertx.cancelTimer(tickTimer);
              vertx.cancelTimer(announceTimer);
              announce();
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
        fromOutside(() -> leases.fenced(shard, byEpoch, now()));
      }

      @Override
      public void raised(int shard, long epoch) {
        fromOutside(
            () -> {
              leases.raised(shard, epoch);
              announceSoon();
              return List.of();
            });
      }
    };
  }

  /** Ends when every shard that should be this process's is, for the first time. */
  public Future<Void> settled() {
    return settled.future();
  }

  /** Ready once it has had all its shards; degraded while it lacks some again. Any thread. */
  public Health.Status status() {
    return status;
  }

  private void run(List<Leases.Effect> effects) {
    List<TakeShards.Claim> claims = new ArrayList<>();
    for (Leases.Effect effect : effects) {
      if (effect instanceof Leases.WantLocks want) {
        if (locks != null) {
          locks.want(want.shards());
        }
      } else if (effect instanceof Leases.Take take) {
        claims.addAll(take.claims());
      } else if (effect instanceof Leases.Lost lost) {
        log.warn("shard={} lost", lost.shard());
        lanes.lost(lost.shard(), lost.epoch());
        announceSoon();
      } else if (effect instanceof Leases.Close close) {
        closeShard(close.shard());
      } else if (effect instanceof Leases.Opened) {
        announceSoon();
      }
    }
    claimsWaiting.addAll(claims);
    takeWaiting();
    boolean complete = leases.ownsAllItShould();
    if (complete) {
      settled.tryComplete();
    }
    status =
        complete
            ? Health.Status.UP
            : settled.future().isComplete() ? Health.Status.DEGRADED : Health.Status.DOWN;
  }

  /** One claim is under way at a time; the locks that come meanwhile go into the next. */
  private void takeWaiting() {
    if (taking || claimsWaiting.isEmpty()) {
      return;
    }
    taking = true;
    List<TakeShards.Claim> claims = List.copyOf(claimsWaiting);
    claimsWaiting.clear();
    bus.request(DocCalls.TAKE_SHARDS, new TakeShards(process, claims), TAKE_TIMEOUT)
        .onComplete(
            taken -> {
              taking = false;
              for (TakeShards.Epoch each : taken.epochs()) {
                List<Leases.Effect> effects = leases.taken(each.shard(), each.epoch());
                if (leases.epochOf(each.shard()) == each.epoch()) {
                  lanes.open(each.shard(), each.epoch(), taken.incarnation());
                }
                run(effects);
              }
              log.info("shards taken={}", taken.epochs().size());
              takeWaiting();
            },
            fault -> {
              taking = false;
              log.warn("shards not taken={}: {}", claims.size(), fault.getMessage());
              claims.forEach(claim -> run(leases.takeFailed(claim.shard(), now())));
              takeWaiting();
            });
  }

  private void closeShard(int shard) {
    lanes
        .close(shard)
        .onComplete(
            closed -> {
              run(leases.closed(shard));
              announceSoon();
              endIfDrained();
            });
  }

  private void endIfDrained() {
    if (leases.ownsNothing()) {
      drained.tryComplete();
    }
  }

  /** All changes of one turn in one announcement. */
  private void announceSoon() {
    if (!announceSoon) {
      announceSoon = true;
      context.runOnContext(
          turn -> {
            announceSoon = false;
            announce();
          });
    }
  }

  private void announce() {
    List<Routes.Owned> owned = new ArrayList<>();
    for (int shard = 0; shard < Shards.COUNT; shard++) {
      if (leases.owns(shard)) {
        owned.add(new Routes.Owned(shard, leases.epochOf(shard)));
      }
    }
    bus.publish(SessionAddresses.ROUTES, new Routes(process, laneCount, List.copyOf(owned)));
  }

  /** Brings what other threads have to say onto the context, many at a time. */
  private void fromOutside(Supplier<List<Leases.Effect>> event) {
    inbox.add(event);
    if (inboxScheduled.compareAndSet(false, true)) {
      context.runOnContext(
          turn -> {
            inboxScheduled.set(false);
            List<Leases.Effect> effects = new ArrayList<>();
            Supplier<List<Leases.Effect>> next = inbox.poll();
            while (next != null) {
              effects.addAll(next.get());
              next = inbox.poll();
            }
            run(effects);
          });
    }
  }

  /** Monotonic, so that a clock set back can't stop the leases. */
  private static long now() {
    return System.nanoTime() / 1_000_000;
  }

  private final class LockEvents implements LockThread.Listener {
    @Override
    public void heard() {
      fromOutside(
          () -> {
            leases.lockServiceHeard(now());
            return List.of();
          });
    }

    @Override
    public void locked(int shard, long fence) {
      fromOutside(() -> leases.locked(shard, fence));
    }

    @Override
    public void lost(int shard) {
      fromOutside(() -> leases.lockLost(shard));
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
          () -> hazelcast == null ? List.of() : leases.members(LockCluster.live(hazelcast), now()));
    }
  }
}
