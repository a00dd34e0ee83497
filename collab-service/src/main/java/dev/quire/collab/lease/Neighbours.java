package dev.quire.collab.lease;

import dev.quire.wire.Shards;
import dev.quire.wire.session.Routes;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.IntToLongFunction;
import java.util.function.Predicate;

/**
 * What collab processes announce. A process that has been silent for {@link #SILENCE_MILLIS} owns
 * nothing, and of two that name a shard the one with the higher epoch has it. Not thread-safe.
 */
public final class Neighbours {
  static final long SILENCE_MILLIS = 3_000;

  /**
   * Who has been heard for so long is there, whatever the lock service says: a last word that comes
   * late is no sign of life.
   */
  static final long PRESENT_MILLIS = 1_500;

  /** A process that owns a shard, by its own word. */
  public record Owner(String process, long epoch) {}

  private static final class Said {
    final long[] epochs = new long[Shards.COUNT];
    final long[] given = new long[Shards.COUNT];
    long atMillis;
    long sinceMillis;
    boolean leaving;
    long load;
    List<Routes.Heir> heirs = List.of();
  }

  private final Map<String, Said> processes = new TreeMap<>();

  public void announced(Routes routes, long nowMillis) {
    Said said = new Said();
    Said before = processes.get(routes.process());
    said.atMillis = nowMillis;
    said.sinceMillis =
        before == null || isSilent(before, nowMillis) ? nowMillis : before.sinceMillis;
    said.leaving = routes.leaving();
    said.load = routes.load();
    said.heirs = routes.heirs();
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

  /**
   * Who is to have which shards because of load, by the word of their owners: of several the word
   * under the highest epoch, and none where the shard has a higher one, here or anywhere.
   *
   * @param epochs the highest that this process has had each shard under
   */
  Map<Integer, Routes.Heir> heirs(IntToLongFunction epochs, long nowMillis) {
    Map<Integer, Routes.Heir> heirs = new TreeMap<>();
    for (Said said : processes.values()) {
      if (isSilent(said, nowMillis)) {
        continue;
      }
      for (Routes.Heir heir : said.heirs) {
        int shard = heir.shard();
        if (shard >= 0 && shard < Shards.COUNT) {
          heirs.merge(shard, heir, (one, other) -> one.epoch() < other.epoch() ? other : one);
        }
      }
    }
    heirs
        .values()
        .removeIf(
            heir ->
                heir.epoch() <= epochs.applyAsLong(heir.shard())
                    || ownerOf(heir.shard(), nowMillis)
                        .filter(owner -> owner.epoch() > heir.epoch())
                        .isPresent());
    return heirs;
  }

  /** What a process says that keeps it busy; 0 where it is silent or does not say. */
  long loadOf(String process, long nowMillis) {
    Said said = processes.get(process);
    return said == null || isSilent(said, nowMillis) ? 0 : said.load;
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

  /** Those that have been heard for a while, and still are. */
  Set<String> present(long nowMillis) {
    Set<String> present = new TreeSet<>();
    processes.forEach(
        (process, said) -> {
          if (!isSilent(said, nowMillis) && said.atMillis - said.sinceMillis >= PRESENT_MILLIS) {
            present.add(process);
          }
        });
    return present;
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
