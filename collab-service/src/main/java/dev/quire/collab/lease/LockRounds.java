package dev.quire.collab.lease;

import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BooleanSupplier;

/**
 * What the lock thread does, round by round: gives back, notices losses, takes what is missing. For
 * one thread.
 */
public final class LockRounds {
  /** Called during a round. */
  public interface Listener {
    /** The lock service is there. */
    void heard();

    void locked(int shard, long fence);

    /** Given back. */
    void released(int shard);

    void lost(int shard);
  }

  private final ShardLocks locks;
  private final Listener listener;
  private final Set<Integer> held = new TreeSet<>();

  public LockRounds(ShardLocks locks, Listener listener) {
    this.locks = locks;
    this.listener = listener;
  }

  /**
   * One round; fails as {@link ShardLocks} does, and the next one goes on from there.
   *
   * @param wanted the locks to hold, and no others
   * @param isOver asked before each lock that is taken
   */
  public void round(Collection<Integer> wanted, BooleanSupplier isOver) {
    giveBackAllBut(wanted);
    noticeLosses();
    for (int shard : wanted) {
      if (isOver.getAsBoolean()) {
        return;
      }
      take(shard);
    }
    listener.heard();
  }

  private void take(int shard) {
    if (!held.contains(shard)) {
      long fence = locks.tryLock(shard);
      if (fence != 0) {
        held.add(shard);
        listener.locked(shard, fence);
      }
    }
  }

  /**
   * Locks are lost together, with their session: where one is still held, so are the others. Asking
   * for all of them each time would be a thousand calls a round.
   */
  private void noticeLosses() {
    if (held.isEmpty() || locks.isHeld(held.iterator().next())) {
      return;
    }
    for (int shard : List.copyOf(held)) {
      if (!locks.isHeld(shard)) {
        held.remove(shard);
        listener.lost(shard);
      }
    }
  }

  private void giveBackAllBut(Collection<Integer> wanted) {
    for (Iterator<Integer> all = held.iterator(); all.hasNext(); ) {
      int shard = all.next();
      if (!wanted.contains(shard)) {
        // Only then forgotten: a lock whose return has failed is given back in the next round.
        locks.unlock(shard);
        all.remove();
        listener.released(shard);
      }
    }
  }
}
