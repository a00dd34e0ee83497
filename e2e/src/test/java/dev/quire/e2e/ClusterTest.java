package dev.quire.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Every service as a process of its own, and people who edit while one after the other is killed.
 * The editors verify that nothing acknowledged or seen is missing from the log, and that its epochs
 * never decrease. {@code -Dquire.cluster.kills=collab-1,edge-1} kills only these.
 */
@Tag("slow")
class ClusterTest {
  private static final List<String> KILLED =
      List.of(
          System.getProperty(
                  "quire.cluster.kills", "collab-1,edge-1,doc-1,presence-1,redis-1,postgres-1")
              .split(",", -1));
  private static final int DOCUMENTS = 8;
  private static final long SEED = 1;

  @Test
  void editingGoesOnWhateverProcessIsKilled() throws Exception {
    try (RunningCluster cluster = new RunningCluster("cluster")) {
      cluster.run("up", "--edge", "1", "--collab", "2", "--doc", "1", "--presence", "1");
      assertEverythingRuns(cluster);

      try (Editors editors = Editors.start(cluster.coordinates())) {
        editors.open(DOCUMENTS, SEED);
        for (String name : KILLED) {
          survive(name, cluster, editors);
        }
        editors.verifyWholeAndLeave();
      }

      cluster.run("down");
      assertThat(cluster.status()).noneMatch(RunningCluster.Member::isRunning);
    }
  }

  private static void assertEverythingRuns(RunningCluster cluster) throws Exception {
    assertThat(cluster.status())
        .extracting(RunningCluster.Member::name)
        .containsExactlyInAnyOrder(
            "doc-1",
            "auth-1",
            "presence-1",
            "collab-1",
            "collab-2",
            "edge-1",
            "postgres-1",
            "redis-1");
    for (RunningCluster.Member member : cluster.status()) {
      assertThat(member.isRunning()).as(member.name()).isTrue();
      Path pidFile = cluster.data().resolve("run").resolve(member.name() + ".pid");
      assertThat(Files.readString(pidFile).strip()).isEqualTo(member.pid());
      boolean isServer = member.managementPort().equals("-");
      assertThat(isServer).isEqualTo(member.name().matches("(postgres|redis)-1"));
      assertThat(member.port().equals("-")).isEqualTo(!isServer && !member.name().equals("edge-1"));
      if (!isServer) {
        assertThat(Files.readString(Path.of("/proc", member.pid(), "environ")))
            .contains("QUIRE_DATA=" + cluster.data() + "\0");
      }
    }
  }

  /** Kills it under editing, starts it again, and holds what was promised against the log. */
  private static void survive(String name, RunningCluster cluster, Editors editors)
      throws Exception {
    int before = editors.verify().acknowledged();
    editors.editFor(500);
    cluster.kill(name);
    assertThat(cluster.member(name).isRunning()).isFalse();
    boolean othersTakeOver = name.startsWith("collab") || name.matches("(presence|redis)-1");
    if (othersTakeOver) {
      editors.editFor(500);
      editors.settle();
    }
    cluster.run("start", name);
    editors.editFor(500);
    editors.settle();
    assertThat(editors.verify().acknowledged()).as(name).isGreaterThan(before);
  }
}
