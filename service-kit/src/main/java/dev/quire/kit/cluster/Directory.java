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

  /** Those who may have ended: they are found only where they are asked whether they have. */
  private final Map<String, Announcement> doubted = new HashMap<>();

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
    Announcement known = before == null ? doubted.remove(announced.node()) : before;
    Announcement newest =
        known != null && known.version() >= announced.version() ? known : announced;
    others.put(newest.node(), newest);
    return difference(before, newest);
  }

  /** It may have ended: nobody is to wait for it; the addresses that it listened to. */
  synchronized Set<String> doubt(String node) {
    Announcement before = others.remove(node);
    if (before == null) {
      return Set.of();
    }
    doubted.put(node, before);
    return difference(before, null);
  }

  /** It is there; the addresses that it listens to, where it was doubted. */
  synchronized Set<String> believe(String node) {
    Announcement known = doubted.remove(node);
    if (known == null || others.containsKey(node)) {
      return Set.of();
    }
    others.put(node, known);
    return difference(null, known);
  }

  /** It is not there any more; the addresses that it listened to. */
  synchronized Set<String> forget(String node) {
    doubted.remove(node);
    return difference(others.remove(node), null);
  }

  /** Those who announced themselves and are not among these. */
  synchronized Set<String> missing(Collection<String> nodes) {
    Set<String> missing = new HashSet<>(others.keySet());
    missing.removeAll(nodes);
    return missing;
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
    others.values().forEach(other -> addThoseOf(other, address, all));
    for (Announcement other : doubted.values()) {
      if (address.equals(Liveness.addressOf(other.node()))) {
        addThoseOf(other, address, all);
      }
    }
    return all;
  }

  private static void addThoseOf(Announcement other, String address, List<RegistrationInfo> all) {
    for (Listener each : other.listeners()) {
      if (each.address().equals(address)) {
        all.add(new RegistrationInfo(other.node(), each.sequence(), false));
      }
    }
  }

  /** Where that process's event bus is reached; empty where it has not said so, or has left. */
  synchronized Optional<Place> placeOf(String node) {
    return Optional.ofNullable(
        node.equals(self) ? place : placeIn(others.getOrDefault(node, doubted.get(node))));
  }

  private static @Nullable Place placeIn(@Nullable Announcement announced) {
    return announced == null ? null : announced.place();
  }
}
