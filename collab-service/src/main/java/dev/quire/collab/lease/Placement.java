package dev.quire.collab.lease;

import dev.quire.wire.Rendezvous;
import dev.quire.wire.session.Routes;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.IntToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * Who should own each shard: whom its owner has named its heir, or else the first by rendezvous
 * hashing of those that are there and not going away. There is whom the lock service knows and who
 * has not fallen silent, and who is heard, known or not: where the lock service falls apart and the
 * bus does not, all go on agreeing about who should own what. Pure; not thread-safe.
 */
final class Placement {
  private final String process;
  private final Neighbours neighbours;
  private final Standing standing;
  private final Heirs heirs;
  private final IntToLongFunction epochs;
  private final boolean[] home;
  private Set<String> live = Set.of();
  private Set<String> gone = Set.of();
  private Set<String> candidates = Set.of();
  private Map<Integer, Routes.Heir> heard = Map.of();

  /**
   * @param epochs the highest that this process has had each shard under
   */
  Placement(
      String process,
      int shards,
      Neighbours neighbours,
      Standing standing,
      Heirs heirs,
      IntToLongFunction epochs) {
    this.process = process;
    this.neighbours = neighbours;
    this.standing = standing;
    this.heirs = heirs;
    this.epochs = epochs;
    home = new boolean[shards];
  }

  /**
   * These processes are there now.
   *
   * @return the shards of those that have left
   */
  List<Integer> members(Collection<String> present, Set<String> departed) {
    List<Integer> left = new ArrayList<>();
    for (int shard = 0; shard < home.length; shard++) {
      if (!departed.isEmpty() && ownerBelieved(shard).filter(departed::contains).isPresent()) {
        left.add(shard);
      }
    }
    live = new TreeSet<>(present);
    gone = departed;
    return left;
  }

  /** Who was there and no longer is. */
  Set<String> departed(Collection<String> present) {
    Set<String> departed = new TreeSet<>(live);
    departed.removeAll(present);
    departed.remove(process);
    return departed;
  }

  private Optional<String> ownerBelieved(int shard) {
    return neighbours.lastOwnerOf(shard).or(() -> Rendezvous.first(shard, live));
  }

  /** Those that have left are forgotten: what is heard of one from now on shows that it has not. */
  void forgetDeparted() {
    neighbours.forget(gone);
    gone = Set.of();
  }

  /** What was heard since counts from now on. */
  void refresh(boolean draining, long nowMillis) {
    heirs.expire(nowMillis);
    heard = neighbours.heirs(epochs, nowMillis);
    Set<String> present = neighbours.present(nowMillis);
    present.removeAll(gone);
    present.addAll(live);
    present.add(process);
    standing.there(present.size(), nowMillis);
    present.removeIf(neighbours::isLeaving);
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
    for (int shard = 0; shard < home.length; shard++) {
      home[shard] = Rendezvous.first(shard, present).filter(process::equals).isPresent();
    }
  }

  /** Whether this process should own the shard. */
  boolean isMine(int shard) {
    String heir = heirs.of(shard);
    if (heir != null && candidates.contains(heir)) {
      return heir.equals(process);
    }
    Routes.Heir said = heard.get(shard);
    if (said != null && candidates.contains(said.process())) {
      return said.process().equals(process);
    }
    return home[shard];
  }

  /** By whose word the shard is this process's because of load; null where it is not. */
  Routes.@Nullable Heir namedMe(int shard) {
    Routes.Heir said = heard.get(shard);
    return said != null && said.process().equals(process) ? said : null;
  }

  boolean isLive(String other) {
    return live.contains(other);
  }

  /** Nobody is there who could own anything. */
  boolean isNobodyThere() {
    return candidates.isEmpty();
  }

  /** The loads of all others that may own shards, by their own word; 0 where one has none. */
  Map<String, Long> loadsOfOthers(long nowMillis) {
    Map<String, Long> loads = new TreeMap<>();
    for (String each : candidates) {
      if (!each.equals(process)) {
        loads.put(each, neighbours.loadOf(each, nowMillis));
      }
    }
    return loads;
  }

  @Override
  public String toString() {
    return process + " of " + candidates;
  }
}
