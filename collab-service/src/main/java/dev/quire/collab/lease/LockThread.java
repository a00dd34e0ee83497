package dev.quire.collab.lease;

import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.cp.lock.FencedLock;
import com.hazelcast.cp.lock.exception.LockOwnershipLostException;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one thread that holds this process's locks. A lock of the lock service belongs to a session
 * and a thread, and nothing tells a holder that it has lost one: so one thread takes them all,
 * gives them back, and asks.
 *
 * <p>{@link #want} and {@link #stop} may be called from any thread; the listener is called on this
 * one and must not block.
 */
final class LockThread {
  private static final Logger log = LoggerFactory.getLogger(LockThread.class);
  private static final long POLL_NANOS = 250_000_000;
  private static final String PREFIX = "quire.shard.";

  /** Called on the lock thread. */
  interface Listener {
    /** The lock service is there. */
    void heard();

    void locked(int shard, long fence);

    void lost(int shard);
  }

  private final HazelcastInstance hazelcast;
  private final Listener listener;
  private final Map<Integer, FencedLock> held = new HashMap<>();
  private final Thread thread;
  private volatile Set<Integer> wanted = Set.of();
  private volatile boolean stopping;

  LockThread(HazelcastInstance hazelcast, Listener listener, String process) {
    this.hazelcast = hazelcast;
    this.listener = listener;
    thread = new Thread(this::run, process + "-locks");
    thread.setDaemon(true);
  }

  void start() {
    thread.start();
  }

  /** The locks to hold from now on; the others are given back. */
  void want(Set<Integer> shards) {
    wanted = Set.copyOf(shards);
    LockSupport.unpark(thread);
  }

  /** Gives every lock back and ends. Blocks until it has. */
  void stop() throws InterruptedException {
    stopping = true;
    LockSupport.unpark(thread);
    thread.join();
  }

  private void run() {
    while (!stopping) {
      Set<Integer> round = wanted;
      try {
        giveBackAllBut(round);
        noticeLosses();
        takeMissing(round);
        listener.heard();
      } catch (RuntimeException e) {
        // Hazelcast's own exceptions, and those of the platform that it throws when it is being
        // stopped or a session has ended: none may end the one thread that holds the locks.
        // Nothing is heard: after a while the epochs alone decide.
        log.warn("the lock service does not answer: {}", e.toString());
      }
      if (round == wanted && !stopping) {
        LockSupport.parkNanos(POLL_NANOS);
      }
    }
    try {
      giveBackAllBut(Set.of());
    } catch (RuntimeException e) {
      log.warn("locks not given back, they end with the session: {}", e.toString());
    }
  }

  private void takeMissing(Set<Integer> round) {
    for (int shard : round) {
      if (stopping) {
        return;
      }
      if (!held.containsKey(shard)) {
        FencedLock lock = hazelcast.getCPSubsystem().getLock(PREFIX + shard);
        long fence = lock.tryLockAndGetFence();
        if (fence != FencedLock.INVALID_FENCE) {
          held.put(shard, lock);
          listener.locked(shard, fence);
        }
      }
    }
  }

  /**
   * Locks are lost together, with their session: where one is still held, so are the others. Asking
   * for all of them each time would be a thousand calls a round.
   */
  private void noticeLosses() {
    Map.@Nullable Entry<Integer, FencedLock> one =
        held.isEmpty() ? null : held.entrySet().iterator().next();
    if (one == null || isHeld(one.getValue())) {
      return;
    }
    for (Iterator<Map.Entry<Integer, FencedLock>> all = held.entrySet().iterator();
        all.hasNext(); ) {
      Map.Entry<Integer, FencedLock> each = all.next();
      if (!isHeld(each.getValue())) {
        all.remove();
        listener.lost(each.getKey());
      }
    }
  }

  private static boolean isHeld(FencedLock lock) {
    try {
      return lock.isLockedByCurrentThread();
    } catch (LockOwnershipLostException e) {
      return false;
    }
  }

  private void giveBackAllBut(Set<Integer> round) {
    for (Iterator<Map.Entry<Integer, FencedLock>> all = held.entrySet().iterator();
        all.hasNext(); ) {
      Map.Entry<Integer, FencedLock> each = all.next();
      if (!round.contains(each.getKey())) {
        all.remove();
        try {
          each.getValue().unlock();
        } catch (IllegalMonitorStateException e) {
          log.debug("lock of shard {} was lost before it was given back", each.getKey());
        }
      }
    }
  }
}
