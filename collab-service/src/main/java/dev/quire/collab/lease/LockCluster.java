package dev.quire.collab.lease;

import com.hazelcast.cluster.Member;
import com.hazelcast.config.Config;
import com.hazelcast.core.Hazelcast;
import com.hazelcast.core.HazelcastInstance;
import dev.quire.kit.ServiceVertx;
import dev.quire.kit.Settings;
import java.util.List;
import java.util.Objects;
import java.util.TreeSet;

/**
 * The lock service: a Hazelcast cluster of the collab processes alone, beside the event bus's, so
 * that edges may come and go without a word in it.
 *
 * @param cpMembers how many members the CP subsystem has: 0 below three processes (locks then hold
 *     as long as no member is lost, and the epochs keep writers apart), else 3 or more
 */
record LockCluster(ServiceVertx.Cluster cluster, int cpMembers) {
  private static final String PROCESS = "quire.process";

  /**
   * A leader that has been killed and is back at its address counts as there until it has missed so
   * many heartbeats, and nobody else is elected. With Hazelcast's defaults that is 25 s, longer
   * than {@link CpDiagnosis} waits before it begins the locks anew.
   */
  private static final int HEARTBEAT_MILLIS = 1_000;

  private static final int MISSED_HEARTBEATS = 4;

  static LockCluster from(Settings settings) {
    String members = settings.text("QUIRE_LOCK_MEMBERS", "");
    return new LockCluster(
        new ServiceVertx.Cluster(
            settings.text("QUIRE_LOCK_HOST", "127.0.0.1"),
            settings.integer("QUIRE_LOCK_PORT", 5801, 1, 65535),
            members.isBlank() ? List.of() : List.of(members.strip().split("\\s*,\\s*")),
            settings.text("QUIRE_LOCK_CLUSTER", "quire-locks")),
        settings.integer("QUIRE_LOCK_CP_MEMBERS", 0, 0, 7));
  }

  /** Blocks for seconds: never on an event loop. */
  HazelcastInstance join(String process) {
    return Hazelcast.newHazelcastInstance(config(process));
  }

  /** The live collab processes, as the lock service sees them. */
  static TreeSet<String> live(HazelcastInstance hazelcast) {
    TreeSet<String> processes = new TreeSet<>();
    for (Member member : hazelcast.getCluster().getMembers()) {
      processes.add(Objects.requireNonNullElse(member.getAttribute(PROCESS), ""));
    }
    processes.remove("");
    return processes;
  }

  /**
   * The time after which a call counts as lost is the bus cluster's, five seconds: the default of
   * sixty would hold the one lock thread for two minutes (ADR 27).
   */
  private Config config(String process) {
    Config config = cluster.hazelcast();
    // Without a majority a member could not leave in order, and would wait for it.
    config.setProperty("hazelcast.graceful.shutdown.max.wait", "5");
    config.getMemberAttributeConfig().setAttribute(PROCESS, process);
    config
        .getCPSubsystemConfig()
        .setCPMemberCount(cpMembers)
        .setSessionTimeToLiveSeconds(5)
        .setSessionHeartbeatIntervalSeconds(1)
        .setMissingCPMemberAutoRemovalSeconds(20)
        .getRaftAlgorithmConfig()
        .setLeaderHeartbeatPeriodInMillis(HEARTBEAT_MILLIS)
        .setMaxMissedLeaderHeartbeatCount(MISSED_HEARTBEATS);
    return config;
  }
}
