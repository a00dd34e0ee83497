package dev.quire.collab.lease;

import com.hazelcast.cluster.Member;
import com.hazelcast.config.Config;
import com.hazelcast.config.JoinConfig;
import com.hazelcast.core.Hazelcast;
import com.hazelcast.core.HazelcastInstance;
import dev.quire.kit.Settings;
import java.util.List;
import java.util.Objects;
import java.util.TreeSet;

/**
 * The lock service: a Hazelcast cluster of the collab processes alone, beside the event bus's, so
 * that edges may come and go without a word in it.
 *
 * @param host the interface to listen on; where members are named, the address they know it by
 * @param members {@code host:port} of all collab processes; empty for a process by itself
 * @param cpMembers how many members the CP subsystem has: 0 below three processes (locks then hold
 *     as long as no member is lost, and the epochs keep writers apart), else 3 or more
 */
record LockCluster(String name, String host, int port, List<String> members, int cpMembers) {
  private static final String PROCESS = "quire.process";

  static LockCluster from(Settings settings) {
    String members = settings.text("QUIRE_LOCK_MEMBERS", "");
    return new LockCluster(
        settings.text("QUIRE_LOCK_CLUSTER", "quire-locks"),
        settings.text("QUIRE_LOCK_HOST", "127.0.0.1"),
        settings.integer("QUIRE_LOCK_PORT", 5801, 1, 65535),
        members.isBlank() ? List.of() : List.of(members.strip().split("\\s*,\\s*")),
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

  private Config config(String process) {
    Config config = new Config().setClusterName(name);
    config.getMemberAttributeConfig().setAttribute(PROCESS, process);
    config.setProperty("hazelcast.logging.type", "slf4j");
    config.setProperty("hazelcast.phone.home.enabled", "false");
    config.setProperty("hazelcast.shutdownhook.enabled", "false");
    config.setProperty("hazelcast.heartbeat.interval.seconds", "1");
    config.setProperty("hazelcast.max.no.heartbeat.seconds", "5");
    config.setProperty("hazelcast.mastership.claim.timeout.seconds", "2");
    config.setProperty("hazelcast.merge.first.run.delay.seconds", "5");
    config.setProperty("hazelcast.merge.next.run.delay.seconds", "5");
    config.setProperty("hazelcast.wait.seconds.before.join", members.isEmpty() ? "0" : "1");
    config
        .getNetworkConfig()
        .setPort(port)
        .setPortAutoIncrement(members.isEmpty())
        .setPublicAddress(host);
    config.getNetworkConfig().getInterfaces().setEnabled(true).addInterface(host);
    JoinConfig join = config.getNetworkConfig().getJoin();
    join.getMulticastConfig().setEnabled(false);
    join.getAutoDetectionConfig().setEnabled(false);
    join.getTcpIpConfig().setEnabled(!members.isEmpty()).setMembers(members);
    config
        .getCPSubsystemConfig()
        .setCPMemberCount(cpMembers)
        .setSessionTimeToLiveSeconds(5)
        .setSessionHeartbeatIntervalSeconds(1)
        .setMissingCPMemberAutoRemovalSeconds(60);
    config.getJetConfig().setEnabled(false);
    config.getMetricsConfig().setEnabled(false);
    return config;
  }
}
