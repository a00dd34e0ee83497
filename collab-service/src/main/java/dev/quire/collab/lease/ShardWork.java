package dev.quire.collab.lease;

import java.util.concurrent.atomic.AtomicLongArray;

/**
 * What each shard's documents have kept their lanes busy with, in points, since it was last asked.
 * Any thread.
 */
public final class ShardWork {
  private final AtomicLongArray points;

  /**
   * @param shards how many there are
   */
  public ShardWork(int shards) {
    points = new AtomicLongArray(shards);
  }

  /** More of it; shards that there are not are left alone. */
  public void add(int shard, int more) {
    if (shard < points.length()) {
      points.addAndGet(shard, more);
    }
  }

  /** What has come together, which begins anew. */
  long take(int shard) {
    return points.getAndSet(shard, 0);
  }
}
