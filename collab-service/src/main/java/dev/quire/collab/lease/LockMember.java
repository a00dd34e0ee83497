package dev.quire.collab.lease;

import com.hazelcast.cluster.MembershipEvent;
import com.hazelcast.cluster.MembershipListener;
import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.core.HazelcastInstanceNotActiveException;
import com.hazelcast.core.LifecycleEvent.LifecycleState;
import dev.quire.kit.Health;
import dev.quire.kit.cluster.Thaw;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One member of the lock cluster, from when it has joined until it leaves or is ended: the thread
 * that holds its locks, and what looks after the cluster. Methods that block say so.
 */
final class LockMember {
  private final HazelcastInstance hazelcast;
  private final LockThread locks;
  private final Thaw thaw;
  private final @Nullable CpRepair repair;

  /**
   * @param cpMembers how many members are to keep the locks; 0: whoever is there
   */
  LockMember(
      HazelcastInstance hazelcast, int cpMembers, String process, LockRounds.Listener listener) {
    this.hazelcast = hazelcast;
    this.locks = new LockThread(new HazelcastLocks(hazelcast), listener, process);
    this.thaw = new Thaw(hazelcast, LockMember::nowMillis);
    this.repair = cpMembers > 0 ? new CpRepair(hazelcast, cpMembers, LockMember::nowMillis) : null;
  }

  private static long nowMillis() {
    return System.nanoTime() / 1_000_000;
  }

  /**
   * Both are called on Hazelcast's threads and must not block. Fails where the member has ended.
   *
   * @param changed somebody has come or gone
   * @param ended Hazelcast has ended this member
   */
  void listen(Runnable changed, Runnable ended) {
    hazelcast
        .getLifecycleService()
        .addLifecycleListener(
            event -> {
              if (event.getState() == LifecycleState.SHUTDOWN) {
                ended.run();
              }
            });
    hazelcast.getCluster().addMembershipListener(new Changes(changed));
  }

  private record Changes(Runnable changed) implements MembershipListener {
    @Override
    public void memberAdded(MembershipEvent event) {
      changed.run();
    }

    @Override
    public void memberRemoved(MembershipEvent event) {
      changed.run();
    }
  }

  /** The processes in the cluster; empty where this member has ended. Any thread. */
  Optional<Set<String>> processes() {
    try {
      return Optional.of(LockCluster.live(hazelcast));
    } catch (HazelcastInstanceNotActiveException itHasEnded) {
      return Optional.empty();
    }
  }

  /** Begins to take locks. */
  void start(Set<Integer> wanted) {
    locks.want(wanted);
    locks.start();
  }

  /** See {@link LockThread#want}. */
  void want(Set<Integer> shards) {
    locks.want(shards);
  }

  boolean isRunning() {
    return hazelcast.getLifecycleService().isRunning();
  }

  /** Does what is to be done for the cluster. Blocks, for seconds where others don't answer. */
  boolean look() throws InterruptedException {
    if (!isRunning()) {
      return false;
    }
    if (repair != null) {
      // The locks first: members that can't agree hold the other up.
      repair.round();
    }
    thaw.round();
    return true;
  }

  /** Degraded while the lock service is held for lost. Any thread. */
  Health.Status status() {
    return repair == null ? Health.Status.UP : repair.status();
  }

  /**
   * Gives every lock back and leaves; whoever is alone has nobody to hand anything to, and would
   * wait two seconds for it. Blocks. What can't be given back is reported as lost; nothing is
   * reported after this.
   */
  boolean leave() throws InterruptedException {
    locks.stop();
    if (!isRunning()) {
      return false;
    }
    if (hazelcast.getCluster().getMembers().size() == 1) {
      hazelcast.getLifecycleService().terminate();
    } else {
      hazelcast.shutdown();
    }
    return true;
  }
}
