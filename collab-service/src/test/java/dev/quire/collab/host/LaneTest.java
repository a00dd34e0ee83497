package dev.quire.collab.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.quire.collab.CollabSettings;
import dev.quire.collab.lease.KnownOwners;
import dev.quire.collab.lease.ShardEvents;
import dev.quire.crdt.id.StateVector;
import dev.quire.crdt.lib0.Lib0Writer;
import dev.quire.kit.Settings;
import dev.quire.wire.Bus;
import dev.quire.wire.Bytes;
import dev.quire.wire.DocumentId;
import dev.quire.wire.Shards;
import dev.quire.wire.session.Routes;
import dev.quire.wire.session.SessionAddresses;
import dev.quire.wire.session.ToEdge;
import dev.quire.wire.session.ToOwner;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A real lane on a real bus, between an edge that only listens and a log in memory. */
final class LaneTest {
  private static final DocumentId DOCUMENT = new DocumentId(0x0192_6f3c_7c00_7abcL, 42);
  private static final int SHARD = Shards.of(DOCUMENT);
  private static final DocumentId ELSEWHERE = new DocumentId(7, 7);
  private static final long SESSION = 7;

  private final Vertx vertx = Vertx.vertx();
  private final Bus bus = Bus.on(vertx);
  private final FakeDocService docs = new FakeDocService();
  private final List<ToEdge.Output> heard = new CopyOnWriteArrayList<>();
  private final List<String> shardEvents = new CopyOnWriteArrayList<>();
  private final KnownOwners owners = new KnownOwners(Shards.COUNT);
  private final Lane lane =
      new Lane(
          CollabSettings.from(
              Settings.of(
                  Map.of(
                      "QUIRE_PROCESS",
                      "collab-1",
                      "QUIRE_COLLAB_LANES",
                      "1",
                      "QUIRE_LIMIT_HELD_BYTES",
                      Integer.toString(4 << 20),
                      "QUIRE_LIMIT_TRANSFER_BYTES",
                      Integer.toString(1 << 20)))),
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
          () -> lastWork().get());

  private volatile Supplier<Future<Void>> lastWork = Future::succeededFuture;
  private String deployment = "";

  private Supplier<Future<Void>> lastWork() {
    return lastWork;
  }

  @BeforeEach
  void start() {
    docs.start(bus);
    bus.consume(SessionAddresses.edge("edge-1"), message -> heard.addAll(message.outputs()));
    deployment = join(vertx.deployVerticle(lane));
    long epoch = docs.raise(SHARD);
    lane.owners().loop().soon(() -> lane.owners().open(SHARD, epoch, "one"));
  }

  @AfterEach
  void stop() {
    join(vertx.close());
  }

  @Test
  void anEditIsAnsweredAndFannedOutOnceItIsInTheLogAndNotBefore() {
    docs.mood(FakeDocService.Mood.HOLD);
    open();
    edit(1, "a");
    await().until(() -> docs.heldAppends() == 1);
    assertThat(heard(ToEdge.Answered.class)).isEmpty();
    assertThat(heard(ToEdge.Fanout.class)).isEmpty();

    docs.letGo();
    await().until(() -> heard(ToEdge.Answered.class).count() == 1);
    await().until(() -> heard(ToEdge.Fanout.class).count() == 1);
    assertThat(heard(ToEdge.Answered.class))
        .containsExactly(new ToEdge.Answered(DOCUMENT, SESSION, 1, ToEdge.Verdict.APPLIED, 1, 0));
  }

  @Test
  void whatArrivesDuringAnAppendGoesTogetherIntoTheNext() {
    docs.mood(FakeDocService.Mood.HOLD);
    open();
    edit(1, "a");
    await().until(() -> docs.heldAppends() == 1);
    for (int number = 2; number <= 30; number++) {
      edit(number, "b");
    }
    docs.mood(FakeDocService.Mood.COMMIT);
    docs.letGo();
    await().until(() -> docs.log(DOCUMENT).size() == 30);

    assertThat(docs.appends).hasSize(2);
    assertThat(docs.appends.get(1).documents().get(0).updates()).hasSize(29);
  }

  @Test
  void anAppendOfUnknownOutcomeThatIsInTheLogIsAnsweredWithoutASecondRevision() {
    docs.mood(FakeDocService.Mood.COMMIT_AND_LOSE_THE_ANSWER);
    open();
    edit(1, "a");
    await().until(() -> heard(ToEdge.Answered.class).count() == 1);

    assertThat(docs.log(DOCUMENT)).hasSize(1);
    assertThat(shardEvents).containsExactly("raised " + SHARD + " to 2");
  }

  @Test
  void anAppendOfUnknownOutcomeThatIsNotInTheLogIsAppendedUnderTheNextEpoch() {
    docs.mood(FakeDocService.Mood.LOSE);
    open();
    edit(1, "a");
    await().until(() -> !docs.appends.isEmpty());
    docs.mood(FakeDocService.Mood.COMMIT);
    await().until(() -> heard(ToEdge.Answered.class).count() == 1);

    assertThat(docs.log(DOCUMENT)).hasSize(1);
    assertThat(docs.log(DOCUMENT).get(0).epoch()).isGreaterThan(1);
  }

  @Test
  void anAppendThatWasRefusedIsSentAgainAsItIs() {
    docs.mood(FakeDocService.Mood.REFUSE);
    open();
    edit(1, "a");
    await().until(() -> docs.appends.size() >= 2);
    assertThat(heard(ToEdge.Answered.class)).isEmpty();
    docs.mood(FakeDocService.Mood.COMMIT);
    await().until(() -> heard(ToEdge.Answered.class).count() == 1);
    assertThat(docs.log(DOCUMENT)).hasSize(1);
    assertThat(docs.log(DOCUMENT).get(0).epoch()).isEqualTo(1);
  }

  @Test
  void aDocumentThatFindsNoRoomIsRefusedUntilThoseThatAreOpenAreLeft() {
    DocumentId other = openShardOfAnother();
    open();
    edit(1, "a".repeat(5 << 20));
    await().until(() -> heard(ToEdge.Answered.class).count() == 1);

    send(new ToOwner.Open(other, SESSION, "bob", true, -1, "", 0));
    await().until(() -> heard(ToEdge.Ended.class).count() == 1);
    assertThat(heard(ToEdge.Ended.class))
        .containsExactly(new ToEdge.Ended(other, SESSION, ToEdge.Reason.OVERLOADED));

    send(new ToOwner.Leave(DOCUMENT, SESSION));
    send(new ToOwner.Open(other, SESSION + 1, "bob", true, -1, "", 0));
    await().until(() -> heard(ToEdge.Opened.class).count() == 2);
  }

  private DocumentId openShardOfAnother() {
    DocumentId other = new DocumentId(DOCUMENT.high(), 43);
    long epoch = docs.raise(Shards.of(other));
    lane.owners().loop().soon(() -> lane.owners().open(Shards.of(other), epoch, "one"));
    return other;
  }

  @Test
  void whatTheLogCannotKeepEndsItsOwnerAndNobodyElses() {
    DocumentId other = openShardOfAnother();
    docs.mood(FakeDocService.Mood.HOLD);
    open();
    send(new ToOwner.Open(other, SESSION, "", true, -1, "", 0));
    await().until(() -> heard(ToEdge.Opened.class).count() == 2);
    edit(1, "a");
    await().until(() -> docs.heldAppends() == 1);
    edit(2, "b");
    send(new ToOwner.Edit(other, SESSION, 1, insertion(1, 0, "c")));
    docs.mood(FakeDocService.Mood.REFUSE_THE_NAMELESS);
    docs.letGo();

    await().until(() -> docs.log(DOCUMENT).size() == 2);
    await().until(() -> heard(ToEdge.Answered.class).anyMatch(answer -> answer.through() == 2));
    assertThat(heard(ToEdge.Ended.class))
        .containsExactly(new ToEdge.Ended(other, SESSION, ToEdge.Reason.OVERLOADED));
    assertThat(docs.log(other)).isEmpty();
    assertThat(shardEvents).as("nothing was in doubt").isEmpty();
  }

  @Test
  void aFencedOwnerSendsItsSessionsAwayAndTellsTheKeeper() {
    open();
    edit(1, "a");
    await().until(() -> heard(ToEdge.Answered.class).count() == 1);
    docs.raise(SHARD);
    edit(2, "b");

    await().until(() -> heard(ToEdge.Ended.class).count() == 1);
    assertThat(heard(ToEdge.Ended.class))
        .containsExactly(new ToEdge.Ended(DOCUMENT, SESSION, ToEdge.Reason.NOT_OWNER));
    assertThat(shardEvents).containsExactly("fenced " + SHARD + " by 2");
    assertThat(docs.log(DOCUMENT)).hasSize(1);
  }

  @Test
  void aLaneThatIsStoppedStillHearsWhatBecomesOfItsAppends() {
    docs.mood(FakeDocService.Mood.HOLD);
    open();
    edit(1, "a");
    await().until(() -> docs.heldAppends() == 1);
    lastWork = () -> lane.owners().close(SHARD);
    Future<Void> stopped = vertx.undeploy(deployment);
    docs.letGo();
    join(stopped);

    assertThat(docs.appends).hasSize(1);
    assertThat(shardEvents).isEmpty();
  }

  @Test
  void aShardThatIsClosedFlushesWhatWasAcceptedAndTakesNothingMore() {
    docs.mood(FakeDocService.Mood.HOLD);
    open();
    edit(1, "a");
    await().until(() -> docs.heldAppends() == 1);
    edit(2, "b");
    Future<Void> closed =
        Future.future(
            done -> lane.owners().loop().soon(() -> lane.owners().close(SHARD).onComplete(done)));
    docs.mood(FakeDocService.Mood.COMMIT);
    docs.letGo();
    join(closed);

    assertThat(docs.log(DOCUMENT)).hasSize(2);
    send(new ToOwner.Open(DOCUMENT, SESSION + 1, "alice", true, -1, "", 0));
    await()
        .untilAsserted(
            () ->
                assertThat(heard(ToEdge.Ended.class))
                    .contains(new ToEdge.Ended(DOCUMENT, SESSION + 1, ToEdge.Reason.NOT_OWNER)));
  }

  @Test
  void aSessionOfAShardThatIsNotHereIsSentAway() {
    lane.owners().loop().soon(() -> lane.owners().lost(SHARD, 9));
    send(new ToOwner.Open(DOCUMENT, SESSION, "alice", true, -1, "", 0));
    await().until(() -> heard(ToEdge.Ended.class).count() == 1);
  }

  @Test
  void whoeverAsksTheWrongProcessIsToldWhomToAsk() {
    int shard = Shards.of(ELSEWHERE);
    owners.announced(new Routes("collab-2", 3, List.of(new Routes.Owned(shard, 9)), false));
    owners.announced(new Routes("collab-3", 2, List.of(new Routes.Owned(shard, 8)), false));

    send(new ToOwner.Open(ELSEWHERE, SESSION, "alice", true, -1, "", 0));

    await()
        .untilAsserted(
            () ->
                assertThat(heard(ToEdge.Ended.class))
                    .containsExactly(
                        new ToEdge.Ended(
                            ELSEWHERE,
                            SESSION,
                            ToEdge.Reason.NOT_OWNER,
                            new ToEdge.Elsewhere("collab-2", 3, 9))));
  }

  @Test
  void anOwnerThatFailsIsGivenUpAndItsDocumentOpensAgain() {
    open();
    edit(1, "a");
    edit(2, "b");
    await().until(() -> docs.log(DOCUMENT).size() == 2);
    reload();

    docs.readAs(Bytes.of(new byte[] {1, 2, 3}));
    send(new ToOwner.Replay(DOCUMENT, 0));
    await().until(() -> heard(ToEdge.Ended.class).count() == 2);
    docs.readAs(null);
    send(new ToOwner.Open(DOCUMENT, SESSION + 2, "alice", true, -1, "", 0));
    await().until(() -> heard(ToEdge.Opened.class).count() == 2);

    assertThat(heard(ToEdge.Ended.class))
        .last()
        .isEqualTo(new ToEdge.Ended(DOCUMENT, SESSION + 1, ToEdge.Reason.UNAVAILABLE));
    assertThat(heard(ToEdge.Opened.class)).last().extracting(ToEdge.Opened::revision).isEqualTo(2L);
  }

  @Test
  void anOwnerIsNotLoadedWhileAnAppendOfTheOneBeforeItIsUnderWay() {
    docs.mood(FakeDocService.Mood.HOLD_THE_COMMIT);
    open();
    edit(1, "a");
    await().until(() -> docs.heldAppends() == 1);
    send(new ToOwner.Delivered(DOCUMENT, 99));
    await().until(() -> heard(ToEdge.Ended.class).count() == 1);
    send(new ToOwner.Open(DOCUMENT, SESSION + 1, "alice", true, -1, "", 0));

    await().during(Duration.ofMillis(200)).until(() -> heard(ToEdge.Opened.class).count() == 1);
    docs.letGo();
    await().until(() -> heard(ToEdge.Opened.class).count() == 2);
    assertThat(heard(ToEdge.Opened.class)).last().extracting(ToEdge.Opened::revision).isEqualTo(1L);
  }

  @Test
  void aSessionWhoseStateFindsNoRoomIsForgottenByTheOwnerToo() {
    open();
    edit(1, "a".repeat((1 << 20) + 1));
    await().until(() -> heard(ToEdge.Answered.class).count() == 1);
    send(new ToOwner.Synchronise(DOCUMENT, SESSION, 2, Bytes.of(StateVector.EMPTY.encode())));
    await().until(() -> heard(ToEdge.Ended.class).count() == 1);

    // Of a session that it knows, the owner would say nothing.
    send(new ToOwner.Probe(DOCUMENT, SESSION, 2));
    await().until(() -> heard(ToEdge.Ended.class).count() == 2);
    assertThat(heard(ToEdge.Ended.class).map(ToEdge.Ended::reason))
        .containsExactly(ToEdge.Reason.OVERLOADED, ToEdge.Reason.LOST_PLACE);
  }

  /** The owner throws away what it holds, and another session opens the document anew. */
  private void reload() {
    send(new ToOwner.Delivered(DOCUMENT, 99));
    await().until(() -> heard(ToEdge.Ended.class).count() == 1);
    heard.removeIf(ToEdge.Opened.class::isInstance);
    send(new ToOwner.Open(DOCUMENT, SESSION + 1, "alice", true, -1, "", 0));
    await().until(() -> heard(ToEdge.Opened.class).count() == 1);
  }

  private void open() {
    send(new ToOwner.Open(DOCUMENT, SESSION, "alice", true, -1, "", 0));
    await().until(() -> heard(ToEdge.Opened.class).count() == 1);
  }

  private void edit(long number, String text) {
    send(new ToOwner.Edit(DOCUMENT, SESSION, number, insertion(1, number - 1, text)));
  }

  private void send(ToOwner.Input input) {
    bus.send(SessionAddresses.owner("collab-1", 0), new ToOwner("edge-1", List.of(input)));
  }

  private <T extends ToEdge.Output> Stream<T> heard(Class<T> type) {
    return heard.stream().filter(type::isInstance).map(type::cast);
  }

  private static <T> T join(Future<T> future) {
    return future.toCompletionStage().toCompletableFuture().join();
  }

  /** One struct: a character that the client appends to what it has written. */
  private static Bytes insertion(long client, long clock, String text) {
    Lib0Writer out = new Lib0Writer();
    out.writeVarUint(1);
    out.writeVarUint(1);
    out.writeVarUint(client);
    out.writeVarUint(clock);
    if (clock == 0) {
      out.writeUint8(0x04);
      out.writeVarUint(1);
      out.writeVarString("t");
    } else {
      out.writeUint8(0x84);
      out.writeVarUint(client);
      out.writeVarUint(clock - 1);
    }
    out.writeVarString(text);
    out.writeVarUint(0);
    return Bytes.of(out.toByteArray());
  }
}
