package dev.quire.collab.lease;

import dev.quire.kit.Health;
import io.vertx.core.Future;
import io.vertx.core.Promise;

/**
 * Whether a process has the shards that it should have. Judged on its loop, asked on any thread.
 */
public final class Readiness {
  private final Promise<Void> settled = Promise.promise();
  private volatile Health.Status status = Health.Status.DOWN;

  /**
   * @param isComplete whether every shard that should be this process's is, or is another's for now
   */
  void judge(boolean isComplete) {
    if (isComplete) {
      settled.tryComplete();
    }
    status =
        isComplete
            ? Health.Status.UP
            : settled.future().isComplete() ? Health.Status.DEGRADED : Health.Status.DOWN;
  }

  /** Ends when every shard that should be this process's is, for the first time. */
  public Future<Void> settled() {
    return settled.future();
  }

  /** Ready once it has had all its shards; degraded while it lacks some again. */
  public Health.Status status() {
    return status;
  }
}
