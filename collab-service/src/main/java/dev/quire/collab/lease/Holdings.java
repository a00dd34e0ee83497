package dev.quire.collab.lease;

import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Where each shard stands with this process: phase, epoch, lock. Pure; not thread-safe. */
final class Holdings {
  /** {@link Leases} says what leads from one to the other. */
  enum Phase {
    FREE,
    LOCKING,
    TAKING,
    OWNED,
    CLOSING
  }

  private final Phase[] phases;
  private final long[] epochs;
  private final long[] fences;
  private Set<Integer> lastWanted = Set.of();

  Holdings(int shards) {
    phases = new Phase[shards];
    epochs = new long[shards];
    fences = new long[shards];
    Arrays.fill(phases, Phase.FREE);
  }

  boolean is(int shard, Phase phase) {
    return phases[shard] == phase;
  }

  void become(int shard, Phase phase) {
    phases[shard] = phase;
  }

  /** Whether the shard's documents are here, be they on their way out. */
  boolean has(int shard) {
    return is(shard, Phase.OWNED) || is(shard, Phase.CLOSING);
  }

  /** The highest that this process has had the shard under; 0 where it never had it. */
  long epoch(int shard) {
    return epochs[shard];
  }

  void epoch(int shard, long epoch) {
    epochs[shard] = epoch;
  }

  boolean hasLock(int shard) {
    return fences[shard] != 0;
  }

  /** Of the shard's lock; 0 where it is not held. */
  long fence(int shard) {
    return fences[shard];
  }

  void fence(int shard, long fence) {
    fences[shard] = fence;
  }

  long notFree() {
    return Arrays.stream(phases).filter(each -> each != Phase.FREE).count();
  }

  /** The locks to hold, where they are others than when this was last asked. */
  Optional<Set<Integer>> newlyWanted() {
    Set<Integer> shards = new TreeSet<>();
    for (int shard = 0; shard < phases.length; shard++) {
      if (!is(shard, Phase.FREE)) {
        shards.add(shard);
      }
    }
    if (shards.equals(lastWanted)) {
      return Optional.empty();
    }
    lastWanted = shards;
    return Optional.of(shards);
  }

  /** For people. */
  String describe(int shard) {
    return phases[shard] + "/" + epochs[shard] + (hasLock(shard) ? " locked" : "");
  }
}
