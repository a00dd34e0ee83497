package dev.quire.collab.lease;

import java.util.Set;
import java.util.TreeSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells the log what a turn has cost this process: one line for all shards that others have taken,
 * and one for all that nobody may take just now. On the loop.
 */
final class Losses {
  private static final Logger log = LoggerFactory.getLogger(Losses.class);

  private final Set<Integer> lost = new TreeSet<>();
  private final Set<Integer> refused = new TreeSet<>();

  /** Another has taken the shard. */
  void add(int shard) {
    lost.add(shard);
  }

  /** The shard has changed hands too often. */
  void refused(int shard) {
    refused.add(shard);
  }

  /** The turn is over. */
  void tell() {
    if (!lost.isEmpty()) {
      log.warn("event=shards-lost count={} shards={}", lost.size(), ShardRanges.of(lost));
      lost.clear();
    }
    if (!refused.isEmpty()) {
      log.warn(
          "event=shards-not-taken count={} shards={}: they have changed hands too often",
          refused.size(),
          ShardRanges.of(refused));
      refused.clear();
    }
  }
}
