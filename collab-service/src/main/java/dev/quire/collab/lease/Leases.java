package dev.quire.collab.lease;

import dev.quire.collab.lease.Holdings.Phase;
import dev.quire.wire.doc.TakeShards;
import dev.quire.wire.session.Routes;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;

/**
 * What this process does about each shard. Pure: no I/O, no clock; not thread-safe.
 *
 * <p>A shard goes {@code FREE → LOCKING → TAKING → OWNED}, and back to {@code FREE} from anywhere:
 * directly where it is lost, over {@code CLOSING} where it is given away and its documents have to
 * flush first.
 *
 * <p>A shard is taken, by raising its epoch, in four cases only: its lock is held; its owner has
 * said that it has let go of it; its owner has left the cluster, and nobody waits for the lock that
 * it left behind; or the lock service is silent. In none of them from a process of another cluster
 * that announces it all the same: it lives, and two halves of a cluster would take turns.
 */
public final class Leases {
  /** Shards on their way to others at the same time: nobody waits for all of them at once. */
  static final int MAX_MOVING = 64;

  /** A process that goes gives everything away after so long, be it taken or not. */
  private static final long GENTLE_DRAIN_MILLIS = 6000;

  private final String process;
  private final int count;
  private final Holdings held;
  private final Moves moves;
  private final Patience patience;
  private final Neighbours neighbours = new Neighbours();
  private final Standing standing = new Standing();
  private final Heirs heirs;
  private final Placement placement;
  private final ClaimRules rules;
  private final ByLoad byLoad;
  private boolean draining;
  private long drainingSince;

  /**
   * @param shards how many there are
   */
  public Leases(String process, int shards, BalanceRules balance) {
    this.process = process;
    this.count = shards;
    held = new Holdings(shards);
    moves = new Moves(shards);
    patience = new Patience(shards);
    heirs = new Heirs(process, balance);
    placement = new Placement(process, shards, neighbours, standing, heirs, held::epoch);
    rules = new ClaimRules(held, neighbours, standing, placement, patience);
    byLoad = new ByLoad(process, held, heirs, placement, patience, standing, moves);
  }

  // Who is there.

  /** The live collab processes, this one among them, have changed. */
  public List<Effect> members(Collection<String> present, long nowMillis) {
    standing.awake(nowMillis);
    Set<String> departed = placement.departed(present);
    List<Integer> left = placement.members(present, departed);
    placement.refresh(draining, nowMillis);
    List<Effect> effects = new ArrayList<>(inherit(left, nowMillis));
    placement.forgetDeparted();
    effects.addAll(tick(nowMillis));
    return effects;
  }

  /** Another process has said what it owns. */
  public List<Effect> announced(Routes routes, long nowMillis) {
    if (routes.process().equals(process)) {
      return List.of();
    }
    standing.awake(nowMillis);
    neighbours.announced(routes, nowMillis);
    List<Effect> effects = new ArrayList<>();
    for (Routes.Owned owned : routes.owned()) {
      if (owned.shard() >= 0 && owned.shard() < count) {
        moves.arrived(owned.shard());
        if (owned.epoch() > held.epoch(owned.shard())) {
          heirs.forget(owned.shard());
        }
        lose(owned.shard(), owned.epoch(), nowMillis, effects);
      }
    }
    effects.addAll(tick(nowMillis));
    return effects;
  }

  /** The lock service has answered: it is there, whatever it said. */
  public void lockServiceHeard(long nowMillis) {
    rules.lockServiceHeard(nowMillis);
  }

  /** The owner of these has left: its locks may last for a while, and nobody waits for them. */
  private List<Effect> inherit(List<Integer> left, long nowMillis) {
    List<TakeShards.Claim> claims = new ArrayList<>();
    for (int shard : left) {
      boolean isFree = held.is(shard, Phase.FREE) || held.is(shard, Phase.LOCKING);
      if (placement.isMine(shard) && isFree && standing.mayJudge(nowMillis)) {
        claims.add(claim(shard, nowMillis));
      }
    }
    return claims.isEmpty() ? List.of() : List.of(new Effect.Take(claims));
  }

  // Locks.

  /** The lock thread holds the lock. */
  public List<Effect> locked(int shard, long shardFence, long nowMillis) {
    held.fence(shard, shardFence);
    return held.is(shard, Phase.LOCKING) && rules.mayTake(shard, nowMillis)
        ? List.of(new Effect.Take(List.of(claim(shard, nowMillis))))
        : List.of();
  }

  /** The lock thread has given the lock back. */
  public void released(int shard) {
    held.fence(shard, 0);
  }

  /**
   * The lock is gone: this process slept, or the lock service has begun anew. What is owned stays,
   * since a lock says who should have a shard and the epoch who can: whoever takes it raises that,
   * and says so. To give everything up here would leave every document of a healthy process without
   * an owner whenever the lock service stumbles. The lock thread takes the lock again if it can.
   */
  public void lockLost(int shard) {
    held.fence(shard, 0);
  }

  // Epochs.

  public List<Effect> taken(int shard, long newEpoch, long nowMillis) {
    if (!held.is(shard, Phase.TAKING)) {
      return List.of();
    }
    Routes.Heir named = placement.namedMe(shard);
    if (named != null) {
      heirs.keep(named, nowMillis);
    }
    held.become(shard, Phase.OWNED);
    held.epoch(shard, newEpoch);
    patience.taken(shard, nowMillis);
    List<Effect> effects = new ArrayList<>();
    effects.add(new Effect.Opened(shard, newEpoch));
    if (!placement.isMine(shard)) {
      effects.addAll(tick(nowMillis));
    }
    return effects;
  }

  /** Whether the answer to a claim is still waited for. */
  public boolean isTaking(int shard) {
    return held.is(shard, Phase.TAKING);
  }

  /** The log lets nobody have it just now: it has changed hands too often. */
  public List<Effect> takeRefused(int shard, long nowMillis) {
    if (held.is(shard, Phase.TAKING)) {
      held.become(shard, Phase.LOCKING);
      patience.refused(shard, nowMillis);
    }
    return List.of();
  }

  /** Nothing is known of what became of it; raising once more is always right. */
  public List<Effect> takeFailed(int shard, long nowMillis) {
    if (held.is(shard, Phase.TAKING)) {
      held.become(shard, Phase.LOCKING);
      patience.failed(shard, nowMillis);
    }
    return List.of();
  }

  /** These shards are known to have epochs that others have raised. */
  public List<Effect> fenced(Collection<Routes.Owned> byOthers, long nowMillis) {
    List<Effect> effects = new ArrayList<>();
    byOthers.forEach(other -> lose(other.shard(), other.epoch(), nowMillis, effects));
    if (!effects.isEmpty()) {
      held.newlyWanted().ifPresent(wanted -> effects.add(new Effect.WantLocks(wanted)));
    }
    return effects;
  }

  /**
   * Where the epoch is higher than this process's. Also while the shard is being closed: what its
   * documents still want to flush can't be, and they would wait for it for ever.
   */
  private void lose(int shard, long byEpoch, long nowMillis, List<Effect> effects) {
    boolean has = held.has(shard);
    if (has && byEpoch > held.epoch(shard)) {
      patience.lost(shard, nowMillis);
      held.become(shard, Phase.FREE);
      heirs.forget(shard);
      effects.add(new Effect.Lost(shard, byEpoch));
    }
  }

  /** The shard's own lane has raised the epoch, to settle an append of unknown outcome. */
  public void raised(int shard, long newEpoch) {
    if (held.has(shard)) {
      held.epoch(shard, Math.max(held.epoch(shard), newEpoch));
    }
  }

  // Giving away.

  /** What {@link Effect.Close} asked for is done with these. */
  public List<Effect> closed(Collection<Integer> shards, long nowMillis) {
    boolean isAny = false;
    for (int shard : shards) {
      if (held.is(shard, Phase.CLOSING)) {
        held.become(shard, Phase.FREE);
        moves.gone(shard, nowMillis);
        isAny = true;
      }
    }
    return isAny ? tick(nowMillis) : List.of();
  }

  /** From now on nothing is taken, and what is owned is given away. */
  public List<Effect> drain(long nowMillis) {
    draining = true;
    drainingSince = nowMillis;
    return tick(nowMillis);
  }

  public boolean isDraining() {
    return draining;
  }

  /** The shard is to be another's because of load; what is not owned stays as it is. */
  List<Effect> give(Rebalance.Move move, long nowMillis) {
    if (!owns(move.shard())) {
      return List.of();
    }
    heirs.name(move.shard(), move.heir(), move.load(), nowMillis);
    return tick(nowMillis);
  }

  public List<Effect> tick(long nowMillis) {
    standing.awake(nowMillis);
    placement.refresh(draining, nowMillis);
    List<Effect> effects = new ArrayList<>();
    List<TakeShards.Claim> claims = new ArrayList<>();
    boolean isLate = draining && nowMillis - drainingSince >= GENTLE_DRAIN_MILLIS;
    int room =
        placement.isNobodyThere() || isLate ? count : MAX_MOVING - moves.underWay(held, nowMillis);
    for (int shard = 0; shard < count; shard++) {
      if (!placement.isMine(shard)) {
        if (held.is(shard, Phase.LOCKING)) {
          held.become(shard, Phase.FREE);
        } else if (held.is(shard, Phase.OWNED) && room > 0 && mayGive(shard, nowMillis)) {
          held.become(shard, Phase.CLOSING);
          effects.add(new Effect.Close(shard));
          room--;
        }
      } else if (held.is(shard, Phase.FREE) && !rules.isKept(shard, nowMillis)) {
        held.become(shard, Phase.LOCKING);
        if (rules.isGiven(shard, nowMillis) && rules.mayTake(shard, nowMillis)) {
          claims.add(claim(shard, nowMillis));
        }
      } else if (held.is(shard, Phase.LOCKING) && rules.mayTake(shard, nowMillis)) {
        claims.add(claim(shard, nowMillis));
      }
    }
    if (!claims.isEmpty()) {
      effects.add(new Effect.Take(List.copyOf(claims)));
    }
    held.newlyWanted().ifPresent(wanted -> effects.add(new Effect.WantLocks(wanted)));
    return effects;
  }

  // Rules.

  /** A shard that came not long ago stays, unless this process goes. */
  private boolean mayGive(int shard, long nowMillis) {
    return draining || !patience.holds(shard, nowMillis);
  }

  private TakeShards.Claim claim(int shard, long nowMillis) {
    held.become(shard, Phase.TAKING);
    return new TakeShards.Claim(shard, held.fence(shard), 0, rules.isGiven(shard, nowMillis));
  }

  // What is known.

  public boolean owns(int shard) {
    return held.is(shard, Phase.OWNED);
  }

  /** What is owned, with its epochs. */
  List<Routes.Owned> owned() {
    List<Routes.Owned> owned = new ArrayList<>();
    for (int shard = 0; shard < count; shard++) {
      if (owns(shard)) {
        owned.add(new Routes.Owned(shard, held.epoch(shard)));
      }
    }
    return List.copyOf(owned);
  }

  /** Whether every shard that should be this process's is, or is another's for now. */
  public boolean ownsAllItShould(long nowMillis) {
    for (int shard = 0; shard < count; shard++) {
      if (placement.isMine(shard) && !owns(shard) && !rules.isKept(shard, nowMillis)) {
        return false;
      }
    }
    return true;
  }

  /** What this process has let go of a moment ago, with the epochs that it had it under. */
  public List<Routes.Owned> given(long nowMillis) {
    return moves.recent(held, nowMillis);
  }

  /** What is known of shards that move because of load. */
  ByLoad byLoad() {
    return byLoad;
  }

  /** How many shards are still to be given away. */
  public long notFree() {
    return held.notFree();
  }

  public boolean ownsNothing() {
    return held.notFree() == 0;
  }

  /** The epoch that the shard is owned under; 0 where it is not owned. */
  public long epochOf(int shard) {
    return owns(shard) ? held.epoch(shard) : 0;
  }

  /** Where each shard stands, for people. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder(placement.toString());
    for (int shard = 0; shard < count; shard++) {
      boolean isMine = placement.isMine(shard);
      if (isMine || !held.is(shard, Phase.FREE)) {
        text.append(' ').append(shard).append(isMine ? "=" : "≠").append(held.describe(shard));
      }
    }
    return text.toString();
  }
}
