package dev.quire.collab.lease;

import dev.quire.wire.session.Routes;
import dev.quire.wire.session.ToEdge;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * The owner of each shard with the highest epoch that this process has heard of: what whoever asks
 * the wrong process is told. Written by one loop, read by any.
 */
public final class KnownOwners {
  private final AtomicReferenceArray<ToEdge.@Nullable Elsewhere> owners;

  /**
   * @param shards how many there are
   */
  public KnownOwners(int shards) {
    owners = new AtomicReferenceArray<>(shards);
  }

  /** The owner by its last word, which may be old. */
  public ToEdge.@Nullable Elsewhere of(int shard) {
    return shard < owners.length() ? owners.get(shard) : null;
  }

  /** A process has said what it owns, this one among them. */
  public void announced(Routes routes) {
    for (Routes.Owned owned : routes.owned()) {
      int shard = owned.shard();
      if (shard >= 0 && shard < owners.length()) {
        ToEdge.Elsewhere known = owners.get(shard);
        if (known == null || known.epoch() < owned.epoch()) {
          owners.set(shard, new ToEdge.Elsewhere(routes.process(), routes.lanes(), owned.epoch()));
        }
      }
    }
  }
}
