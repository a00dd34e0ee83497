package dev.quire.collab.lease;

import dev.quire.wire.doc.TakeShards;
import java.util.List;
import java.util.Set;

/** What {@link Leases} wants done. */
public sealed interface Effect {
  /** These are the locks the lock thread should hold, and no others. */
  record WantLocks(Set<Integer> shards) implements Effect {}

  /**
   * Raise the epochs; the answer comes back by {@link Leases#taken}, {@link Leases#takeRefused} or
   * {@link Leases#takeFailed}.
   */
  record Take(List<TakeShards.Claim> claims) implements Effect {}

  /** From now on appends may be made under this epoch. */
  record Opened(int shard, long epoch) implements Effect {}

  /** The shard is somebody else's: throw away what was believed about it, at once. */
  record Lost(int shard, long epoch) implements Effect {}

  /** Flush and close the shard's documents, then call {@link Leases#closed}. */
  record Close(int shard) implements Effect {}
}
