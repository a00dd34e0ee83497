package dev.quire.collab.sim;

import dev.quire.wire.doc.TakeShards;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Says who should own which shard: rightly, late, or wrongly. Who can is the log's business. */
final class Ownership {
  private static final long LOOK_MILLIS = 3000;

  private final World world;
  private final LogCalls log;
  private final List<Integer> shards;
  private final Map<Integer, SimHost> assigned = new HashMap<>();
  private List<SimHost> hosts = List.of();

  Ownership(World world, LogCalls log, List<Integer> shards) {
    this.world = world;
    this.log = log;
    this.shards = shards;
  }

  void hosts(List<SimHost> present) {
    hosts = present;
  }

  @Nullable SimHost assigned(int shard) {
    return assigned.get(shard);
  }

  void assignAll() {
    shards.forEach(shard -> assign(shard, world.pick(hosts)));
    world.after(LOOK_MILLIS, this::look);
  }

  /** Whoever died while it took a shard has not got it, and nobody may have noticed. */
  private void look() {
    for (int shard : shards) {
      SimHost host = assigned.get(shard);
      if (host == null || host.isDead()) {
        assign(shard, living());
      } else if (!host.isFrozen()) {
        take(shard, host);
      }
    }
    world.after(LOOK_MILLIS, this::look);
  }

  /** Another takes the shard, and the one that has it isn't told. */
  void takeFromTheLiving() {
    int shard = world.pick(shards);
    SimHost owner = assigned.get(shard);
    SimHost next = world.pick(hosts);
    if (next != owner && !next.isDead()) {
      world.count(RarePath.TAKEOVER_OF_THE_LIVING);
      assign(shard, next);
    }
  }

  /** Handed over as it should be. */
  void handOver() {
    int shard = world.pick(shards);
    SimHost owner = assigned.get(shard);
    SimHost next = world.pick(hosts);
    if (owner != null && owner != next && !owner.isDead() && !owner.isFrozen() && !next.isDead()) {
      world.tell(owner.name(), "is to hand over shard", shard, "to", next.name());
      owner.close(
          shard,
          () -> {
            if (assigned.get(shard) == owner) {
              assign(shard, next);
            }
          });
    }
  }

  /** It takes a while until somebody's death is noticed. */
  void died(SimHost host) {
    world.after(world.between(100, 3000), () -> inherit(host));
  }

  void fenced(SimHost host, int shard) {
    world.after(
        world.between(100, 1000),
        () -> {
          if (assigned.get(shard) == host && !host.owns(shard)) {
            assign(shard, living());
          }
        });
  }

  private void inherit(SimHost dead) {
    for (int shard : shards) {
      if (assigned.get(shard) == dead) {
        assign(shard, living());
      }
    }
  }

  private SimHost living() {
    List<SimHost> living = hosts.stream().filter(host -> !host.isDead()).toList();
    return world.pick(living.isEmpty() ? hosts : living);
  }

  private void assign(int shard, SimHost host) {
    world.tell(host.name(), "should own shard", shard);
    assigned.put(shard, host);
    take(shard, host);
  }

  private void take(int shard, SimHost host) {
    if (assigned.get(shard) != host || host.owns(shard)) {
      return;
    }
    if (host.isDead()) {
      died(host);
      return;
    }
    log.take(
        host,
        new TakeShards(host.name(), List.of(new TakeShards.Claim(shard, 0, 0))),
        taken -> {
          if (assigned.get(shard) == host && !host.owns(shard)) {
            world.tell(host.name(), "owns shard", shard);
            host.open(shard, taken.epochs().get(0).epoch());
          }
        },
        () -> world.after(250, () -> take(shard, host)));
  }
}
