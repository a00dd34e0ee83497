package dev.quire.collab.lease;

import dev.quire.wire.Rendezvous;
import dev.quire.wire.doc.TakeShards;
import dev.quire.wire.session.Routes;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

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
  /** The lock service has said nothing for so long that the epoch alone decides. */
  static final long LOCK_SILENCE_MILLIS = 3000;

  /** Shards on their way to others at the same time: nobody waits for all of them at once. */
  static final int MAX_MOVING = 64;

  /** Given away and not announced by another for so long: it no longer counts as moving. */
  private static final long MOVE_MILLIS = 1000;

  /** A process that goes gives everything away after so long, be it taken or not. */
  private static final long GENTLE_DRAIN_MILLIS = 6000;

  /** For so long others are told that a shard was let go of. */
  private static final long GIVEN_MILLIS = 10_000;

  private enum Phase {
    FREE,
    LOCKING,
    TAKING,
    OWNED,
    CLOSING
  }

  /** What the shell is to do. */
  public sealed interface Effect {}

  /** These are the locks the lock thread should hold, and no others. */
  public record WantLocks(Set<Integer> shards) implements Effect {}

  /**
   * Raise the epochs; the answer comes back by {@link #taken}, {@link #takeRefused} or {@link
   * #takeFailed}.
   */
  public record Take(List<TakeShards.Claim> claims) implements Effect {}

  /** From now on appends may be made under this epoch. */
  public record Opened(int shard, long epoch) implements Effect {}

  /** The shard is somebody else's: throw away what was believed about it, at once. */
  public record Lost(int shard, long epoch) implements Effect {}

  /** Flush and close the shard's documents, then call {@link #closed}. */
  public record Close(int shard) implements Effect {}

  private final String process;
  private final int count;
  private final Phase[] phase;
  private final long[] epoch;
  private final long[] fence;
  private final long[] movedAt;
  private final boolean[] mine;
  private final Patience patience;
  private final Neighbours neighbours = new Neighbours();
  private Set<String> live = Set.of();
  private Set<String> candidates = Set.of();
  private Set<Integer> lastWanted = Set.of();
  private final Standing standing = new Standing();
  private long lockHeardAt;
  private boolean draining;
  private long drainingSince;

  /**
   * @param shards how many there are
   */
  public Leases(String process, int shards) {
    this.process = process;
    this.count = shards;
    phase = new Phase[shards];
    epoch = new long[shards];
    fence = new long[shards];
    movedAt = new long[shards];
    mine = new boolean[shards];
    patience = new Patience(shards);
    Arrays.fill(phase, Phase.FREE);
  }

  // Who is there.

  /** The live collab processes, this one among them, have changed. */
  public List<Effect> members(Collection<String> present, long nowMillis) {
    standing.live(present.size(), nowMillis);
    Set<String> departed = new TreeSet<>(live);
    departed.removeAll(present);
    departed.remove(process);
    List<Integer> left = new ArrayList<>();
    for (int shard = 0; shard < count; shard++) {
      if (!departed.isEmpty() && ownerBelieved(shard).filter(departed::contains).isPresent()) {
        left.add(shard);
      }
    }
    live = new TreeSet<>(present);
    assign(nowMillis);
    List<Effect> effects = new ArrayList<>(inherit(left, nowMillis));
    neighbours.forget(departed);
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
        movedAt[owned.shard()] = 0;
        effects.addAll(fenced(owned.shard(), owned.epoch(), nowMillis));
      }
    }
    effects.addAll(tick(nowMillis));
    return effects;
  }

  /** The lock service has answered: it is there, whatever it said. */
  public void lockServiceHeard(long nowMillis) {
    lockHeardAt = nowMillis;
  }

  private Optional<String> ownerBelieved(int shard) {
    return neighbours.lastOwnerOf(shard).or(() -> Rendezvous.first(shard, live));
  }

  /** Whoever is there, is heard, and is not going away, has its share. */
  private void assign(long nowMillis) {
    Set<String> present = new TreeSet<>(live);
    present.add(process);
    present.removeIf(each -> neighbours.isLeaving(each));
    if (!standing.hasJustWoken(nowMillis)) {
      present.removeIf(each -> neighbours.hasFallenSilent(each, nowMillis));
    }
    if (draining) {
      present.remove(process);
    }
    if (present.equals(candidates)) {
      return;
    }
    candidates = present;
    for (int shard = 0; shard < count; shard++) {
      mine[shard] = Rendezvous.first(shard, present).filter(process::equals).isPresent();
    }
  }

  /** The owner of these has left: its locks may last for a while, and nobody waits for them. */
  private List<Effect> inherit(List<Integer> left, long nowMillis) {
    List<TakeShards.Claim> claims = new ArrayList<>();
    for (int shard : left) {
      boolean isFree = phase[shard] == Phase.FREE || phase[shard] == Phase.LOCKING;
      if (mine[shard] && isFree && standing.mayJudge(nowMillis)) {
        claims.add(claim(shard, nowMillis));
      }
    }
    return claims.isEmpty() ? List.of() : List.of(new Take(claims));
  }

  // Locks.

  /** The lock thread holds the lock. */
  public List<Effect> locked(int shard, long shardFence, long nowMillis) {
    fence[shard] = shardFence;
    return phase[shard] == Phase.LOCKING && mayTake(shard, nowMillis)
        ? List.of(new Take(List.of(claim(shard, nowMillis))))
        : List.of();
  }

  /** The lock thread has given the lock back. */
  public void released(int shard) {
    fence[shard] = 0;
  }

  /**
   * The lock is gone (a session expired while this process slept). The epoch still decides: the
   * shard is given up without waiting to be fenced, since somebody else may take it now.
   */
  public List<Effect> lockLost(int shard) {
    fence[shard] = 0;
    return phase[shard] == Phase.OWNED || phase[shard] == Phase.TAKING
        ? lose(shard, epoch[shard])
        : List.of();
  }

  // Epochs.

  public List<Effect> taken(int shard, long newEpoch, long nowMillis) {
    if (phase[shard] != Phase.TAKING) {
      return List.of();
    }
    phase[shard] = Phase.OWNED;
    epoch[shard] = newEpoch;
    patience.taken(shard, nowMillis);
    List<Effect> effects = new ArrayList<>();
    effects.add(new Opened(shard, newEpoch));
    if (!mine[shard]) {
      effects.addAll(tick(nowMillis));
    }
    return effects;
  }

  /** Whether the answer to a claim is still waited for. */
  public boolean isTaking(int shard) {
    return phase[shard] == Phase.TAKING;
  }

  /** The log lets nobody have it just now: it has changed hands too often. */
  public List<Effect> takeRefused(int shard, long nowMillis) {
    if (phase[shard] == Phase.TAKING) {
      phase[shard] = Phase.LOCKING;
      patience.lost(shard, nowMillis);
    }
    return List.of();
  }

  /** Nothing is known of what became of it; raising once more is always right. */
  public List<Effect> takeFailed(int shard, long nowMillis) {
    if (phase[shard] == Phase.TAKING) {
      phase[shard] = Phase.LOCKING;
      patience.failed(shard, nowMillis);
    }
    return List.of();
  }

  /**
   * The shard is known to have an epoch that another has raised. Also while it is being closed:
   * what its documents still want to flush can't be, and they would wait for it for ever.
   */
  public List<Effect> fenced(int shard, long byEpoch, long nowMillis) {
    boolean has = phase[shard] == Phase.OWNED || phase[shard] == Phase.CLOSING;
    if (!has || byEpoch <= epoch[shard]) {
      return List.of();
    }
    patience.lost(shard, nowMillis);
    return lose(shard, byEpoch);
  }

  /** The shard's own lane has raised the epoch, to settle an append of unknown outcome. */
  public void raised(int shard, long newEpoch) {
    if (phase[shard] == Phase.OWNED || phase[shard] == Phase.CLOSING) {
      epoch[shard] = Math.max(epoch[shard], newEpoch);
    }
  }

  // Giving away.

  /** What {@link Close} asked for is done. */
  public List<Effect> closed(int shard, long nowMillis) {
    if (phase[shard] != Phase.CLOSING) {
      return List.of();
    }
    phase[shard] = Phase.FREE;
    movedAt[shard] = nowMillis;
    return tick(nowMillis);
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

  public List<Effect> tick(long nowMillis) {
    standing.awake(nowMillis);
    assign(nowMillis);
    List<Effect> effects = new ArrayList<>();
    List<TakeShards.Claim> claims = new ArrayList<>();
    boolean isLate = draining && nowMillis - drainingSince >= GENTLE_DRAIN_MILLIS;
    int room = candidates.isEmpty() || isLate ? count : MAX_MOVING - moving(nowMillis);
    for (int shard = 0; shard < count; shard++) {
      if (!mine[shard]) {
        if (phase[shard] == Phase.LOCKING) {
          phase[shard] = Phase.FREE;
        } else if (phase[shard] == Phase.OWNED && room > 0 && mayGive(shard, nowMillis)) {
          phase[shard] = Phase.CLOSING;
          effects.add(new Close(shard));
          room--;
        }
      } else if (phase[shard] == Phase.FREE && !isKept(shard, nowMillis)) {
        phase[shard] = Phase.LOCKING;
        if (isGiven(shard, nowMillis) && mayTake(shard, nowMillis)) {
          claims.add(claim(shard, nowMillis));
        }
      } else if (phase[shard] == Phase.LOCKING && mayTake(shard, nowMillis)) {
        claims.add(claim(shard, nowMillis));
      }
    }
    if (!claims.isEmpty()) {
      effects.add(new Take(List.copyOf(claims)));
    }
    wanted().ifPresent(effects::add);
    return effects;
  }

  private int moving(long nowMillis) {
    int moving = 0;
    for (int shard = 0; shard < count; shard++) {
      boolean isOnItsWay = movedAt[shard] != 0 && nowMillis - movedAt[shard] < MOVE_MILLIS;
      if (phase[shard] == Phase.CLOSING || isOnItsWay) {
        moving++;
      }
    }
    return moving;
  }

  // Rules.

  /** A shard that came not long ago stays, unless this process goes. */
  private boolean mayGive(int shard, long nowMillis) {
    return draining || !patience.holds(shard, nowMillis);
  }

  private boolean mayTake(int shard, long nowMillis) {
    boolean isSilent = nowMillis - lockHeardAt >= LOCK_SILENCE_MILLIS;
    boolean hasRight =
        isGiven(shard, nowMillis)
            || (standing.mayJudge(nowMillis) && (fence[shard] != 0 || isSilent));
    return hasRight && !patience.holds(shard, nowMillis) && !isKeptElsewhere(shard, nowMillis);
  }

  /** Whether another process announces the shard as its own: asking for its lock would be vain. */
  private boolean isKept(int shard, long nowMillis) {
    return neighbours.ownerOf(shard, nowMillis).isPresent();
  }

  /** Whether one does that this process's lock service does not know, and so cannot speak for. */
  private boolean isKeptElsewhere(int shard, long nowMillis) {
    return neighbours
        .ownerOf(shard, nowMillis)
        .filter(owner -> fence[shard] == 0 || !live.contains(owner.process()))
        .isPresent();
  }

  private TakeShards.Claim claim(int shard, long nowMillis) {
    phase[shard] = Phase.TAKING;
    return new TakeShards.Claim(shard, fence[shard], 0, isGiven(shard, nowMillis));
  }

  /** Whether the shard's last owner has let go of it, and it has been nobody's since. */
  private boolean isGiven(int shard, long nowMillis) {
    return neighbours.givenUnder(shard, nowMillis) > epoch[shard];
  }

  // What is known.

  public boolean owns(int shard) {
    return phase[shard] == Phase.OWNED;
  }

  /** Whether every shard that should be this process's is, or is another's for now. */
  public boolean ownsAllItShould(long nowMillis) {
    for (int shard = 0; shard < count; shard++) {
      if (mine[shard] && !owns(shard) && !isKept(shard, nowMillis)) {
        return false;
      }
    }
    return true;
  }

  /** What this process has let go of a moment ago, with the epochs that it had it under. */
  public List<Routes.Owned> given(long nowMillis) {
    List<Routes.Owned> given = new ArrayList<>();
    for (int shard = 0; shard < count; shard++) {
      boolean isRecent = movedAt[shard] != 0 && nowMillis - movedAt[shard] < GIVEN_MILLIS;
      if (isRecent && phase[shard] != Phase.OWNED) {
        given.add(new Routes.Owned(shard, epoch[shard]));
      }
    }
    return given;
  }

  /** How many shards are still to be given away. */
  public long notFree() {
    return Arrays.stream(phase).filter(each -> each != Phase.FREE).count();
  }

  public boolean ownsNothing() {
    return Arrays.stream(phase).allMatch(each -> each == Phase.FREE);
  }

  /** The epoch that the shard is owned under; 0 where it is not owned. */
  public long epochOf(int shard) {
    return owns(shard) ? epoch[shard] : 0;
  }

  /** Where each shard stands, for people. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder(process).append(" of ").append(candidates);
    for (int shard = 0; shard < count; shard++) {
      if (mine[shard] || phase[shard] != Phase.FREE) {
        text.append(' ').append(shard).append(mine[shard] ? "=" : "≠").append(phase[shard]);
        text.append('/').append(epoch[shard]).append(fence[shard] != 0 ? " locked" : "");
      }
    }
    return text.toString();
  }

  private List<Effect> lose(int shard, long highest) {
    boolean had = phase[shard] == Phase.OWNED || phase[shard] == Phase.CLOSING;
    phase[shard] = Phase.FREE;
    List<Effect> effects = new ArrayList<>();
    if (had) {
      effects.add(new Lost(shard, highest));
    }
    wanted().ifPresent(effects::add);
    return effects;
  }

  /** Only what has changed is said. */
  private Optional<Effect> wanted() {
    Set<Integer> shards = new TreeSet<>();
    for (int shard = 0; shard < count; shard++) {
      if (phase[shard] != Phase.FREE) {
        shards.add(shard);
      }
    }
    if (shards.equals(lastWanted)) {
      return Optional.empty();
    }
    lastWanted = shards;
    return Optional.of(new WantLocks(shards));
  }
}
