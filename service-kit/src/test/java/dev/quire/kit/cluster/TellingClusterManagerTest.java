package dev.quire.kit.cluster;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import com.hazelcast.config.Config;
import dev.quire.kit.ServiceVertx;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.eventbus.MessageConsumer;
import io.vertx.core.spi.cluster.NodeInfo;
import io.vertx.core.spi.cluster.RegistrationInfo;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

final class TellingClusterManagerTest {
  private static final long PATIENCE_SECONDS = 60;
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
