package dev.quire.collab.lease;

/**
 * The lock service, as one thread sees it. Every call may block, and fails with a {@code
 * RuntimeException} where the service does not answer.
 */
public interface ShardLocks {
  /** The fence of the shard's lock, or 0 where another holds it. Never waits for the other. */
  long tryLock(int shard);

  /** Whether this thread still holds the lock that it took. */
  boolean isHeld(int shard);

  /** Gives the lock back, if it is still held. */
  void unlock(int shard);
}
