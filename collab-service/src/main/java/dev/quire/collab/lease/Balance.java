package dev.quire.collab.lease;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Brings what the lanes did together with what the others say, and gives shards away because of
 * load. Pure but for {@link ShardWork}, which lanes write; not thread-safe.
 */
final class Balance {
  private final String process;
  private final int count;
  private final Leases leases;
  private final ShardWork work;
  private final ShardLoads loads;
  private final Rebalance rebalance;

  Balance(String process, int shards, Leases leases, ShardWork work, BalanceRules rules) {
    this.process = process;
    this.count = shards;
    this.leases = leases;
    this.work = work;
    this.loads = new ShardLoads(shards);
    this.rebalance = new Rebalance(rules);
  }

  /** To be called about once a second. */
  List<Effect> next(long nowMillis) {
    loads.sample(work, leases::owns, nowMillis);
    ByLoad byLoad = leases.byLoad();
    if (leases.isDraining() || !byLoad.mayBalance(nowMillis)) {
      return List.of();
    }
    Map<String, Long> all = byLoad.loadsOfOthers(nowMillis);
    all.put(process, load());
    Map<Integer, Long> movable = new TreeMap<>();
    for (int shard = 0; shard < count; shard++) {
      if (loads.of(shard) > 0 && byLoad.isMovable(shard, nowMillis)) {
        movable.put(shard, loads.of(shard));
      }
    }
    List<Effect> effects = new ArrayList<>();
    for (Rebalance.Move move : rebalance.next(process, all, movable, nowMillis)) {
      effects.addAll(leases.give(move, nowMillis));
    }
    return effects;
  }

  /** The shard is about to be this process's. */
  void coming(int shard) {
    loads.came(shard, leases.byLoad().loadBrought(shard));
  }

  /** What keeps this process busy, in points a second; above 0. */
  long load() {
    return loads.total(leases::owns);
  }
}
