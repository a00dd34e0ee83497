package dev.quire.collab.lease;

import dev.quire.wire.Shards;
import dev.quire.wire.session.Routes;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * What collab processes announce. A process that has been silent for {@link #SILENCE_MILLIS} owns
 * nothing, and of two that name a shard the one with the higher epoch has it. Not thread-safe.
 */
public final class Neighbours {
  static final long SILENCE_MILLIS = 3_000;

  /** A process that owns a shard, by its own word. */
  public record Owner(String process, long epoch) {}

  private static final class Said {
    final long[] epochs = new long[Shards.COUNT];
    final long[] given = new long[Shards.COUNT];
    long atMillis;
    boolean leaving;
  }

  private final Map<String, Said> processes = new TreeMap<>();

  public void announced(Routes routes, long nowMillis) {
    Said said = new Said();
    said.atMillis = nowMillis;
    said.leaving = routes.leaving();
    for (Routes.Owned owned : routes.owned()) {
      if (owned.shard() >= 0 && owned.shard() < Shards.COUNT) {
        said.epochs[owned.shard()] = owned.epoch();
      }
    }
    for (Routes.Owned given : routes.given()) {
      if (given.shard() >= 0 && given.shard() < Shards.COUNT) {
        said.given[given.shard()] = given.epoch();
      }
    }
    processes.put(routes.process(), said);
  }

  /**
   * The epoch under which its last owner has let go of the shard: from then on it is there to be
   * taken, whatever the lock service has heard by then. 0 where the last that is known of it is
   * something else.
   */
  long givenUnder(int shard, long nowMillis) {
    long given = 0;
    long owned = 0;
    for (Said said : processes.values()) {
      owned = Math.max(owned, said.epochs[shard]);
      if (!isSilent(said, nowMillis)) {
        given = Math.max(given, said.given[shard]);
      }
    }
    return given > owned ? given : 0;
  }

  /** Who owns the shard, as far as is heard. */
  public Optional<Owner> ownerOf(int shard, long nowMillis) {
    return ownerAmong(shard, said -> !isSilent(said, nowMillis));
  }

  /** Who owned the shard when it was last heard of, be it silent now. */
  Optional<String> lastOwnerOf(int shard) {
    return ownerAmong(shard, said -> true).map(Owner::process);
  }

  private Optional<Owner> ownerAmong(int shard, Predicate<Said> counts) {
    Owner best = null;
    for (Map.Entry<String, Said> each : processes.entrySet()) {
      long epoch = counts.test(each.getValue()) ? each.getValue().epochs[shard] : 0;
      if (epoch > 0 && (best == null || epoch > best.epoch())) {
        best = new Owner(each.getKey(), epoch);
      }
    }
    return Optional.ofNullable(best);
  }

  /** Whether the process was heard once, and is no longer. */
  boolean hasFallenSilent(String process, long nowMillis) {
    Said said = processes.get(process);
    return said != null && isSilent(said, nowMillis);
  }

  boolean isLeaving(String process) {
    Said said = processes.get(process);
    return said != null && said.leaving;
  }

  /** The processes are gone; what is heard of one from now on shows that it is not. */
  void forget(Collection<String> gone) {
    processes.keySet().removeAll(gone);
  }

  private static boolean isSilent(Said said, long nowMillis) {
    return nowMillis - said.atMillis >= SILENCE_MILLIS;
  }
}
