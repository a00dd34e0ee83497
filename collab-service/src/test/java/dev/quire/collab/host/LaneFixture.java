package dev.quire.collab.host;

import static org.awaitility.Awaitility.await;

import dev.quire.collab.lease.KnownOwners;
import dev.quire.collab.lease.ShardEvents;
import dev.quire.kit.Settings;
import dev.quire.wire.Bus;
import dev.quire.wire.DocumentId;
import dev.quire.wire.Shards;
import dev.quire.wire.session.SessionAddresses;
import dev.quire.wire.session.ToEdge;
import dev.quire.wire.session.ToOwner;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** A real lane on a real bus, between an edge that only listens and a log in memory. */
final class LaneFixture implements AutoCloseable {
  final Vertx vertx = Vertx.vertx();
  final Bus bus = Bus.on(vertx);
  final FakeDocService docs = new FakeDocService();

  /** What the edge was told. */
  final List<ToEdge.Output> heard = new CopyOnWriteArrayList<>();

  final List<String> shardEvents = new CopyOnWriteArrayList<>();
  final KnownOwners owners = new KnownOwners(Shards.COUNT);
  private final Lane lane;
  private volatile Supplier<Future<Void>> lastWork = Future::succeededFuture;
  private String deployment = "";

  /**
   * @param settings besides the process's name, by the names of their variables
   */
  LaneFixture(Map<String, String> settings) {
    Map<String, String> all = new HashMap<>();
    // What a test holds is not sent again meanwhile, however slow the machine.
    all.put("QUIRE_COLLAB_LOG_TIMEOUT_MILLIS", "60000");
    all.putAll(settings);
    all.put("QUIRE_PROCESS", "collab-1");
    lane =
        new Lane(
            CollabSettings.from(Settings.of(Map.copyOf(all))),
            0,
            new ShardEvents() {
              @Override
              public void fenced(int shard, long byEpoch) {
                shardEvents.add("fenced " + shard + " by " + byEpoch);
              }

              @Override
              public void raised(int shard, long epoch) {
                shardEvents.add("raised " + shard + " to " + epoch);
              }
            },
            owners,
            () -> lastWork.get());
  }

  /** The lane runs, and owns nothing. */
  void start() {
    docs.start(bus);
    bus.consume(SessionAddresses.edge("edge-1"), message -> heard.addAll(message.outputs()));
    deployment = join(vertx.deployVerticle(lane));
  }

  /** The document's shard is the lane's, under the next epoch, which is returned. */
  long owns(DocumentId document) {
    int shard = Shards.of(document);
    long epoch = docs.raise(shard);
    owns(shard, epoch);
    return epoch;
  }

  void owns(int shard, long epoch) {
    soon(() -> lane.owners().open(shard, epoch, "one"));
  }

  LaneOwners lane() {
    return lane.owners();
  }

  /** On the lane's own loop. */
  void soon(Runnable action) {
    lane.owners().loop().soon(action);
  }

  /** The lane goes, once this is done. */
  Future<Void> stops(Supplier<Future<Void>> work) {
    lastWork = work;
    return vertx.undeploy(deployment);
  }

  /** The edge says something. */
  void send(ToOwner.Input input) {
    bus.send(SessionAddresses.owner("collab-1", 0), new ToOwner("edge-1", List.of(input)));
  }

  <T extends ToEdge.Output> Stream<T> heard(Class<T> type) {
    return heard.stream().filter(type::isInstance).map(type::cast);
  }

  void awaitHeard(Class<? extends ToEdge.Output> type, int count) {
    await().until(() -> heard(type).count() == count);
  }

  static <T> T join(Future<T> future) {
    return future.toCompletionStage().toCompletableFuture().join();
  }

  @Override
  public void close() {
    join(vertx.close());
  }
}
