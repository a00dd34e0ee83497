package dev.quire.collab.sim;

import dev.quire.collab.host.CollabSettings;
import dev.quire.collab.host.LaneOwners;
import dev.quire.collab.host.Lanes;
import dev.quire.collab.host.OwnerWatch;
import dev.quire.collab.host.RightsGate;
import dev.quire.collab.lease.BalanceRules;
import dev.quire.collab.lease.KnownOwners;
import dev.quire.collab.lease.LeaseWork;
import dev.quire.collab.lease.LockRounds;
import dev.quire.collab.lease.ShardEvents;
import dev.quire.collab.lease.ShardWork;
import dev.quire.collab.owner.DocumentOwner;
import dev.quire.wire.DocumentId;
import dev.quire.wire.session.ReadState;
import dev.quire.wire.session.Routes;
import dev.quire.wire.session.ToOwner;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * A collab process: real leases, lock rounds, lanes and owners; what is simulated is what they
 * stand on. All its loops are one here, and stand still together.
 */
final class SimProcess extends World.Actor {
  private static final long LOCK_POLL_MILLIS = 250;
  private static final long TICK_MILLIS = 1000;
  private static final long HELD_BYTES = 1 << 20;

  /** Shards move for far less than in production, and far more often. */
  static final BalanceRules RULES = new BalanceRules(0.2, 2, 0, 500, 5_000);

  private final String name;
  private final World world;
  private final SimLocks locks;
  private final SimLoop loop;
  private final LeaseWork work;
  private final LockRounds rounds;
  private final List<LaneOwners> lanes = new ArrayList<>();
  private final List<RightsGate> gates = new ArrayList<>();
  private Set<Integer> wanted = Set.of();
  private final ShardWork done;
  private boolean roundSoon;
  private boolean stopping;

  SimProcess(
      CollabSettings settings,
      int shards,
      World world,
      DocRoad docs,
      SimLocks locks,
      SimLoop.Bus bus,
      OwnerWatch watch) {
    this.name = settings.process();
    this.world = world;
    this.locks = locks;
    this.loop = new SimLoop(world, this, docs, bus);
    Lanes hosted = new Lanes(settings.lanes(), lanes::get);
    Duration timeout = Duration.ofMillis(settings.logTimeoutMillis());
    KnownOwners owners = new KnownOwners(shards);
    this.done = new ShardWork(shards);
    this.work = new LeaseWork(loop, name, shards, timeout, hosted, done, RULES, owners, this::want);
    this.rounds = new LockRounds(locks.of(this), new LockEvents());
    for (int number = 0; number < settings.lanes(); number++) {
      lanes.add(new LaneOwners(settings, number, loop, new Shards(), owners, watch));
    }
  }

  void start() {
    work.lockServiceHeard();
    locks.join(this);
    world.every(LeaseWork.TICK_MILLIS, this, work::tick);
    world.every(LeaseWork.ANNOUNCE_MILLIS, this, work::announce);
    world.every(LOCK_POLL_MILLIS, this, this::round);
    for (LaneOwners lane : lanes) {
      world.every(TICK_MILLIS, this, lane::tick);
      gates.add(new RightsGate(new SimRights(world, this, loop, lane), lane, HELD_BYTES));
    }
  }

  String name() {
    return name;
  }

  boolean isStopping() {
    return stopping;
  }

  long epochOf(int shard) {
    return work.epochOf(shard);
  }

  /** How many sessions of the document its owner here has; 0 where there is no owner. */
  int sessions(DocumentId document) {
    int sessions = 0;
    for (LaneOwners lane : lanes) {
      DocumentOwner owner = lane.ownerOf(document);
      sessions += owner == null ? 0 : owner.sessions();
    }
    return sessions;
  }

  /** Brings it to this owner, past all queues, if that is one of this process's and it runs. */
  boolean tell(DocumentOwner owner, ToOwner message) {
    for (LaneOwners lane : lanes) {
      if (!isDead() && !isFrozen() && lane.ownerOf(owner.document()) == owner) {
        lane.on(message);
        return true;
      }
    }
    return false;
  }

  /** Whether the shard is here because of load. */
  boolean isKeptHere(int shard) {
    return work.isKeptHere(shard);
  }

  void jumpClock(long millis) {
    loop.jump(millis);
  }

  /** SIGTERM: gives its shards away and goes. */
  void stop(Runnable gone) {
    stopping = true;
    loop.soon(() -> drain(gone));
  }

  private void drain(Runnable gone) {
    work.drain()
        .onComplete(
            drained -> {
              world.count(RarePath.DRAINED);
              work.announce();
              wanted = Set.of();
              round();
              locks.leave(this);
              die();
              gone.run();
            });
  }

  @Override
  public String toString() {
    return work + (isDead() ? " dead" : "") + (stopping ? " stopping" : "");
  }

  // What it is told.

  void members(Set<String> live) {
    work.members(live);
  }

  void receive(int lane, ToOwner message) {
    gates.get(lane).on(message);
  }

  void receive(Routes routes) {
    work.announced(routes);
  }

  ReadState.Chunk read(int lane, ReadState read) {
    return lanes.get(lane).read(read);
  }

  // Its lock thread.

  private void want(Set<Integer> shards) {
    wanted = shards;
    if (!roundSoon) {
      roundSoon = true;
      world.after(
          world.between(0, 5),
          this,
          () -> {
            roundSoon = false;
            round();
          });
    }
  }

  private void round() {
    try {
      rounds.round(wanted, () -> false);
    } catch (SimLocks.Silent silent) {
      world.count(RarePath.LOCK_SERVICE_SILENT);
    }
  }

  private final class LockEvents implements LockRounds.Listener {
    @Override
    public void heard() {
      loop.soon(work::lockServiceHeard);
    }

    @Override
    public void locked(int shard, long fence) {
      loop.soon(() -> work.locked(shard, fence));
    }

    @Override
    public void released(int shard) {
      loop.soon(() -> work.lockReleased(shard));
    }

    @Override
    public void lost(int shard) {
      world.count(RarePath.LOCK_LOST);
      loop.soon(() -> work.lockLost(shard));
    }
  }

  private final class Shards implements ShardEvents {
    @Override
    public void fenced(int shard, long byEpoch) {
      world.count(RarePath.LANE_FENCED);
      loop.soon(() -> work.fenced(shard, byEpoch));
    }

    @Override
    public void raised(int shard, long epoch) {
      loop.soon(() -> work.raised(shard, epoch));
    }

    @Override
    public void worked(int shard, int points) {
      done.add(shard, points);
    }
  }
}
