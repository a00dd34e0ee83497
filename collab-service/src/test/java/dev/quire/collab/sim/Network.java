package dev.quire.collab.sim;

import java.util.HashMap;
import java.util.Map;

/** The bus between processes: at most once, in order on each road, unless the faults say not. */
final class Network {
  private final World world;
  private final Faults faults;
  private final Map<String, Long> lastArrivals = new HashMap<>();
  private final Map<String, Long> cut = new HashMap<>();

  Network(World world, Faults faults) {
    this.world = world;
    this.faults = faults;
  }

  void send(String from, String to, World.Actor receiver, Runnable arrival) {
    String road = from + ">" + to;
    if (isCut(from, to) || (!world.isHealed() && world.chance(faults.loss()))) {
      world.count(RarePath.MESSAGE_LOST);
      world.tell(road, "lost");
      return;
    }
    deliver(road, receiver, arrival);
    if (!world.isHealed() && world.chance(faults.repetition())) {
      world.count(RarePath.MESSAGE_REPEATED);
      deliver(road, receiver, arrival);
    }
  }

  private void deliver(String road, World.Actor receiver, Runnable arrival) {
    long at = world.nowMillis() + world.between(1, faults.maxDelayMillis());
    if (!world.isHealed() && world.chance(faults.reordering())) {
      world.count(RarePath.MESSAGE_REORDERED);
      at += world.between(1, 300);
    } else {
      at = Math.max(at, lastArrivals.getOrDefault(road, 0L));
      lastArrivals.put(road, at);
    }
    world.after(at - world.nowMillis(), receiver, arrival);
  }

  boolean isCut(String from, String to) {
    return cut.containsKey(from + ">" + to);
  }

  /** Nothing passes between the two for a while. */
  void cut(String one, String other, long millis) {
    cutOneWay(one, other, millis);
    cutOneWay(other, one, millis);
  }

  /** Nothing passes from the one to the other for a while. */
  void cutOneWay(String from, String to, long millis) {
    String road = from + ">" + to;
    long until = world.nowMillis() + millis;
    cut.merge(road, until, Math::max);
    world.after(millis, () -> cut.remove(road, until));
  }

  void joinAll() {
    cut.clear();
  }
}
