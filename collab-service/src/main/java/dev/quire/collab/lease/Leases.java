package dev.quire.collab.lease;

import dev.quire.wire.Rendezvous;
import dev.quire.wire.Shards;
import dev.quire.wire.doc.TakeShards;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * What this process does about each shard. Pure: no I/O, no clock; not thread-safe.
 *
 * <p>A shard goes {@code FREE → LOCKING → TAKING → OWNED}, and back to {@code FREE} from anywhere:
 * directly where it is lost, over {@code CLOSING} where it is given away and its documents have to
 * flush first.
 */
final class Leases {
  /** How long a shard that was fenced, or could not be taken, is left alone. */
  static final long HOLD_OFF_MILLIS = 1000;

  /** The lock service has said nothing for so long that the epoch alone decides. */
  static final long LOCK_SILENCE_MILLIS = 3000;

  private enum Phase {
    FREE,
    LOCKING,
    TAKING,
    OWNED,
    CLOSING
  }

  /** What the shell is to do. */
  sealed interface Effect {}

  /** These are the locks the lock thread should hold, and no others. */
  record WantLocks(Set<Integer> shards) implements Effect {}

  /** Raise the epochs; the answer comes back by {@link #taken} or {@link #takeFailed}. */
  record Take(List<TakeShards.Claim> claims) implements Effect {}

  /** From now on appends may be made under this epoch. */
  record Opened(int shard, long epoch) implements Effect {}

  /** The shard is somebody else's: throw away what was believed about it, at once. */
  record Lost(int shard, long epoch) implements Effect {}

  /** Flush and close the shard's documents, then call {@link #closed}. */
  record Close(int shard) implements Effect {}

  private final String process;
  private final Phase[] phase = new Phase[Shards.COUNT];
  private final long[] epoch = new long[Shards.COUNT];
  private final long[] fence = new long[Shards.COUNT];
  private final long[] notBefore = new long[Shards.COUNT];
  private final boolean[] mine = new boolean[Shards.COUNT];
  private long lockHeardAt;
  private boolean draining;

  Leases(String process) {
    this.process = process;
    Arrays.fill(phase, Phase.FREE);
  }

  /** The live collab processes, this one among them, have changed. */
  List<Effect> members(Collection<String> live, long nowMillis) {
    for (int shard = 0; shard < Shards.COUNT; shard++) {
      mine[shard] = !draining && Rendezvous.first(shard, live).filter(process::equals).isPresent();
    }
    return tick(nowMillis);
  }

  /** The lock service has answered: it is there, whatever it said. */
  void lockServiceHeard(long nowMillis) {
    lockHeardAt = nowMillis;
  }

  List<Effect> locked(int shard, long shardFence) {
    if (phase[shard] != Phase.LOCKING) {
      return List.of();
    }
    fence[shard] = shardFence;
    phase[shard] = Phase.TAKING;
    return List.of(new Take(List.of(new TakeShards.Claim(shard, shardFence, 0))));
  }

  /**
   * The lock is gone (a session expired while this process slept). The epoch still decides: the
   * shard is given up without waiting to be fenced, since somebody else may take it now.
   */
  List<Effect> lockLost(int shard) {
    return phase[shard] == Phase.OWNED || phase[shard] == Phase.TAKING
        ? lose(shard, epoch[shard])
        : List.of();
  }

  List<Effect> taken(int shard, long newEpoch) {
    if (phase[shard] != Phase.TAKING) {
      return List.of();
    }
    phase[shard] = Phase.OWNED;
    epoch[shard] = newEpoch;
    List<Effect> effects = new ArrayList<>();
    effects.add(new Opened(shard, newEpoch));
    if (!mine[shard]) {
      effects.addAll(close(shard));
    }
    return effects;
  }

  /** Nothing is known of what became of it; raising once more is always right. */
  List<Effect> takeFailed(int shard, long nowMillis) {
    if (phase[shard] != Phase.TAKING) {
      return List.of();
    }
    phase[shard] = Phase.LOCKING;
    notBefore[shard] = nowMillis + HOLD_OFF_MILLIS;
    return List.of();
  }

  /** The owner of a document has been told that a higher epoch exists. */
  List<Effect> fenced(int shard, long byEpoch, long nowMillis) {
    boolean stale = phase[shard] != Phase.OWNED || byEpoch <= epoch[shard];
    if (stale) {
      return List.of();
    }
    notBefore[shard] = nowMillis + HOLD_OFF_MILLIS;
    return lose(shard, byEpoch);
  }

  /** The shard's own lane has raised the epoch, to settle an append of unknown outcome. */
  void raised(int shard, long newEpoch) {
    if (phase[shard] == Phase.OWNED || phase[shard] == Phase.CLOSING) {
      epoch[shard] = Math.max(epoch[shard], newEpoch);
    }
  }

  /** What {@link Close} asked for is done. */
  List<Effect> closed(int shard) {
    if (phase[shard] != Phase.CLOSING) {
      return List.of();
    }
    phase[shard] = Phase.FREE;
    return List.of(wanted());
  }

  /** From now on nothing is taken, and what is owned is given away. */
  List<Effect> drain() {
    draining = true;
    Arrays.fill(mine, false);
    List<Effect> effects = new ArrayList<>();
    for (int shard = 0; shard < Shards.COUNT; shard++) {
      effects.addAll(close(shard));
    }
    effects.add(wanted());
    return effects;
  }

  List<Effect> tick(long nowMillis) {
    List<Effect> effects = new ArrayList<>();
    List<TakeShards.Claim> claims = new ArrayList<>();
    boolean epochAlone = nowMillis - lockHeardAt >= LOCK_SILENCE_MILLIS;
    for (int shard = 0; shard < Shards.COUNT; shard++) {
      if (!mine[shard]) {
        effects.addAll(close(shard));
      } else if (phase[shard] == Phase.FREE && nowMillis >= notBefore[shard]) {
        phase[shard] = Phase.LOCKING;
        fence[shard] = 0;
      } else if (phase[shard] == Phase.LOCKING
          && nowMillis >= notBefore[shard]
          && (fence[shard] != 0 || epochAlone)) {
        phase[shard] = Phase.TAKING;
        claims.add(new TakeShards.Claim(shard, fence[shard], 0));
      }
    }
    if (!claims.isEmpty()) {
      effects.add(new Take(List.copyOf(claims)));
    }
    effects.add(wanted());
    return effects;
  }

  boolean owns(int shard) {
    return phase[shard] == Phase.OWNED;
  }

  boolean ownsAllItShould() {
    for (int shard = 0; shard < Shards.COUNT; shard++) {
      if (mine[shard] && !owns(shard)) {
        return false;
      }
    }
    return true;
  }

  boolean ownsNothing() {
    return Arrays.stream(phase).allMatch(each -> each == Phase.FREE);
  }

  /** The epoch that the shard is owned under; 0 where it is not owned. */
  long epochOf(int shard) {
    return owns(shard) ? epoch[shard] : 0;
  }

  private List<Effect> close(int shard) {
    switch (phase[shard]) {
      case OWNED -> {
        phase[shard] = Phase.CLOSING;
        return List.of(new Close(shard));
      }
      case LOCKING -> phase[shard] = Phase.FREE;
      default -> {
        // FREE and CLOSING need nothing; TAKING is closed when the epoch has come.
      }
    }
    return List.of();
  }

  private List<Effect> lose(int shard, long highest) {
    boolean owned = phase[shard] == Phase.OWNED;
    phase[shard] = Phase.FREE;
    return owned ? List.of(new Lost(shard, highest), wanted()) : List.of(wanted());
  }

  private WantLocks wanted() {
    Set<Integer> shards = new TreeSet<>();
    for (int shard = 0; shard < Shards.COUNT; shard++) {
      if (phase[shard] != Phase.FREE) {
        shards.add(shard);
      }
    }
    return new WantLocks(shards);
  }
}
