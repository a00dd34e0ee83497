package dev.quire.kit.cluster;

import dev.quire.kit.cluster.Announcement.Listener;
import dev.quire.kit.cluster.Announcement.Place;
import io.vertx.core.spi.cluster.RegistrationInfo;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Who listens to what, as one process knows it: its own listeners, and the last {@link
 * Announcement} of each other. Whatever is announced twice, late or in another order ends in the
 * same. No I/O and no clock; safe from any thread.
 *
 * <p>Bounded by the number of processes, and of addresses that each listens to, which are its own
 * choice: some dozens.
 */
final class Directory {
  private final String self;

  /** Those that only this process may use, too. */
  private final Map<String, Set<RegistrationInfo>> own = new HashMap<>();

  private final Map<String, Announcement> others = new HashMap<>();

  /** Nodes that announced themselves, and that the cluster did not know when it was last asked. */
  private Set<String> unknown = Set.of();

  private long version;
  private @Nullable Place place;

  Directory(String self) {
    this.self = self;
  }

  synchronized void add(String address, RegistrationInfo listener) {
    own.computeIfAbsent(address, first -> new LinkedHashSet<>()).add(listener);
    version++;
  }

  synchronized void remove(String address, RegistrationInfo listener) {
    own.computeIfPresent(
        address,
        (each, listeners) -> {
          listeners.remove(listener);
          return listeners.isEmpty() ? null : listeners;
        });
    version++;
  }

  synchronized void reachedAt(Place place) {
    this.place = place;
    version++;
  }

  /** What this process says of itself now. */
  synchronized Announcement own() {
    List<Listener> listeners = new ArrayList<>();
    own.forEach(
        (address, all) ->
            all.stream()
                .filter(each -> !each.localOnly())
                .forEach(each -> listeners.add(new Listener(address, each.seq()))));
    return new Announcement(self, version, place, List.copyOf(listeners));
  }

  /** Takes another process's word; the addresses that have other listeners now. */
  synchronized Set<String> learn(Announcement announced) {
    if (announced.node().equals(self)) {
      return Set.of();
    }
    Announcement before = others.get(announced.node());
    if (before != null && before.version() >= announced.version()) {
      return Set.of();
    }
    others.put(announced.node(), announced);
    return difference(before, announced);
  }

  /** It has left; the addresses that it listened to. */
  synchronized Set<String> forget(String node) {
    return difference(others.remove(node), null);
  }

  /**
   * Forgets whoever is not among these, now and when this was last called: what a process said as
   * it left may come after its leaving, and what it says as it comes before its coming. Returns the
   * addresses that have other listeners now.
   */
  synchronized Set<String> keep(Collection<String> nodes) {
    Set<String> missing = new HashSet<>(others.keySet());
    missing.removeAll(nodes);
    Set<String> changed = new HashSet<>();
    for (String node : missing) {
      if (unknown.contains(node)) {
        changed.addAll(forget(node));
      }
    }
    unknown = missing;
    return changed;
  }

  private static Set<String> difference(
      @Nullable Announcement before, @Nullable Announcement after) {
    Set<Listener> old = before == null ? Set.of() : Set.copyOf(before.listeners());
    Set<Listener> now = after == null ? Set.of() : Set.copyOf(after.listeners());
    Set<String> changed = new HashSet<>();
    old.stream().filter(each -> !now.contains(each)).forEach(each -> changed.add(each.address()));
    now.stream().filter(each -> !old.contains(each)).forEach(each -> changed.add(each.address()));
    return changed;
  }

  /** Everybody who listens to the address. */
  synchronized List<RegistrationInfo> at(String address) {
    List<RegistrationInfo> all = new ArrayList<>(own.getOrDefault(address, Set.of()));
    for (Announcement other : others.values()) {
      for (Listener each : other.listeners()) {
        if (each.address().equals(address)) {
          all.add(new RegistrationInfo(other.node(), each.sequence(), false));
        }
      }
    }
    return all;
  }

  /** Where that process's event bus is reached; empty where it has not said so, or has left. */
  synchronized Optional<Place> placeOf(String node) {
    return Optional.ofNullable(node.equals(self) ? place : placeIn(others.get(node)));
  }

  private static @Nullable Place placeIn(@Nullable Announcement announced) {
    return announced == null ? null : announced.place();
  }
}
