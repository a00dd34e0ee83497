package dev.quire.kit;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.DeliveryOptions;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Processes of one cluster, of which some have no certificate, or one of another authority. */
class BusTlsTest {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @TempDir Path folder;

  private final List<Vertx> processes = new ArrayList<>();
  private final ConcurrentLinkedQueue<String> heard = new ConcurrentLinkedQueue<>();

  @AfterEach
  void stop() throws Exception {
    for (Vertx process : processes) {
      get(process.close());
    }
  }

  @Test
  @Tag("slow")
  void processesWithCertificatesTalkAndOthersAreNeitherHeardNorTold() throws Exception {
    Certificates ours = new Certificates(folder, "ours");
    Certificates theirs = new Certificates(folder, "theirs");
    List<Map<String, String>> settings =
        List.of(
            ours.settingsOf("answers"),
            ours.settingsOf("asks"),
            // Trusts ours, so that it is refused for what it shows, not for what it is shown.
            theirs.settingsOf("foreign", ours),
            Map.of());
    start(settings);
    listen(processes.get(0), "secrets");
    listen(processes.get(2), "gossip");
    listen(processes.get(3), "gossip");

    assertThat(askUntilAnswered(processes.get(1), "a member")).isEqualTo("told a member");
    assertThat(fails(ask(processes.get(2), "secrets", "foreign"))).isTrue();
    assertThat(fails(ask(processes.get(3), "secrets", "nobody"))).isTrue();
    assertThat(fails(ask(processes.get(1), "gossip", "a secret"))).isTrue();
    assertThat(fails(ask(processes.get(1), "gossip", "a secret"))).isTrue();
    assertThat(heard).containsOnly("a member");
    assertThat(get(ask(processes.get(1), "secrets", "a member"))).isEqualTo("told a member");
  }

  private void listen(Vertx process, String address) throws Exception {
    get(
        process
            .eventBus()
            .<String>consumer(
                address,
                message -> {
                  heard.add(message.body());
                  message.reply("told " + message.body());
                })
            .completion());
  }

  private static boolean fails(Future<?> call) throws Exception {
    return get(call.transform(ended -> Future.succeededFuture(ended.failed())));
  }

  /** The first may ask before it has heard who listens. */
  private static String askUntilAnswered(Vertx process, String question) {
    return await()
        .atMost(PATIENCE)
        .ignoreExceptions()
        .until(() -> get(ask(process, "secrets", question)), answer -> true);
  }

  private static Future<String> ask(Vertx process, String address, String question) {
    return process
        .eventBus()
        .<String>request(address, question, new DeliveryOptions().setSendTimeout(3_000))
        .map(answer -> answer.body());
  }

  private void start(List<Map<String, String>> settings) throws Exception {
    List<Integer> ports = settings.stream().map(each -> TestPorts.free()).toList();
    String members = String.join(",", ports.stream().map(port -> "127.0.0.1:" + port).toList());
    String name = "test-" + UUID.randomUUID();
    List<Future<Vertx>> starting = new ArrayList<>();
    for (int i = 0; i < ports.size(); i++) {
      Map<String, String> environment = new HashMap<>(settings.get(i));
      environment.put("QUIRE_CLUSTER_PORT", Integer.toString(ports.get(i)));
      environment.put("QUIRE_CLUSTER_MEMBERS", members);
      environment.put("QUIRE_CLUSTER_NAME", name);
      starting.add(
          ServiceVertx.clustered(
              ServiceVertx.metrics(),
              ServiceVertx.Cluster.from(Settings.of(environment)),
              () -> {}));
    }
    for (Future<Vertx> each : starting) {
      processes.add(get(each));
    }
  }

  @Test
  void refusesSomeOfTheFilesAndFilesThatAreNotThere() throws Exception {
    Map<String, String> whole = new Certificates(folder, "ours").settingsOf("half");
    for (String setting : whole.keySet()) {
      Map<String, String> missing = new HashMap<>(whole);
      missing.remove(setting);
      assertThatThrownBy(() -> BusTls.from(Settings.of(missing)))
          .isInstanceOf(InvalidSetting.class)
          .hasMessageContaining(setting);
      Map<String, String> gone = new HashMap<>(whole);
      gone.put(setting, folder.resolve("none.pem").toString());
      assertThatThrownBy(() -> BusTls.from(Settings.of(gone)))
          .isInstanceOf(InvalidSetting.class)
          .hasMessageContaining(setting);
    }
    assertThat(BusTls.from(Settings.of(Map.of()))).isEmpty();
  }

  private static <T> T get(Future<T> future) throws Exception {
    return future.toCompletionStage().toCompletableFuture().get(PATIENCE.toSeconds(), SECONDS);
  }
}
