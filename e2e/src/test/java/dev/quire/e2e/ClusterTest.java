package dev.quire.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/**
 * What {@code ./scripts/cluster} promises, and people who edit while it is used: a process is
 * killed and brought back by its name, its own PostgreSQL and Redis, too. {@link ChaosTest} has the
 * other faults.
 */
@Tag("slow")
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ClusterTest {
  private static final List<String> KILLED = List.of("collab-1", "redis-1", "postgres-1");
  private static final int DOCUMENTS = 4;
  private static final long SEED = 1;
  private static final HttpClient HTTP = HttpClient.newHttpClient();
  private static final ObjectMapper JSON = new ObjectMapper();

  private static RunningCluster cluster;

  @BeforeAll
  static void up() throws Exception {
    cluster = new RunningCluster("cluster");
    cluster.run("up", "--edge", "2", "--collab", "2", "--doc", "1", "--presence", "1");
  }

  @AfterAll
  static void end() throws Exception {
    if (cluster != null) {
      cluster.close();
    }
  }

  @Test
  @Order(1)
  void statusHasALineAProcessWithNamePidPortAndManagementPort() throws Exception {
    assertThat(cluster.run("status").lines())
        .allMatch(line -> line.matches("[a-z]+-[0-9]+ [0-9]+ ([0-9]+|-) ([0-9]+|-)"));
    assertThat(cluster.status())
        .extracting(RunningCluster.Member::name)
        .containsExactlyInAnyOrder(
            "doc-1",
            "auth-1",
            "presence-1",
            "collab-1",
            "collab-2",
            "edge-1",
            "edge-2",
            "postgres-1",
            "redis-1");
    for (RunningCluster.Member member : cluster.status()) {
      boolean isServer = member.name().matches("(postgres|redis)-1");
      assertThat(member.managementPort().equals("-")).as(member.name()).isEqualTo(isServer);
      assertThat(member.port().equals("-"))
          .as(member.name())
          .isEqualTo(!isServer && !member.name().startsWith("edge"));
    }
  }

  @Test
  @Order(2)
  void pidFilesAndLogsBearTheNamesAndEveryProcessKnowsItsDataFolderByItsWholePath()
      throws Exception {
    Path run = cluster.data().resolve("run");
    for (RunningCluster.Member member : cluster.status()) {
      assertThat(member.process().isAlive()).as(member.name()).isTrue();
      assertThat(Files.readString(run.resolve(member.name() + ".pid")).strip())
          .isEqualTo(member.pid());
      assertThat(run.resolve(member.name() + ".log")).exists();
      assertThat(Files.readString(Path.of("/proc", member.pid(), "environ")))
          .as(member.name())
          .contains("QUIRE_DATA=" + cluster.data() + "\0");
    }
  }

  @Test
  @Order(3)
  void edgesListenOnQuirePortAndTheNext() throws Exception {
    int first = cluster.firstPort();
    assertThat(cluster.member("edge-1").port()).isEqualTo(Integer.toString(first));
    assertThat(cluster.member("edge-2").port()).isEqualTo(Integer.toString(first + 1));
    for (int port = first; port <= first + 1; port++) {
      assertThat(get(port, "/.well-known/jwks.json").statusCode()).isEqualTo(200);
    }
  }

  @Test
  @Order(4)
  void everyProcessSaysThatItIsReadyOnItsManagementPortAlone() throws Exception {
    for (RunningCluster.Member member : cluster.status()) {
      if (!member.managementPort().equals("-")) {
        int port = Integer.parseInt(member.managementPort());
        for (String path : List.of("/health/live", "/health/ready", "/metrics")) {
          assertThat(get(port, path).statusCode()).as(member.name() + path).isEqualTo(200);
        }
      }
    }
    assertThat(get(cluster.firstPort(), "/metrics").body()).doesNotContain("# TYPE");
  }

  @Test
  @Order(5)
  void everyCollabProcessTellsTheSameOwnerOfADocument() throws Exception {
    for (int i = 0; i < 10; i++) {
      String path = "/ownership/" + UUID.randomUUID();
      Awaitility.await()
          .atMost(Duration.ofSeconds(30))
          .untilAsserted(
              () -> {
                List<JsonNode> answers = new ArrayList<>();
                for (String name : List.of("collab-1", "collab-2")) {
                  int port = Integer.parseInt(cluster.member(name).managementPort());
                  answers.add(JSON.readTree(get(port, path).body()));
                }
                JsonNode answer = answers.get(0);
                assertThat(answers).containsOnly(answer);
                assertThat(answer.fieldNames())
                    .toIterable()
                    .containsExactlyInAnyOrder("documentId", "shard", "epoch", "ownerProcess");
                assertThat(path).endsWith(answer.get("documentId").asText());
                assertThat(answer.get("shard").asInt()).isBetween(0, 1023);
                assertThat(answer.get("epoch").asLong()).isPositive();
                assertThat(answer.get("ownerProcess").asText()).matches("collab-[12]");
              });
    }
  }

  @Test
  @Order(6)
  void startRefusesWhatRunsAlreadyAndWhatIsNoName() {
    assertThatThrownBy(() -> cluster.run("start", "collab-1")).hasMessageContaining("runs already");
    assertThatThrownBy(() -> cluster.run("start", "colab-1"))
        .hasMessageContaining("no name such as collab-2");
    assertThatThrownBy(() -> cluster.run("up")).hasMessageContaining("runs already");
  }

  @Test
  @Order(7)
  void editingGoesOnWhateverProcessIsKilledAndStartedAgain() throws Exception {
    try (Editors editors = Editors.start(cluster.coordinates())) {
      editors.open(DOCUMENTS, SEED);
      for (String name : KILLED) {
        survive(name, editors);
      }
      editors.verifyWholeAndLeave();
    }
  }

  @Test
  @Order(8)
  void downStopsAllOfThem() throws Exception {
    assertThat(cluster.status()).allMatch(RunningCluster.Member::isRunning);
    cluster.run("down");
    assertThat(cluster.status()).noneMatch(RunningCluster.Member::isRunning);
  }

  /** Kills it under editing, starts it again, and holds what was promised against the log. */
  private static void survive(String name, Editors editors) throws Exception {
    int before = editors.verify().acknowledged();
    editors.editFor(500);
    cluster.kill(name);
    assertThat(cluster.member(name).isRunning()).isFalse();
    boolean othersTakeOver = !name.equals("postgres-1");
    if (othersTakeOver) {
      editors.editFor(500);
      editors.settle();
    }
    cluster.run("start", name);
    assertThat(cluster.member(name).isRunning()).isTrue();
    editors.editFor(500);
    editors.settle();
    assertThat(editors.verify().acknowledged()).as(name).isGreaterThan(before);
  }

  private static HttpResponse<String> get(int port, String path) throws Exception {
    HttpRequest question =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path)).build();
    return HTTP.send(question, HttpResponse.BodyHandlers.ofString());
  }
}
