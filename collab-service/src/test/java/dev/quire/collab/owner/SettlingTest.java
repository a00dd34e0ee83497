package dev.quire.collab.owner;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quire.collab.owner.Stage.Person;
import dev.quire.wire.doc.Append;
import dev.quire.wire.session.ToEdge;
import dev.quire.wire.session.ToEdge.Reason;
import dev.quire.wire.session.ToEdge.Verdict;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Appends that nobody can say the outcome of, and owners that are none any more. */
class SettlingTest {
  private final Stage stage = Stage.loaded(Limits.with().pagesOf(2).get());
  private Person alice = stage.opens("alice", "edge-1");

  @BeforeEach
  void threeUpdatesAreOnTheirWay() {
    alice.types("a");
    alice.types("b");
    alice.types("c");
    stage.sendsBatch();
    stage.effects();
  }

  @Test
  void theEpochIsRaisedBeforeTheLogIsRead() {
    stage.tell(new Input.OutcomeUnknown());
    assertThat(stage.effects()).containsExactly(new Effect.Settle(Stage.DOCUMENT));

    stage.tell(new Input.EpochRaised(Stage.EPOCH + 1));
    assertThat(stage.effects(Effect.ReadLog.class))
        .singleElement()
        .extracting(Effect.ReadLog::after)
        .isEqualTo(0L);
    assertThat(stage.owner().epoch()).isEqualTo(Stage.EPOCH + 1);
  }

  @Test
  void whatIsInTheLogIsCommitted() {
    stage.commitsUnheard();
    stage.tell(new Input.OutcomeUnknown());
    stage.tell(new Input.EpochRaised(Stage.EPOCH + 1));
    stage.readsAll();
    stage.readsAll();

    assertThat(stage.sentTo("edge-1"))
        .hasSize(2)
        .contains(alice.answered(0, 3, Verdict.APPLIED, 3));
    assertThat(stage.owner().phase()).isEqualTo(Phase.LIVE);
  }

  @Test
  void whatIsNotInTheLogIsAppendedAgainUnderTheNewEpochWithWhatCameMeanwhile() {
    stage.tell(new Input.OutcomeUnknown());
    alice.types("d");
    assertThat(stage.effects(Effect.Ready.class)).isEmpty();
    stage.tell(new Input.EpochRaised(Stage.EPOCH + 1));
    stage.readsAll();
    assertThat(stage.effects(Effect.Ready.class)).hasSize(1);

    Append.Part part = stage.sendsBatch();
    assertThat(part.epoch()).isEqualTo(Stage.EPOCH + 1);
    assertThat(part.base()).isZero();
    assertThat(part.updates()).hasSize(4);
    stage.commits();
    assertThat(stage.sentTo("edge-1")).contains(alice.answered(0, 4, Verdict.APPLIED, 4));
  }

  @Test
  void nothingIsAppendedWhileNobodyKnows() {
    stage.tell(new Input.OutcomeUnknown());
    alice.types("d");
    stage.tell(new Input.TakeBatch(100, 100_000));

    assertThat(stage.effects(Effect.Append.class)).isEmpty();
  }

  @Test
  void whatSomebodyElseWroteCostsThePlace() {
    stage.writes("mallory", stage.opens("mallory", "edge-2").writes("mine"));
    stage.effects();
    stage.tell(new Input.OutcomeUnknown());
    stage.tell(new Input.EpochRaised(Stage.EPOCH + 2));
    stage.readsAll();

    assertThat(stage.effects())
        .contains(
            new Effect.Send("edge-1", alice.ended(Reason.LOST_PLACE)),
            new Effect.Unload(Stage.DOCUMENT));
    assertThat(stage.owner().phase()).isEqualTo(Phase.ENDED);
  }

  @Test
  void aConflictIsSettledTooAsItMayBeOurOwnAppendThatIsThere() {
    stage.commitsUnheard();
    stage.tell(new Input.AppendEnded(new Append.Conflict(3)));
    assertThat(stage.effects()).containsExactly(new Effect.Settle(Stage.DOCUMENT));
    stage.tell(new Input.EpochRaised(Stage.EPOCH + 1));
    stage.readsAll();
    stage.readsAll();

    assertThat(stage.sentTo("edge-1")).contains(alice.answered(0, 3, Verdict.APPLIED, 3));
  }

  @Test
  void aLogThatIsShorterThanItWasHasBeenRestored() {
    stage.tell(new Input.AppendEnded(new Append.Appended(3)));
    stage.effects();
    stage.tell(new Input.EpochRaised(Stage.EPOCH + 5));
    stage.readsAll();

    assertThat(stage.sentTo("edge-1")).containsExactly(alice.ended(Reason.LOST_PLACE));
  }

  @Test
  void aLogThatCannotBeReadIsReadAtTheNextTick() {
    stage.tell(new Input.OutcomeUnknown());
    stage.tell(new Input.EpochRaised(Stage.EPOCH + 1));
    long read = stage.effects(Effect.ReadLog.class).get(0).read();
    stage.tell(new Input.LogUnavailable(read));
    assertThat(stage.effects()).isEmpty();

    stage.tell(new Input.Tick(1000));

    assertThat(stage.effects(Effect.ReadLog.class)).hasSize(1);
  }

  @Test
  void anEpochRaisedForAnotherDocumentsSakeChangesNothingButTheEpoch() {
    stage.tell(new Input.AppendEnded(new Append.Appended(3)));
    alice.types("d");
    stage.effects();
    stage.tell(new Input.EpochRaised(Stage.EPOCH + 1));

    assertThat(stage.effects()).isEmpty();
    assertThat(stage.sendsBatch().epoch()).isEqualTo(Stage.EPOCH + 1);
  }

  @Test
  void anEpochBetweenMeansThatSomebodyMayHaveWritten() {
    stage.commitsUnheard();
    stage.tell(new Input.AppendEnded(new Append.Appended(3)));
    stage.effects();
    stage.tell(new Input.EpochRaised(Stage.EPOCH + 2));
    alice.types("d");
    stage.tell(new Input.TakeBatch(100, 100_000));
    assertThat(stage.effects(Effect.Append.class)).isEmpty();

    stage.tell(new Input.EpochRaised(Stage.EPOCH + 3));
    stage.readsAll();

    assertThat(stage.owner().phase()).isEqualTo(Phase.LIVE);
    assertThat(stage.sendsBatch().base()).isEqualTo(3);
  }

  @Test
  void aFencedOwnerThrowsEverythingAway() {
    stage.tell(new Input.AppendEnded(new Append.Fenced(Stage.EPOCH + 1)));

    assertThat(stage.effects())
        .containsExactly(
            new Effect.Send("edge-1", alice.ended(Reason.NOT_OWNER)),
            new Effect.Unload(Stage.DOCUMENT));
    alice.types("d");
    assertThat(stage.effects()).isEmpty();
  }

  @Test
  void anOwnerThatIsGivenUpEndsItsSessionsSoThatTheyComeBack() {
    assertThat(stage.owner().giveUp("a fault"))
        .containsExactly(
            new Effect.Send("edge-1", alice.ended(Reason.UNAVAILABLE)),
            new Effect.Unload(Stage.DOCUMENT));
    assertThat(stage.owner().giveUp("another")).isEmpty();
  }

  @Test
  void anEdgeThatHasSeenMoreThanTheOwnerShowsThatTheOwnerIsBehind() {
    Person bob = stage.opens("bob", "edge-2", true, 9);

    assertThat(stage.effects(Effect.Send.class))
        .extracting(Effect.Send::output)
        .containsExactly(alice.ended(Reason.LOST_PLACE), bob.ended(Reason.LOST_PLACE));
  }

  @Test
  void aReleaseCommitsWhatIsSequencedAndTakesNothingNew() {
    alice.types("d");
    stage.tell(new Input.Release());
    alice.types("e");
    Person late = stage.opens("late", "edge-1");
    assertThat(stage.sentTo("edge-1")).containsExactly(late.ended(Reason.NOT_OWNER));

    stage.commitsUnheard();
    stage.tell(new Input.AppendEnded(new Append.Appended(3)));
    assertThat(stage.sentTo("edge-1")).contains(alice.answered(0, 3, Verdict.APPLIED, 3));
    stage.commits();

    assertThat(stage.log).hasSize(4);
    assertThat(stage.effects())
        .contains(
            new Effect.Send("edge-1", alice.answered(3, 4, Verdict.APPLIED, 4)),
            new Effect.Send("edge-1", alice.ended(Reason.NOT_OWNER)))
        .endsWith(new Effect.Unload(Stage.DOCUMENT));
  }

  @Test
  void aReleaseDuringASettlementWaitsForIt() {
    stage.tell(new Input.OutcomeUnknown());
    stage.tell(new Input.Release());
    stage.tell(new Input.EpochRaised(Stage.EPOCH + 1));
    stage.readsAll();
    stage.commits();

    assertThat(stage.log).hasSize(3);
    assertThat(stage.sentTo("edge-1")).endsWith((ToEdge.Output) alice.ended(Reason.NOT_OWNER));
  }
}
