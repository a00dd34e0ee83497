package dev.quire.collab.lease;

import dev.quire.wire.doc.TakeShards;
import dev.quire.wire.session.Routes;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.IntToDoubleFunction;

/**
 * Processes that decide, on a log and a bus that do at once what they are told; no locks. Time goes
 * by second by second.
 */
final class BalanceWorld {
  static final int SHARDS = 128;

  /** A shard went from one process to another. */
  record Moved(long atMillis, int shard, String from, String to) {}

  private static final class Member {
    final String name;
    final Leases leases;
    final ShardWork work = new ShardWork(SHARDS);
    final Balance balance;
    boolean announces;

    Member(String name, BalanceRules rules) {
      this.name = name;
      leases = new Leases(name, SHARDS, rules);
      balance = new Balance(name, SHARDS, leases, work, rules);
    }
  }

  private final BalanceRules rules;
  private final Map<String, Member> processes = new LinkedHashMap<>();
  private final long[] epochs = new long[SHARDS];
  private final String[] owners = new String[SHARDS];
  private final List<Moved> moved = new ArrayList<>();
  private final ArrayDeque<Runnable> next = new ArrayDeque<>();
  private long now = 100_000;

  BalanceWorld(BalanceRules rules, int count) {
    this.rules = rules;
    Arrays.fill(owners, "");
    for (int i = 1; i <= count; i++) {
      processes.put("collab-" + i, new Member("collab-" + i, rules));
    }
    membersChanged();
  }

  long nowMillis() {
    return now;
  }

  List<Moved> movedSince(long millis) {
    return moved.stream().filter(each -> each.atMillis() >= millis).toList();
  }

  String ownerOf(int shard) {
    return owners[shard];
  }

  void join(String name) {
    Member process = new Member(name, rules);
    // It listens before it takes anything without a lock.
    process.leases.lockServiceHeard(now);
    processes.put(name, process);
    membersChanged();
  }

  void leave(String name) {
    processes.remove(name);
    membersChanged();
  }

  private void membersChanged() {
    for (Member each : processes.values()) {
      run(each, each.leases.members(processes.keySet(), now));
    }
    drain();
  }

  /** The loads of all processes, by what their shards weigh. */
  Map<String, Double> loads(IntToDoubleFunction weights) {
    Map<String, Double> loads = new TreeMap<>();
    processes.keySet().forEach(each -> loads.put(each, 0.0));
    for (int shard = 0; shard < SHARDS; shard++) {
      loads.merge(owners[shard], weights.applyAsDouble(shard), Double::sum);
    }
    return loads;
  }

  void runFor(int seconds, IntToDoubleFunction weights) {
    for (int second = 0; second < seconds; second++) {
      for (int shard = 0; shard < SHARDS; shard++) {
        Member owner = processes.get(owners[shard]);
        if (owner != null) {
          owner.work.add(shard, (int) weights.applyAsDouble(shard));
        }
      }
      now += 1000;
      for (Member each : processes.values()) {
        run(each, each.leases.tick(now));
        run(each, each.balance.next(now));
        each.announces = true;
      }
      drain();
    }
  }

  /** Everything that follows happens, and is announced, within the second. */
  private void drain() {
    boolean more = true;
    while (more) {
      while (!next.isEmpty()) {
        next.remove().run();
      }
      more = false;
      for (Member each : processes.values()) {
        if (each.announces) {
          each.announces = false;
          more = true;
          announce(each);
        }
      }
    }
  }

  private void announce(Member from) {
    List<Routes.Owned> owned = new ArrayList<>();
    for (int shard = 0; shard < SHARDS; shard++) {
      if (from.leases.owns(shard)) {
        owned.add(new Routes.Owned(shard, from.leases.epochOf(shard)));
      }
    }
    Routes routes =
        new Routes(
            from.name,
            1,
            owned,
            false,
            from.leases.given(now),
            from.balance.load(),
            from.leases.byLoad().heirs());
    for (Member to : processes.values()) {
      run(to, to.leases.announced(routes, now));
    }
  }

  private void run(Member process, List<Effect> effects) {
    for (Effect effect : effects) {
      if (effect instanceof Effect.Take take) {
        take.claims().forEach(claim -> next.add(() -> take(process, claim)));
      } else if (effect instanceof Effect.Close close) {
        process.announces = true;
        next.add(
            () -> {
              run(process, process.leases.closed(List.of(close.shard()), now));
              process.announces = true;
            });
      } else if (effect instanceof Effect.Opened) {
        process.announces = true;
      }
    }
  }

  private void take(Member process, TakeShards.Claim claim) {
    int shard = claim.shard();
    if (!process.leases.isTaking(shard)) {
      return;
    }
    moved.add(new Moved(now, shard, owners[shard], process.name));
    owners[shard] = process.name;
    process.balance.coming(shard);
    run(process, process.leases.taken(shard, ++epochs[shard], now));
  }
}
