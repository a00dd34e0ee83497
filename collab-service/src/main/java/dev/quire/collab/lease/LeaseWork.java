package dev.quire.collab.lease;

import dev.quire.collab.loop.Loop;
import dev.quire.wire.doc.TakeShards;
import dev.quire.wire.session.Routes;
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
  private final Lanes lanes;
  private final Consumer<Set<Integer>> lockThread;
  private final Leases leases;
  private final Balance balance;
  private final Claims claims;
  private final KnownOwners knownOwners;
  private final Announcer announcer;
  private final Promise<Void> drained = Promise.promise();
  private final Readiness readiness = new Readiness();

  private final EpochChecks checks;
  private final Losses losses = new Losses();

  /** What lanes have closed in this turn; at most one for each shard. */
  private final List<Integer> closed = new ArrayList<>();

  private boolean atTurnsEnd;
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
    this.lanes = lanes;
    this.lockThread = lockThread;
    this.leases = new Leases(process, shards, rules);
    this.balance = new Balance(process, shards, leases, work, rules);
    this.claims = new Claims(loop, process, takeTimeout, new Answers());
    this.checks = new EpochChecks(loop, process, takeTimeout, this::fenced);
    this.knownOwners = knownOwners;
    this.announcer = new Announcer(loop, process, lanes.count(), leases, balance, knownOwners);
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
    fenced(List.of(new Routes.Owned(shard, byEpoch)));
  }

  private void fenced(List<Routes.Owned> byOthers) {
    run(leases.fenced(byOthers, loop.nowMillis()));
  }

  /** A lane has raised the epoch itself. */
  public void raised(int shard, long epoch) {
    leases.raised(shard, epoch);
    announceSoon();
  }

  public void tick() {
    run(leases.tick(loop.nowMillis()));
    if (checks.isDue()) {
      checks.ask(leases.owned());
      List<Effect> moves = balance.next(loop.nowMillis());
      if (!moves.isEmpty()) {
        log.info(
            "event=shards-move-by-load load={} heirs={}", balance.load(), leases.byLoad().heirs());
        announceSoon();
        run(moves);
      }
    }
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

  /** Whether this process has what it should have. */
  public Readiness readiness() {
    return readiness;
  }

  /** The epoch that the shard is owned under; 0 where it is not owned. */
  public long epochOf(int shard) {
    return leases.epochOf(shard);
  }

  /** Whether the shard is here because of load. */
  public boolean isKeptHere(int shard) {
    return leases.byLoad().isKeptHere(shard);
  }

  /** Where each shard stands, for people. */
  @Override
  public String toString() {
    return leases.toString();
  }

  // What is done.

  private void run(List<Effect> effects) {
    for (Effect effect : effects) {
      if (effect instanceof Effect.WantLocks want) {
        lockThread.accept(want.shards());
      } else if (effect instanceof Effect.Take take) {
        claims.add(take.claims());
      } else if (effect instanceof Effect.Lost lost) {
        losses.add(lost.shard());
        lanes.lost(lost.shard(), lost.epoch());
        announceSoon();
      } else if (effect instanceof Effect.Close close) {
        closeShard(close.shard());
      } else if (effect instanceof Effect.Opened) {
        announceSoon();
      }
    }
    soon();
  }

  /**
   * What looks at all shards is done once for all that happens in a turn. Done for each of the
   * shards that come in one answer it kept a process that had just started, and whose code was not
   * compiled yet, busy for 0.2 s a wave, while people waited in their documents.
   */
  private void soon() {
    if (!atTurnsEnd) {
      atTurnsEnd = true;
      loop.soon(this::endTurn);
    }
  }

  private void endTurn() {
    atTurnsEnd = false;
    if (!closed.isEmpty()) {
      List<Integer> all = List.copyOf(closed);
      closed.clear();
      run(leases.closed(all, loop.nowMillis()));
    }
    losses.tell();
    readiness.judge(leases.ownsAllItShould(loop.nowMillis()));
    if (announceSoon) {
      announceSoon = false;
      announce();
    }
    endIfDrained();
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
        losses.refused(each.shard());
        run(leases.takeRefused(each.shard(), loop.nowMillis()));
        return;
      }
      boolean isNew = leases.isTaking(each.shard());
      if (isNew) {
        balance.coming(each.shard());
      }
      List<Effect> effects = leases.taken(each.shard(), each.epoch(), loop.nowMillis());
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
            done ->
                loop.soon(
                    () -> {
                      closed.add(shard);
                      announceSoon();
                    }));
  }

  private void endIfDrained() {
    if (leases.isDraining() && leases.ownsNothing()) {
      drained.tryComplete();
    }
  }

  /** All changes of one turn in one announcement. */
  private void announceSoon() {
    announceSoon = true;
    soon();
  }

  /** What its documents keep this process busy with, in points a second. Any thread. */
  public long load() {
    return announcer.load();
  }

  /** Tells everybody what this process owns. */
  public void announce() {
    announcer.announce(loop.nowMillis());
  }
}
