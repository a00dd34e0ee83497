package dev.quire.collab.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.quire.crdt.id.StateVector;
import dev.quire.crdt.lib0.Lib0Writer;
import dev.quire.wire.Bytes;
import dev.quire.wire.DocumentId;
import dev.quire.wire.Shards;
import dev.quire.wire.session.Routes;
import dev.quire.wire.session.ToEdge;
import dev.quire.wire.session.ToOwner;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A real lane on a real bus, between an edge that only listens and a log in memory. */
final class LaneTest {
  private static final DocumentId DOCUMENT = new DocumentId(0x0192_6f3c_7c00_7abcL, 42);
  private static final int SHARD = Shards.of(DOCUMENT);
  private static final DocumentId ELSEWHERE = new DocumentId(7, 7);
  private static final long SESSION = 7;

  private final LaneFixture lane =
      new LaneFixture(
          Map.of(
              "QUIRE_COLLAB_LANES",
              "1",
              "QUIRE_LIMIT_HELD_BYTES",
              Integer.toString(4 << 20),
              "QUIRE_LIMIT_TRANSFER_BYTES",
              Integer.toString(1 << 20)));
  private final FakeDocService docs = lane.docs;

  @BeforeEach
  void start() {
    lane.start();
    lane.owns(DOCUMENT);
  }

  @AfterEach
  void stop() {
    lane.close();
  }

  @Test
  void anEditIsAnsweredAndFannedOutOnceItIsInTheLogAndNotBefore() {
    docs.mood(FakeDocService.Mood.HOLD);
    open();
    edit(1, "a");
    await().until(() -> docs.heldAppends() == 1);
    assertThat(lane.heard(ToEdge.Answered.class)).isEmpty();
    assertThat(lane.heard(ToEdge.Fanout.class)).isEmpty();

    docs.letGo();
    lane.awaitHeard(ToEdge.Answered.class, 1);
    lane.awaitHeard(ToEdge.Fanout.class, 1);
    assertThat(lane.heard(ToEdge.Answered.class))
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
    lane.awaitHeard(ToEdge.Answered.class, 1);

    assertThat(docs.log(DOCUMENT)).hasSize(1);
    assertThat(lane.shardEvents).containsExactly("raised " + SHARD + " to 2");
  }

  @Test
  void anAppendOfUnknownOutcomeThatIsNotInTheLogIsAppendedUnderTheNextEpoch() {
    docs.mood(FakeDocService.Mood.LOSE);
    open();
    edit(1, "a");
    await().until(() -> !docs.appends.isEmpty());
    docs.mood(FakeDocService.Mood.COMMIT);
    lane.awaitHeard(ToEdge.Answered.class, 1);

    assertThat(docs.log(DOCUMENT)).hasSize(1);
    assertThat(docs.log(DOCUMENT).get(0).epoch()).isGreaterThan(1);
  }

  @Test
  void anAppendThatWasRefusedIsSentAgainAsItIs() {
    docs.mood(FakeDocService.Mood.REFUSE);
    open();
    edit(1, "a");
    await().until(() -> docs.appends.size() >= 2);
    assertThat(lane.heard(ToEdge.Answered.class)).isEmpty();
    docs.mood(FakeDocService.Mood.COMMIT);
    lane.awaitHeard(ToEdge.Answered.class, 1);
    assertThat(docs.log(DOCUMENT)).hasSize(1);
    assertThat(docs.log(DOCUMENT).get(0).epoch()).isEqualTo(1);
  }

  @Test
  void aDocumentThatFindsNoRoomIsRefusedUntilThoseThatAreOpenAreLeft() {
    DocumentId other = openShardOfAnother();
    open();
    edit(1, "a".repeat(5 << 20));
    lane.awaitHeard(ToEdge.Answered.class, 1);

    lane.send(new ToOwner.Open(other, SESSION, "bob", true, -1, "", 0));
    lane.awaitHeard(ToEdge.Ended.class, 1);
    assertThat(lane.heard(ToEdge.Ended.class))
        .containsExactly(new ToEdge.Ended(other, SESSION, ToEdge.Reason.OVERLOADED));

    lane.send(new ToOwner.Leave(DOCUMENT, SESSION));
    lane.send(new ToOwner.Open(other, SESSION + 1, "bob", true, -1, "", 0));
    lane.awaitHeard(ToEdge.Opened.class, 2);
  }

  private DocumentId openShardOfAnother() {
    DocumentId other = new DocumentId(DOCUMENT.high(), 43);
    lane.owns(other);
    return other;
  }

  @Test
  void whatTheLogCannotKeepEndsItsOwnerAndNobodyElses() {
    DocumentId other = openShardOfAnother();
    docs.mood(FakeDocService.Mood.HOLD);
    open();
    lane.send(new ToOwner.Open(other, SESSION, "", true, -1, "", 0));
    lane.awaitHeard(ToEdge.Opened.class, 2);
    edit(1, "a");
    await().until(() -> docs.heldAppends() == 1);
    edit(2, "b");
    lane.send(new ToOwner.Edit(other, SESSION, 1, insertion(1, 0, "c")));
    docs.mood(FakeDocService.Mood.REFUSE_THE_NAMELESS);
    docs.letGo();

    await().until(() -> docs.log(DOCUMENT).size() == 2);
    await()
        .until(() -> lane.heard(ToEdge.Answered.class).anyMatch(answer -> answer.through() == 2));
    assertThat(lane.heard(ToEdge.Ended.class))
        .containsExactly(new ToEdge.Ended(other, SESSION, ToEdge.Reason.OVERLOADED));
    assertThat(docs.log(other)).isEmpty();
    assertThat(lane.shardEvents).as("nothing was in doubt").isEmpty();
  }

  @Test
  void aFencedOwnerSendsItsSessionsAwayAndTellsTheKeeper() {
    open();
    edit(1, "a");
    lane.awaitHeard(ToEdge.Answered.class, 1);
    docs.raise(SHARD);
    edit(2, "b");

    lane.awaitHeard(ToEdge.Ended.class, 1);
    assertThat(lane.heard(ToEdge.Ended.class))
        .containsExactly(new ToEdge.Ended(DOCUMENT, SESSION, ToEdge.Reason.NOT_OWNER));
    assertThat(lane.shardEvents).containsExactly("fenced " + SHARD + " by 2");
    assertThat(docs.log(DOCUMENT)).hasSize(1);
  }

  @Test
  void aLaneThatIsStoppedStillHearsWhatBecomesOfItsAppends() {
    docs.mood(FakeDocService.Mood.HOLD);
    open();
    edit(1, "a");
    await().until(() -> docs.heldAppends() == 1);
    Future<Void> stopped = lane.stops(() -> lane.lane().close(SHARD));
    docs.letGo();
    LaneFixture.join(stopped);

    assertThat(docs.appends).hasSize(1);
    assertThat(lane.shardEvents).isEmpty();
  }

  @Test
  void aShardThatIsClosedFlushesWhatWasAcceptedAndTakesNothingMore() {
    docs.mood(FakeDocService.Mood.HOLD);
    open();
    edit(1, "a");
    await().until(() -> docs.heldAppends() == 1);
    edit(2, "b");
    Future<Void> closed =
        Future.future(done -> lane.soon(() -> lane.lane().close(SHARD).onComplete(done)));
    docs.mood(FakeDocService.Mood.COMMIT);
    docs.letGo();
    LaneFixture.join(closed);

    assertThat(docs.log(DOCUMENT)).hasSize(2);
    lane.send(new ToOwner.Open(DOCUMENT, SESSION + 1, "alice", true, -1, "", 0));
    await()
        .untilAsserted(
            () ->
                assertThat(lane.heard(ToEdge.Ended.class))
                    .contains(new ToEdge.Ended(DOCUMENT, SESSION + 1, ToEdge.Reason.NOT_OWNER)));
  }

  @Test
  void aSessionOfAShardThatIsNotHereIsSentAway() {
    lane.soon(() -> lane.lane().lost(SHARD, 9));
    lane.send(new ToOwner.Open(DOCUMENT, SESSION, "alice", true, -1, "", 0));
    lane.awaitHeard(ToEdge.Ended.class, 1);
  }

  @Test
  void whoeverAsksTheWrongProcessIsToldWhomToAsk() {
    int shard = Shards.of(ELSEWHERE);
    lane.owners.announced(new Routes("collab-2", 3, List.of(new Routes.Owned(shard, 9)), false));
    lane.owners.announced(new Routes("collab-3", 2, List.of(new Routes.Owned(shard, 8)), false));

    lane.send(new ToOwner.Open(ELSEWHERE, SESSION, "alice", true, -1, "", 0));

    await()
        .untilAsserted(
            () ->
                assertThat(lane.heard(ToEdge.Ended.class))
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
    lane.send(new ToOwner.Replay(DOCUMENT, 0));
    lane.awaitHeard(ToEdge.Ended.class, 2);
    docs.readAs(null);
    lane.send(new ToOwner.Open(DOCUMENT, SESSION + 2, "alice", true, -1, "", 0));
    lane.awaitHeard(ToEdge.Opened.class, 2);

    assertThat(lane.heard(ToEdge.Ended.class))
        .last()
        .isEqualTo(new ToEdge.Ended(DOCUMENT, SESSION + 1, ToEdge.Reason.UNAVAILABLE));
    assertThat(lane.heard(ToEdge.Opened.class))
        .last()
        .extracting(ToEdge.Opened::revision)
        .isEqualTo(2L);
  }

  @Test
  void anOwnerIsNotLoadedWhileAnAppendOfTheOneBeforeItIsUnderWay() {
    docs.mood(FakeDocService.Mood.HOLD_THE_COMMIT);
    open();
    edit(1, "a");
    await().until(() -> docs.heldAppends() == 1);
    lane.send(new ToOwner.Delivered(DOCUMENT, 99));
    lane.awaitHeard(ToEdge.Ended.class, 1);
    lane.send(new ToOwner.Open(DOCUMENT, SESSION + 1, "alice", true, -1, "", 0));

    await()
        .during(Duration.ofMillis(200))
        .until(() -> lane.heard(ToEdge.Opened.class).count() == 1);
    docs.letGo();
    lane.awaitHeard(ToEdge.Opened.class, 2);
    assertThat(lane.heard(ToEdge.Opened.class))
        .last()
        .extracting(ToEdge.Opened::revision)
        .isEqualTo(1L);
  }

  @Test
  void aSessionWhoseStateFindsNoRoomIsForgottenByTheOwnerToo() {
    open();
    edit(1, "a".repeat((1 << 20) + 1));
    lane.awaitHeard(ToEdge.Answered.class, 1);
    lane.send(new ToOwner.Synchronise(DOCUMENT, SESSION, 2, Bytes.of(StateVector.EMPTY.encode())));
    lane.awaitHeard(ToEdge.Ended.class, 1);

    // Of a session that it knows, the owner would say nothing.
    lane.send(new ToOwner.Probe(DOCUMENT, SESSION, 2));
    lane.awaitHeard(ToEdge.Ended.class, 2);
    assertThat(lane.heard(ToEdge.Ended.class).map(ToEdge.Ended::reason))
        .containsExactly(ToEdge.Reason.OVERLOADED, ToEdge.Reason.LOST_PLACE);
  }

  /** The owner throws away what it holds, and another session opens the document anew. */
  private void reload() {
    lane.send(new ToOwner.Delivered(DOCUMENT, 99));
    lane.awaitHeard(ToEdge.Ended.class, 1);
    lane.heard.removeIf(ToEdge.Opened.class::isInstance);
    lane.send(new ToOwner.Open(DOCUMENT, SESSION + 1, "alice", true, -1, "", 0));
    lane.awaitHeard(ToEdge.Opened.class, 1);
  }

  private void open() {
    lane.send(new ToOwner.Open(DOCUMENT, SESSION, "alice", true, -1, "", 0));
    lane.awaitHeard(ToEdge.Opened.class, 1);
  }

  private void edit(long number, String text) {
    lane.send(new ToOwner.Edit(DOCUMENT, SESSION, number, insertion(1, number - 1, text)));
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
