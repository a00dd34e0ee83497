package dev.quire.kit.cluster;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.hazelcast.cluster.Cluster;
import com.hazelcast.cluster.Member;
import com.hazelcast.cluster.MembershipEvent;
import com.hazelcast.config.Config;
import dev.quire.kit.ServiceVertx;
import dev.quire.kit.TestPorts;
import dev.quire.kit.cluster.Announcement.Listener;
import dev.quire.kit.cluster.Announcement.Place;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.eventbus.MessageConsumer;
import io.vertx.core.spi.cluster.NodeInfo;
import io.vertx.core.spi.cluster.RegistrationInfo;
import io.vertx.core.spi.cluster.RegistrationListener;
import io.vertx.core.spi.cluster.RegistrationUpdateEvent;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

final class TellingClusterManagerTest {
  private static final long PATIENCE_SECONDS = 60;
  private static final Duration PATIENCE = Duration.ofSeconds(PATIENCE_SECONDS);
  private static final int EVENT_LOOPS = 3;

  /** As while it clears up after a member that has gone, and another does not answer. */
  @Test
  void noEventLoopWaitsWhileTheManagerIsBusyWithWhoHasGone() throws Exception {
    TellingClusterManager manager = new TellingClusterManager(alone(), () -> {});
    Vertx vertx =
        get(
            Vertx.builder()
                .with(new VertxOptions().setEventLoopPoolSize(EVENT_LOOPS))
                .withClusterManager(manager)
                .buildClustered());
    manager.repeat(vertx);
    CountDownLatch isBusy = new CountDownLatch(1);
    CountDownLatch mayEnd = new CountDownLatch(1);
    Thread busy = new Thread(() -> hold(manager, isBusy, mayEnd), "busy manager");
    busy.start();
    try {
      isBusy.await();
      // By then it has begun with a round. A thread that is no event loop gets each in turn.
      long later = TellingClusterManager.ROUND_MILLIS * 3 / 2;
      get(Future.all(Stream.generate(() -> vertx.timer(later)).limit(EVENT_LOOPS * 2L).toList()));
    } finally {
      mayEnd.countDown();
      busy.join();
      get(vertx.close());
    }
  }

  @Test
  void saysWhenHazelcastHasEndedTheMember() throws Exception {
    CountDownLatch said = new CountDownLatch(1);
    TellingClusterManager manager = new TellingClusterManager(alone(), said::countDown);
    Vertx vertx = get(Vertx.builder().withClusterManager(manager).buildClustered());
    manager.getHazelcastInstance().getLifecycleService().terminate();
    assertThat(said.await(PATIENCE_SECONDS, SECONDS)).isTrue();
    get(vertx.close());
  }

  @Test
  void saysNothingWhereTheProcessLeaves() throws Exception {
    CountDownLatch said = new CountDownLatch(1);
    TellingClusterManager manager = new TellingClusterManager(alone(), said::countDown);
    get(get(Vertx.builder().withClusterManager(manager).buildClustered()).close());
    assertThat(manager.getHazelcastInstance().getLifecycleService().isRunning()).isFalse();
    assertThat(said.getCount()).isEqualTo(1);
  }

  /** As while partitions are on their way, or members disagree about who keeps them. */
  @Test
  void looksUpWithoutAskingAnybody() throws Exception {
    TellingClusterManager manager = new TellingClusterManager(alone(), () -> {});
    Vertx vertx = get(Vertx.builder().withClusterManager(manager).buildClustered());
    MessageConsumer<String> consumer =
        vertx.eventBus().consumer("here", heard -> heard.reply("yes"));
    get(consumer.completion());
    manager.getHazelcastInstance().getLifecycleService().terminate();

    Promise<List<RegistrationInfo>> found = Promise.promise();
    manager.getRegistrations("here", found);
    assertThat(get(found.future()))
        .extracting(RegistrationInfo::nodeId)
        .containsOnly(manager.getNodeId());
    Promise<NodeInfo> place = Promise.promise();
    manager.getNodeInfo(manager.getNodeId(), place);
    assertThat(get(place.future())).isEqualTo(manager.getNodeInfo());
    get(vertx.close());
  }

  /** As where connections were broken, and two parts of the cluster have yet to merge. */
  @Test
  void whoIsNotInTheClusterAnyMoreAndAnswersIsReachedAllTheSame() throws Exception {
    List<Integer> ports = List.of(TestPorts.free(), TestPorts.free());
    String name = "test-" + UUID.randomUUID();
    TellingClusterManager here = new TellingClusterManager(one(name, ports, 0), () -> {});
    TellingClusterManager there = new TellingClusterManager(one(name, ports, 1), () -> {});
    VertxOptions loopback = new VertxOptions();
    loopback.getEventBusOptions().setHost("127.0.0.1");
    Vertx asking = get(Vertx.builder().with(loopback).withClusterManager(here).buildClustered());
    Vertx asked = get(Vertx.builder().with(loopback).withClusterManager(there).buildClustered());
    here.repeat(asking);
    there.repeat(asked);
    get(asked.eventBus().consumer("there", heard -> heard.reply("yes")).completion());
    await()
        .atMost(PATIENCE)
        .until(() -> here.getHazelcastInstance().getCluster().getMembers().size() == 2);

    Member gone = there.getHazelcastInstance().getCluster().getLocalMember();
    Cluster cluster = here.getHazelcastInstance().getCluster();
    there.getHazelcastInstance().getLifecycleService().terminate();
    await().atMost(PATIENCE).until(() -> cluster.getMembers().size() == 1);
    here.memberRemoved(
        new MembershipEvent(cluster, gone, MembershipEvent.MEMBER_REMOVED, cluster.getMembers()));
    await()
        .atMost(PATIENCE)
        .until(
            () ->
                get(
                    asking
                        .eventBus()
                        .request("there", "")
                        .transform(reply -> Future.succeededFuture(reply.succeeded()))));
    get(asking.close());
    get(asked.close());
  }

  @Test
  void whoIsNotInTheClusterAndDoesNotAnswerIsForgotten() throws Exception {
    TellingClusterManager manager = new TellingClusterManager(alone(), () -> {});
    Vertx vertx = get(Vertx.builder().withClusterManager(manager).buildClustered());
    manager.repeat(vertx);
    Place nowhere = new Place("127.0.0.1", TestPorts.free(), null);
    manager.hear(
        new Announcement(
            "ghost",
            1,
            nowhere,
            List.of(new Listener("there", 1), new Listener(Liveness.addressOf("ghost"), 2))));
    Promise<List<RegistrationInfo>> first = Promise.promise();
    manager.getRegistrations("there", first);
    assertThat(get(first.future())).hasSize(1);

    await()
        .atMost(PATIENCE)
        .until(
            () -> {
              Promise<List<RegistrationInfo>> found = Promise.promise();
              manager.getRegistrations("there", found);
              return get(found.future()).isEmpty();
            });
    get(vertx.close());
  }

  /** A change that comes while Vert.x waits for the answer to a lookup is lost on it. */
  @Test
  void tellsAgainWhatWasLookedUp() throws Exception {
    TellingClusterManager manager = new TellingClusterManager(alone(), () -> {});
    Vertx vertx = get(Vertx.builder().withClusterManager(manager).buildClustered());
    manager.repeat(vertx);
    Set<String> told = ConcurrentHashMap.newKeySet();
    manager.registrationListener(
        new RegistrationListener() {
          @Override
          public void registrationsUpdated(RegistrationUpdateEvent event) {
            told.add(event.address());
          }

          @Override
          public boolean wantsUpdatesFor(String address) {
            return true;
          }
        });
    manager.getRegistrations("looked up", Promise.promise());
    await().atMost(PATIENCE).until(() -> told.contains("looked up"));
    get(vertx.close());
  }

  private static Config one(String name, List<Integer> ports, int which) {
    List<String> members = ports.stream().map(port -> "127.0.0.1:" + port).toList();
    return new ServiceVertx.Cluster("127.0.0.1", ports.get(which), members, name).hazelcast();
  }

  private static Config alone() {
    return new ServiceVertx.Cluster("127.0.0.1", 0, List.of(), "test-" + UUID.randomUUID())
        .hazelcast();
  }

  private static void hold(Object lock, CountDownLatch isHeld, CountDownLatch mayEnd) {
    synchronized (lock) {
      isHeld.countDown();
      try {
        mayEnd.await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private static <T> T get(Future<T> future) throws Exception {
    return future.toCompletionStage().toCompletableFuture().get(PATIENCE_SECONDS, SECONDS);
  }
}
