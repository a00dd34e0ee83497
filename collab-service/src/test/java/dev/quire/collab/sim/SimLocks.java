package dev.quire.collab.sim;

import dev.quire.collab.lease.ShardLocks;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The lock service: members that know each other, sessions that expire with their members' silence,
 * locks that end with their sessions. It can fall into two halves. With a majority rule one half
 * answers and the other is silent; without one ("unsafe mode") both answer, and a lock can have two
 * holders.
 */
final class SimLocks {
  private static final long SESSION_MILLIS = 5_000;
  private static final long BEAT_MILLIS = 500;

  /** The service does not answer. */
  static final class Silent extends RuntimeException {
    private static final long serialVersionUID = 1;

    Silent() {
      super("silent", null, false, false);
    }
  }

  private record Held(Member member, long session, long fence) {}

  private static final class Half {
    final Map<Integer, Held> locks = new HashMap<>();
    boolean answers = true;
  }

  private static final class Member {
    final SimProcess process;
    @Nullable Half half;
    long session;
    long heardAt;
    boolean rejoins;

    Member(SimProcess process) {
      this.process = process;
    }
  }

  private final World world;
  private final boolean majorityRules;
  private final World.Actor clock = new World.Actor();
  private final Map<SimProcess, Member> members = new LinkedHashMap<>();
  private final Half whole = new Half();
  private @Nullable Half split;
  private long sessions;
  private long fences;
  private long silentUntil;

  SimLocks(World world, boolean majorityRules) {
    this.world = world;
    this.majorityRules = majorityRules;
    world.every(BEAT_MILLIS, clock, this::beat);
  }

  // Members.

  void join(SimProcess process) {
    Member member = new Member(process);
    members.put(process, member);
    enter(member, whole);
  }

  void leave(SimProcess process) {
    Member member = members.remove(process);
    if (member != null) {
      expel(member);
    }
  }

  private void enter(Member member, Half half) {
    member.half = half;
    member.session = ++sessions;
    member.heardAt = world.nowMillis();
    member.rejoins = false;
    tell(half);
  }

  private void expel(Member member) {
    Half half = member.half;
    if (half != null) {
      member.half = null;
      half.locks.values().removeIf(held -> held.member() == member);
      tell(half);
    }
  }

  private void tell(Half half) {
    for (Member member : members.values()) {
      if (member.half == half) {
        world.after(
            world.between(1, 100),
            member.process,
            () -> {
              Half present = member.half;
              member.process.members(present == null ? Set.of() : names(present));
            });
      }
    }
  }

  private Set<String> names(Half half) {
    Set<String> names = new TreeSet<>();
    for (Member member : members.values()) {
      if (member.half == half) {
        names.add(member.process.name());
      }
    }
    return names;
  }

  /** A broken connection is noticed soon; a machine that went silent by its missing heartbeats. */
  void died(SimProcess process) {
    died(process, world.chance(0.7) ? world.between(20, 300) : world.between(300, SESSION_MILLIS));
  }

  void died(SimProcess process, long noticed) {
    world.after(
        noticed,
        () -> {
          Member member = members.remove(process);
          if (member != null && member.half != null) {
            Half half = member.half;
            member.half = null;
            tell(half);
          }
        });
  }

  /** Who is heard keeps its session; who was not loses it, and joins again when it wakes. */
  private void beat() {
    whole.locks.values().removeIf(this::isOver);
    if (split != null) {
      split.locks.values().removeIf(this::isOver);
    }
    for (Member member : List.copyOf(members.values())) {
      boolean silent = member.process.isFrozen() || member.process.isDead();
      if (!silent && member.half != null) {
        member.heardAt = world.nowMillis();
      } else if (silent && world.nowMillis() - member.heardAt > SESSION_MILLIS) {
        if (member.half != null) {
          world.count(RarePath.SESSION_EXPIRED);
        }
        expel(member);
      } else if (!silent && !member.rejoins) {
        member.rejoins = true;
        world.after(world.between(100, 5000), () -> rejoin(member));
      }
    }
  }

  /** Whether the session that took the lock is another by now, or was silent for too long. */
  private boolean isOver(Held held) {
    Member member = held.member();
    return held.session() != member.session || world.nowMillis() - member.heardAt > SESSION_MILLIS;
  }

  private void rejoin(Member member) {
    if (member.half == null && members.containsKey(member.process)) {
      enter(member, whole);
    }
  }

  // Splitting and falling silent.

  /** Some of the members no longer see the others. */
  void split(List<SimProcess> some) {
    if (split != null) {
      return;
    }
    List<Member> away = new ArrayList<>();
    for (Member member : members.values()) {
      if (some.contains(member.process) && member.half == whole) {
        away.add(member);
      }
    }
    long rest = members.values().stream().filter(member -> member.half == whole).count();
    rest -= away.size();
    if (away.isEmpty() || rest == 0) {
      return;
    }
    world.count(RarePath.LOCK_CLUSTER_SPLIT);
    Half other = new Half();
    other.locks.putAll(whole.locks);
    other.answers = !majorityRules || away.size() > rest;
    whole.answers = !majorityRules || !other.answers;
    split = other;
    for (Member member : away) {
      member.half = other;
    }
    // Each half waits for the heartbeats of the other, and keeps its locks for as long.
    world.after(world.between(100, SESSION_MILLIS), () -> tell(whole));
    world.after(world.between(100, SESSION_MILLIS), () -> tell(other));
    world.after(
        SESSION_MILLIS,
        () -> {
          whole.locks.values().removeIf(held -> held.member().half != whole);
          other.locks.values().removeIf(held -> held.member().half != other);
        });
  }

  /** The halves find each other: the smaller one's members come with new sessions. */
  void merge() {
    Half other = split;
    if (other == null) {
      return;
    }
    split = null;
    if (other.answers && !whole.answers) {
      whole.locks.clear();
      whole.locks.putAll(other.locks);
    }
    whole.answers = true;
    for (Member member : members.values()) {
      if (member.half == other) {
        whole.locks.values().removeIf(held -> held.member() == member);
        enter(member, whole);
      }
    }
  }

  /** Nobody is answered for a while. */
  void fallSilent(long millis) {
    silentUntil = world.nowMillis() + millis;
  }

  void recover() {
    silentUntil = 0;
    merge();
  }

  // Locks.

  ShardLocks of(SimProcess process) {
    return new ShardLocks() {
      @Override
      public long tryLock(int shard) {
        Member member = answered(process);
        Held held = half(member).locks.get(shard);
        if (held != null) {
          return isMine(held, member) ? held.fence() : 0;
        }
        half(member).locks.put(shard, new Held(member, member.session, ++fences));
        return fences;
      }

      @Override
      public boolean isHeld(int shard) {
        Member member = answered(process);
        Held held = half(member).locks.get(shard);
        return held != null && isMine(held, member);
      }

      @Override
      public void unlock(int shard) {
        Member member = answered(process);
        Held held = half(member).locks.get(shard);
        if (held != null && isMine(held, member)) {
          half(member).locks.remove(shard);
        }
      }
    };
  }

  private static boolean isMine(Held held, Member member) {
    return held.member() == member && held.session() == member.session;
  }

  private Member answered(SimProcess process) {
    Member member = members.get(process);
    if (member == null
        || member.half == null
        || !member.half.answers
        || world.nowMillis() < silentUntil) {
      throw new Silent();
    }
    return member;
  }

  private static Half half(Member member) {
    Half half = member.half;
    if (half == null) {
      throw new Silent();
    }
    return half;
  }
}
