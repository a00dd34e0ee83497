package dev.quire.kit.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.hazelcast.cluster.ClusterState;
import com.hazelcast.config.Config;
import com.hazelcast.core.Hazelcast;
import com.hazelcast.core.HazelcastInstance;
import dev.quire.kit.ServiceVertx;
import dev.quire.kit.TestPorts;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("slow")
final class ThawTest {
  private static final String NAME = "test-" + UUID.randomUUID();

  private final List<HazelcastInstance> members = new ArrayList<>();
  private final AtomicLong clock = new AtomicLong(1_000);

  @AfterEach
  void stop() {
    members.forEach(member -> member.getLifecycleService().terminate());
  }

  /** As a merge leaves it that came to nothing. */
  @Test
  void aClusterThatStaysFrozenLetsMembersInAgain() throws Exception {
    int first = TestPorts.free();
    int second = TestPorts.free();
    int newcomer = TestPorts.free();
    List<String> all =
        List.of("127.0.0.1:" + first, "127.0.0.1:" + second, "127.0.0.1:" + newcomer);
    members.add(start(first, all));
    members.add(start(second, all));
    members.get(0).getCluster().changeClusterState(ClusterState.FROZEN);
    assertThatThrownBy(() -> start(newcomer, all)).hasMessageContaining("failed to start");

    Thaw thaw = new Thaw(members.get(1), clock::get);
    thaw.round();
    clock.addAndGet(Thaw.PATIENCE_MILLIS - 1);
    thaw.round();
    assertThat(states()).as("a merge may be under way").containsOnly(ClusterState.FROZEN);
    clock.addAndGet(1);
    thaw.round();

    assertThat(states()).containsOnly(ClusterState.ACTIVE);
    members.add(start(newcomer, all));
    assertThat(members.get(2).getCluster().getMembers()).hasSize(3);
  }

  private List<ClusterState> states() {
    return members.stream().map(member -> member.getCluster().getClusterState()).toList();
  }

  private static HazelcastInstance start(int port, List<String> all) {
    Config config = new ServiceVertx.Cluster("127.0.0.1", port, all, NAME).hazelcast();
    return Hazelcast.newHazelcastInstance(config);
  }
}
