package dev.quire.collab.lease;

import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.cp.exception.CPGroupDestroyedException;
import com.hazelcast.cp.lock.FencedLock;
import com.hazelcast.cp.lock.exception.LockOwnershipLostException;
import java.util.HashMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The locks of Hazelcast's CP subsystem. A lock belongs to the thread that took it. */
final class HazelcastLocks implements ShardLocks {
  private static final Logger log = LoggerFactory.getLogger(HazelcastLocks.class);
  private static final String PREFIX = "quire.shard.";

  private final HazelcastInstance hazelcast;

  /** At most one for each shard. */
  private final Map<Integer, FencedLock> locks = new HashMap<>();

  HazelcastLocks(HazelcastInstance hazelcast) {
    this.hazelcast = hazelcast;
  }

  @Override
  public long tryLock(int shard) {
    try {
      long fence = of(shard).tryLockAndGetFence();
      return fence == FencedLock.INVALID_FENCE ? 0 : fence;
    } catch (CPGroupDestroyedException e) {
      throw begunAnew(e);
    }
  }

  @Override
  public boolean isHeld(int shard) {
    try {
      return of(shard).isLockedByCurrentThread();
    } catch (LockOwnershipLostException e) {
      return false;
    } catch (CPGroupDestroyedException e) {
      throw begunAnew(e);
    }
  }

  /** The service has forgotten every lock ({@link CpRepair}): what is held of it is void. */
  private RuntimeException begunAnew(CPGroupDestroyedException e) {
    locks.clear();
    return e;
  }

  /** As often as it was taken: an attempt that failed may have taken it all the same. */
  @Override
  public void unlock(int shard) {
    try {
      FencedLock lock = of(shard);
      while (lock.isLockedByCurrentThread()) {
        lock.unlock();
      }
    } catch (CPGroupDestroyedException e) {
      locks.clear();
    } catch (IllegalMonitorStateException e) {
      log.debug("lock of shard {} was lost before it was given back", shard);
    }
  }

  private FencedLock of(int shard) {
    return locks.computeIfAbsent(
        shard, first -> hazelcast.getCPSubsystem().getLock(PREFIX + shard));
  }
}
