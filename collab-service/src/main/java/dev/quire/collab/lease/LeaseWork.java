package dev.quire.collab.lease;

import dev.quire.collab.loop.Loop;
import dev.quire.kit.Health;
import dev.quire.wire.doc.DocCalls;
import dev.quire.wire.doc.ReadEpochs;
import dev.quire.wire.doc.TakeShards;
import dev.quire.wire.session.Routes;
import dev.quire.wire.session.SessionAddresses;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Does what {@link Leases} decides: asks for locks and epochs, opens and closes shards at the
 * lanes, and tells everybody what this process owns. Knows no Hazelcast and no verticle: the same
 * in production and in the simulation. Everything on its own loop.
 */
public final class LeaseWork {
  private static final Logger log = LoggerFactory.getLogger(LeaseWork.class);

  /** How often {@link #tick} is to be called. */
  public static final long TICK_MILLIS = 250;

  /** How often {@link #announce} is to be called. */
  public static final long ANNOUNCE_MILLIS = 1000;

  /** A process that can't flush goes all the same: what was not acknowledged is sent again. */
  private static final long DRAIN_MILLIS = 15_000;

  /** How often the log is asked what others have taken. */
  private static final long CHECK_MILLIS = 1000;

  /** The lanes of this process. Called on the keeper's loop; what comes back comes from theirs. */
  public interface Lanes {
    int count();

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

  private final Loop loop;
  private final String process;
  private final int shards;
  private final Duration takeTimeout;
  private final Lanes lanes;
  private final Consumer<Set<Integer>> lockThread;
  private final Leases leases;
  private final Balance balance;
  private final Claims claims;
  private final KnownOwners knownOwners;
  private final Promise<Void> drained = Promise.promise();
  private final Promise<Void> settled = Promise.promise();
  private volatile Health.Status status = Health.Status.DOWN;
  private volatile long load;

  private boolean checking;
  private long checkedAt;
  private boolean announceSoon;

  /**
   * @param shards how many there are
   * @param work what the lanes do for each shard
   * @param knownOwners is kept up to date with what is heard
   * @param lockThread is told which locks to hold, whenever that changes
   */
  public LeaseWork(
      Loop loop,
      String process,
      int shards,
      Duration takeTimeout,
      Lanes lanes,
      ShardWork work,
      BalanceRules rules,
      KnownOwners knownOwners,
      Consumer<Set<Integer>> lockThread) {
    this.loop = loop;
    this.process = process;
    this.shards = shards;
    this.takeTimeout = takeTimeout;
    this.lanes = lanes;
    this.lockThread = lockThread;
    this.leases = new Leases(process, shards, rules);
    this.balance = new Balance(process, shards, leases, work, rules);
    this.claims = new Claims(loop, process, takeTimeout, new Answers());
    this.knownOwners = knownOwners;
  }

  // What happens.

  /** The lock service's members are these. */
  public void members(Set<String> live) {
    run(leases.members(live, loop.nowMillis()));
  }

  /** A process has announced what it owns. */
  public void announced(Routes routes) {
    knownOwners.announced(routes);
    run(leases.announced(routes, loop.nowMillis()));
  }

  public void lockServiceHeard() {
    leases.lockServiceHeard(loop.nowMillis());
  }

  public void locked(int shard, long fence) {
    run(leases.locked(shard, fence, loop.nowMillis()));
  }

  public void lockReleased(int shard) {
    leases.released(shard);
  }

  public void lockLost(int shard) {
    leases.lockLost(shard);
  }

  /** A lane was refused: the shard has this higher epoch. */
  public void fenced(int shard, long byEpoch) {
    run(leases.fenced(shard, byEpoch, loop.nowMillis()));
  }

  /** A lane has raised the epoch itself. */
  public void raised(int shard, long epoch) {
    leases.raised(shard, epoch);
    announceSoon();
  }

  public void tick() {
    run(leases.tick(loop.nowMillis()));
    if (!checking && loop.nowMillis() - checkedAt >= CHECK_MILLIS) {
      checkedAt = loop.nowMillis();
      checkEpochs();
      List<Leases.Effect> moves = balance.next(loop.nowMillis());
      if (!moves.isEmpty()) {
        log.info("event=shards-move-by-load load={} heirs={}", balance.load(), leases.heirs());
        announceSoon();
        run(moves);
      }
    }
  }

  /**
   * Asks the log whether others have taken what this process believes it owns: who has nothing to
   * append and does not hear the others would go on with readers that are left behind.
   */
  private void checkEpochs() {
    List<ReadEpochs.Held> held = new ArrayList<>();
    for (int shard = 0; shard < shards; shard++) {
      if (leases.owns(shard)) {
        held.add(new ReadEpochs.Held(shard, leases.epochOf(shard)));
      }
    }
    if (held.isEmpty()) {
      return;
    }
    checking = true;
    loop.request(DocCalls.READ_EPOCHS, new ReadEpochs(process, held), takeTimeout)
        .onComplete(
            read -> {
              checking = false;
              read.taken().forEach(taken -> fenced(taken.shard(), taken.epoch()));
            },
            fault -> {
              // The next one says as much.
              checking = false;
              log.debug("epochs not read: {}", fault.getMessage());
            });
  }

  /** Gives every shard away, flushed; ends when that is done, or has taken too long. */
  public Future<Void> drain() {
    run(leases.drain(loop.nowMillis()));
    announceSoon();
    endIfDrained();
    loop.after(
        DRAIN_MILLIS,
        () -> {
          if (drained.tryComplete()) {
            log.warn("leaving with shards that could not be flushed: {}", leases.notFree());
          }
        });
    return drained.future();
  }

  // What is known.

  /** Ends when every shard that should be this process's is, for the first time. */
  public Future<Void> settled() {
    return settled.future();
  }

  /** Ready once it has had all its shards; degraded while it lacks some again. Any thread. */
  public Health.Status status() {
    return status;
  }

  /** The epoch that the shard is owned under; 0 where it is not owned. */
  public long epochOf(int shard) {
    return leases.epochOf(shard);
  }

  /** Whether the shard is here because of load. */
  public boolean isKeptHere(int shard) {
    return leases.isKeptHere(shard);
  }

  /** Where each shard stands, for people. */
  @Override
  public String toString() {
    return leases.toString();
  }

  // What is done.

  private void run(List<Leases.Effect> effects) {
    for (Leases.Effect effect : effects) {
      if (effect instanceof Leases.WantLocks want) {
        lockThread.accept(want.shards());
      } else if (effect instanceof Leases.Take take) {
        claims.add(take.claims());
      } else if (effect instanceof Leases.Lost lost) {
        log.warn("shard={} lost", lost.shard());
        lanes.lost(lost.shard(), lost.epoch());
        announceSoon();
        endIfDrained();
      } else if (effect instanceof Leases.Close close) {
        closeShard(close.shard());
      } else if (effect instanceof Leases.Opened) {
        announceSoon();
      }
    }
    boolean complete = leases.ownsAllItShould(loop.nowMillis());
    if (complete) {
      settled.tryComplete();
    }
    status =
        complete
            ? Health.Status.UP
            : settled.future().isComplete() ? Health.Status.DEGRADED : Health.Status.DOWN;
  }

  /** To what was claimed. */
  private final class Answers implements Claims.Listener {
    @Override
    public boolean isTaking(int shard) {
      return leases.isTaking(shard);
    }

    @Override
    public void taken(TakeShards.Epoch each, String incarnation) {
      if (!each.raised()) {
        log.warn("shard={} not taken: it has changed hands too often", each.shard());
        run(leases.takeRefused(each.shard(), loop.nowMillis()));
        return;
      }
      boolean isNew = leases.isTaking(each.shard());
      if (isNew) {
        balance.coming(each.shard());
      }
      List<Leases.Effect> effects = leases.taken(each.shard(), each.epoch(), loop.nowMillis());
      if (isNew) {
        lanes.open(each.shard(), each.epoch(), incarnation);
      }
      run(effects);
    }

    @Override
    public void failed(int shard) {
      run(leases.takeFailed(shard, loop.nowMillis()));
    }
  }

  private void closeShard(int shard) {
    lanes
        .close(shard)
        .onComplete(
            closed ->
                loop.soon(
                    () -> {
                      run(leases.closed(shard, loop.nowMillis()));
                      announceSoon();
                      endIfDrained();
                    }));
  }

  private void endIfDrained() {
    if (leases.isDraining() && leases.ownsNothing()) {
      drained.tryComplete();
    }
  }

  /** All changes of one turn in one announcement. */
  private void announceSoon() {
    if (!announceSoon) {
      announceSoon = true;
      loop.soon(
          () -> {
            announceSoon = false;
            announce();
          });
    }
  }

  /** What its documents keep this process busy with, in points a second. Any thread. */
  public long load() {
    return load;
  }

  /** Tells everybody what this process owns. */
  public void announce() {
    load = balance.load();
    List<Routes.Owned> owned = new ArrayList<>();
    for (int shard = 0; shard < shards; shard++) {
      if (leases.owns(shard)) {
        owned.add(new Routes.Owned(shard, leases.epochOf(shard)));
      }
    }
    Routes routes =
        new Routes(
            process,
            lanes.count(),
            List.copyOf(owned),
            leases.isDraining(),
            leases.given(loop.nowMillis()),
            load,
            leases.heirs());
    knownOwners.announced(routes);
    loop.publish(SessionAddresses.ROUTES, routes);
  }
}
