package dev.quire.collab.owner;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quire.collab.owner.Stage.Person;
import dev.quire.crdt.DocOptions;
import dev.quire.crdt.YDoc;
import dev.quire.crdt.id.StateVector;
import dev.quire.wire.Bytes;
import dev.quire.wire.session.ToEdge;
import dev.quire.wire.session.ToEdge.Reason;
import dev.quire.wire.session.ToEdge.Verdict;
import dev.quire.wire.session.ToOwner;
import org.junit.jupiter.api.Test;

/** What becomes of edits that build on one that was refused because the document is full. */
class RefusalsTest {
  private static final long PADDING = 5_555;
  private static final String TOO_MUCH = "x".repeat(2_000);

  private final Stage stage = Stage.loaded(Limits.with().maxStateBytes(1_000).get());
  private final Person alice = stage.opens("alice", "edge-1");

  @Test
  void areRefusedTooInsteadOfWaitingForWhatNeverComes() {
    alice.types(TOO_MUCH);
    stage.effects();

    alice.types("small");

    assertThat(stage.sentTo("edge-1")).containsExactly(alice.answered(1, 2, Verdict.TOO_LARGE, 0));
    stage.commits();
    assertThat(stage.log).isEmpty();
  }

  /** Browsers' windows pass on to each other what none of them could save. */
  @Test
  void areRefusedAlsoUnderAnotherOfTheUsersClientIds() {
    Person window = stage.opens("alice", "edge-1");
    window.doc.applyUpdate(alice.types(TOO_MUCH).array());
    stage.effects();

    window.types("written beside it");

    assertThat(stage.sentTo("edge-1")).containsExactly(window.answered(0, 1, Verdict.TOO_LARGE, 0));
  }

  @Test
  void areTakenOnceItIsHere() {
    Bytes first = alice.writes("first");
    Bytes then = alice.writes(" and then");
    alice.sends(1, padded(first));
    alice.sends(2, then);

    alice.sends(3, first);
    alice.sends(4, then);
    stage.commits();

    assertThat(stage.log).hasSize(2);
    assertThat(textOf(stage)).isEqualTo("first and then");
  }

  /** Else somebody could have another's edits refused. */
  @Test
  void ofAnotherUserAreTaken() {
    Person eve = stage.opens("eve", "edge-2");
    alice.writes("lost");
    eve.sends(padded(Bytes.of(alice.doc.encodeStateAsUpdate())));

    alice.types("more");
    stage.commits();

    assertThat(stage.log).hasSize(1);
  }

  @Test
  void areRefusedAlsoWhereSomebodyElseWasRefusedTheSame() {
    Bytes tooMuch = alice.types(TOO_MUCH);
    stage.opens("bob", "edge-2").sends(tooMuch);
    stage.effects();

    alice.types("small");

    assertThat(stage.sentTo("edge-1")).containsExactly(alice.answered(1, 2, Verdict.TOO_LARGE, 0));
  }

  @Test
  void whatDeletesSomethingElseIsTaken() {
    alice.types("here ");
    stage.commits();
    alice.types(TOO_MUCH);
    stage.effects();

    alice.sends(deletes(alice, 0, 50));
    stage.commits();

    assertThat(stage.log).hasSize(2);
  }

  /** Its client then sends what is left of it, which takes no room. */
  @Test
  void whoTakesBackWhatWasTooMuchIsAskedToComeAgain() {
    alice.types(TOO_MUCH);
    stage.tell(new Input.Tick(1_000));
    stage.effects();

    alice.sends(deletes(alice, 0, TOO_MUCH.length()));
    assertThat(stage.sentTo("edge-1")).containsExactly(alice.answered(1, 2, Verdict.TOO_LARGE, 0));
    stage.tell(new Input.Tick(2_000));

    assertThat(stage.sentTo("edge-1")).contains(alice.ended(Reason.OVERLOADED));
    Person again = stage.opens("alice", "edge-1");
    stage.tell(
        "edge-1",
        new ToOwner.Edit(
            Stage.DOCUMENT, again.session, 1, Bytes.of(alice.doc.encodeStateAsUpdate())));
    stage.commits();
    assertThat(stage.log).hasSize(1);
  }

  @Test
  void whoWasRefusedMoreThanThereIsRoomForIsLeftInPeace() {
    alice.types(TOO_MUCH);
    stage.effects();

    stage.tell(new Input.Tick(1_000));
    stage.worksAside();
    stage.tell(new Input.Tick(2_000));

    assertThat(stage.sentTo("edge-1")).noneMatch(ToEdge.Ended.class::isInstance);
  }

  private static Bytes deletes(Person person, int from, int length) {
    StateVector before = person.doc.stateVector();
    person.doc.getText("text").delete(from, length);
    return Bytes.of(person.doc.encodeStateAsUpdate(before));
  }

  /** The same with much beside it that nobody needs. */
  private static Bytes padded(Bytes update) {
    YDoc both = new YDoc(DocOptions.DEFAULT.withClientId(PADDING));
    both.applyUpdate(update.array());
    both.getText("padding").insert(0, TOO_MUCH);
    return Bytes.of(both.encodeStateAsUpdate());
  }

  private static String textOf(Stage stage) {
    YDoc doc = new YDoc();
    stage.log.forEach(entry -> doc.applyUpdate(entry.update().array()));
    return doc.getText("text").toString();
  }
}
