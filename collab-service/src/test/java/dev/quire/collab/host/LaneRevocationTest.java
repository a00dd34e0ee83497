package dev.quire.collab.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.quire.collab.CollabSettings;
import dev.quire.collab.lease.KnownOwners;
import dev.quire.collab.lease.ShardEvents;
import dev.quire.crdt.DocOptions;
import dev.quire.crdt.YDoc;
import dev.quire.kit.Settings;
import dev.quire.kit.revocation.Following;
import dev.quire.wire.Bus;
import dev.quire.wire.Bytes;
import dev.quire.wire.DocumentId;
import dev.quire.wire.Shards;
import dev.quire.wire.session.SessionAddresses;
import dev.quire.wire.session.ToEdge;
import dev.quire.wire.session.ToOwner;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A lane whose edge tells it nothing of rights that ended, and a source that loses messages. */
final class LaneRevocationTest {
  private static final DocumentId DOCUMENT = new DocumentId(0x0192_6f3c_7c00_7abcL, 42);
  private static final int SHARD = Shards.of(DOCUMENT);
  private static final long BOB = 7;
  private static final long ALICE = 8;

  private final Vertx vertx = Vertx.vertx();
  private final Bus bus = Bus.on(vertx);
  private final FakeDocService docs = new FakeDocService();
  private final List<ToEdge.Output> heard = new CopyOnWriteArrayList<>();
  private final YDoc bob = new YDoc(DocOptions.DEFAULT.withClientId(1));
  private final YDoc alice = new YDoc(DocOptions.DEFAULT.withClientId(2));
  private final Lane lane =
      new Lane(
          CollabSettings.from(
              Settings.of(Map.of("QUIRE_PROCESS", "collab-1", "QUIRE_COLLAB_LANES", "1"))),
          0,
          new ShardEvents() {
            @Override
            public void fenced(int shard, long byEpoch) {}

            @Override
            public void raised(int shard, long epoch) {}
          },
          new KnownOwners(Shards.COUNT),
          Future::succeededFuture);

  @BeforeEach
  void start() {
    docs.start(bus);
    bus.consume(SessionAddresses.edge("edge-1"), message -> heard.addAll(message.outputs()));
    join(vertx.deployVerticle(lane));
    long epoch = docs.raise(SHARD);
    lane.owners().loop().soon(() -> lane.owners().open(SHARD, epoch, "one"));
    send(new ToOwner.Open(DOCUMENT, BOB, "bob", true, -1, "of bob", 0));
    send(new ToOwner.Open(DOCUMENT, ALICE, "alice", true, -1, "of alice", 0));
    await().until(() -> heard(ToEdge.Opened.class) == 2);
  }

  @AfterEach
  void stop() {
    join(vertx.close());
  }

  @Test
  void acceptsNothingOfARemovedMemberThoughTwoOfThreeMessagesAreLost() {
    docs.revocationsAnswered(3);
    docs.revoke(DOCUMENT, "bob");
    long removedAt = System.nanoTime();
    int number = 0;
    while (millisSince(removedAt) <= Following.LEASE_MILLIS) {
      bothType(++number);
    }
    int inTime = authored("bob");
    for (int i = 0; i < 50; i++) {
      bothType(++number);
    }
    assertThat(authored("bob")).isEqualTo(inTime);
  }

  /** Returns when Alice's edit is in the log, and Bob's before it has been decided on. */
  private void bothType(int number) {
    edit(BOB, number);
    edit(ALICE, number);
    await()
        .pollInterval(Duration.ofMillis(2))
        .atMost(Duration.ofSeconds(20))
        .until(() -> authored("alice") == number);
  }

  @Test
  void acceptsNothingThatItCannotCheckAndGoesOnWhenItCan() {
    docs.revocationsSilent(true);
    await().until(() -> millisSince(docs.revocationsAnsweredAt()) > Following.LEASE_MILLIS);
    edit(ALICE, 1);
    edit(BOB, 1);
    await().during(Duration.ofMillis(600)).until(() -> docs.log(DOCUMENT).isEmpty());

    docs.revoke(DOCUMENT, "bob");
    docs.revocationsSilent(false);
    await().until(() -> authored("alice") == 1);
    assertThat(authored("bob")).isZero();
    assertThat(heard(ToEdge.Ended.class)).isZero();
  }

  private static long millisSince(long nanos) {
    return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - nanos);
  }

  private int authored(String author) {
    return (int) docs.log(DOCUMENT).stream().filter(entry -> entry.author().equals(author)).count();
  }

  private long heard(Class<? extends ToEdge.Output> type) {
    return heard.stream().filter(type::isInstance).count();
  }

  private void edit(long session, long number) {
    YDoc doc = session == BOB ? bob : alice;
    var before = doc.stateVector();
    doc.getText("text").insert(0, "a");
    Bytes update = Bytes.of(doc.encodeStateAsUpdate(before));
    send(new ToOwner.Edit(DOCUMENT, session, number, update));
  }

  private void send(ToOwner.Input input) {
    bus.send(SessionAddresses.owner("collab-1", 0), new ToOwner("edge-1", List.of(input)));
  }

  private static <T> T join(Future<T> future) {
    return future.toCompletionStage().toCompletableFuture().join();
  }
}
