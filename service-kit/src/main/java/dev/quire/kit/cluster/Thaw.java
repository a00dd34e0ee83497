package dev.quire.kit.cluster;

import com.hazelcast.cluster.Cluster;
import com.hazelcast.cluster.ClusterState;
import com.hazelcast.core.HazelcastInstance;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets new members into a cluster again that a merge has left closed. When two parts of a cluster
 * become one, Hazelcast first forbids the smaller part to change ({@link ClusterState#FROZEN}).
 * Where that merge comes to nothing, or a member of the part has become part of the other with the
 * state it had, nobody ever takes that back: whoever starts later is refused, for good (Hazelcast's
 * issue 9972). Nothing of Quire's freezes a cluster, so one that stays so for longer than any merge
 * takes is opened again by whichever member sees it.
 *
 * <p>One round at a time, on any thread that may block.
 */
public final class Thaw {
  /** Longer than a merge. */
  static final long PATIENCE_MILLIS = 10_000;

  private static final long NEVER = -1;
  private static final Logger log = LoggerFactory.getLogger(Thaw.class);

  private final Cluster cluster;
  private final LongSupplier clock;
  private long frozenSince = NEVER;

  /**
   * @param clock milliseconds that never go back
   */
  public Thaw(HazelcastInstance hazelcast, LongSupplier clock) {
    this.cluster = hazelcast.getCluster();
    this.clock = clock;
  }

  /** Looks, and opens what has been closed for too long. Blocks while the members agree on it. */
  public void round() {
    long now = clock.getAsLong();
    ClusterState state = cluster.getClusterState();
    if (state == ClusterState.ACTIVE) {
      frozenSince = NEVER;
    } else if (frozenSince == NEVER) {
      frozenSince = now;
    } else if (state == ClusterState.FROZEN && now - frozenSince >= PATIENCE_MILLIS) {
      // Where the members don't agree just now the next round tries again.
      cluster.changeClusterState(ClusterState.ACTIVE);
      log.warn("event=cluster-thawed members={}", cluster.getMembers().size());
      frozenSince = NEVER;
    }
  }
}
