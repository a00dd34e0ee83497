package dev.quire.collab.lease;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * What one member of the lock service says of its locks, until it has left: what it still has then
 * is lost, which is told once, and nothing is heard of it again. A thread that the lock service
 * held up may find out much later what became of a lock; the member that came after may have that
 * lock by then.
 *
 * <p>Any thread; one at a time gets through, so that the listener must not block.
 */
final class LockReports implements LockRounds.Listener {
  private final LockRounds.Listener listener;
  private final Set<Integer> held = new TreeSet<>();
  private boolean ended;

  LockReports(LockRounds.Listener listener) {
    this.listener = listener;
  }

  /** When it returns, the last has been told. */
  synchronized void end() {
    ended = true;
    List<Integer> lost = List.copyOf(held);
    held.clear();
    lost.forEach(listener::lost);
  }

  @Override
  public synchronized void heard() {
    if (!ended) {
      listener.heard();
    }
  }

  @Override
  public synchronized void locked(int shard, long fence) {
    if (!ended) {
      held.add(shard);
      listener.locked(shard, fence);
    }
  }

  @Override
  public synchronized void released(int shard) {
    if (!ended) {
      held.remove(shard);
      listener.released(shard);
    }
  }

  @Override
  public synchronized void lost(int shard) {
    if (!ended) {
      held.remove(shard);
      listener.lost(shard);
    }
  }
}
