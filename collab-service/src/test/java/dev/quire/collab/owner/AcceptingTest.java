package dev.quire.collab.owner;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quire.collab.owner.Stage.Person;
import dev.quire.crdt.DocOptions;
import dev.quire.crdt.UpdateContents;
import dev.quire.crdt.YDoc;
import dev.quire.wire.Bytes;
import dev.quire.wire.doc.Append;
import dev.quire.wire.session.ToEdge;
import dev.quire.wire.session.ToEdge.Reason;
import dev.quire.wire.session.ToEdge.Verdict;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What becomes of an edit, and when its sender and everybody else hear of it. */
class AcceptingTest {
  private static final Bytes GARBAGE = Bytes.of(new byte[] {1, 1, 9, 0, 77, 77, 77});

  private final Stage stage = Stage.loaded();

  @Test
  void anEditIsShownAndAnsweredWithItsCommitAndNotBefore() {
    Person alice = stage.opens("alice", "edge-1");
    stage.opens("bob", "edge-2");
    stage.effects();

    Bytes hello = alice.types("hello");
    assertThat(stage.effects()).containsExactly(new Effect.Ready(Stage.DOCUMENT));
    stage.sendsBatch();
    assertThat(stage.effects()).singleElement().isInstanceOf(Effect.Append.class);

    stage.commits();
    ToEdge.Fanout frame = new ToEdge.Fanout(Stage.DOCUMENT, Stage.EPOCH, 0, 1, hello);
    assertThat(stage.effects())
        .containsExactly(
            new Effect.Send("edge-1", frame),
            new Effect.Send("edge-2", frame),
            new Effect.Send("edge-1", alice.answered(0, 1, Verdict.APPLIED, 1)));
  }

  @Test
  void anEditForARevisionIsTakenThereOnlyAndAnsweredAgainWhereItWas() {
    Person alice = stage.opens("alice", "edge-1");
    Person bob = stage.opens("bob", "edge-1");
    Bytes first = alice.writes("a");
    alice.sendsAt(0, first);
    bob.sendsAt(0, bob.writes("b"));
    stage.sendsBatch();
    stage.commits();
    alice.sendsAt(0, first);
    alice.sendsAt(0, alice.writes("c"));

    assertThat(stage.log).hasSize(1);
    assertThat(stage.sentTo("edge-1"))
        .contains(
            bob.answered(0, 1, Verdict.CHANGED, 0),
            alice.answered(0, 1, Verdict.APPLIED, 1),
            alice.answered(1, 2, Verdict.APPLIED, 1),
            alice.answered(2, 3, Verdict.CHANGED, 1));
  }

  @Test
  void whatComesDuringAnAppendGoesIntoTheNextAsOneFrameForEachEdge() {
    Person alice = stage.opens("alice", "edge-1");
    Person bob = stage.opens("bob", "edge-1");
    alice.types("a");
    stage.sendsBatch();
    alice.types("b");
    bob.types("c");
    alice.types("d");
    stage.effects();

    stage.commitsUnheard();
    stage.tell(new Input.AppendEnded(new Append.Appended(1)));
    assertThat(stage.effects()).contains(new Effect.Ready(Stage.DOCUMENT));
    stage.commits();

    List<ToEdge.Output> sent = stage.sentTo("edge-1");
    assertThat(sent).hasSize(3);
    ToEdge.Fanout frame = (ToEdge.Fanout) sent.get(0);
    assertThat(frame.after()).isEqualTo(1);
    assertThat(frame.through()).isEqualTo(4);
    assertThat(sent.subList(1, 3))
        .containsExactly(
            alice.answered(1, 3, Verdict.APPLIED, 4), bob.answered(0, 1, Verdict.APPLIED, 4));
    assertThat(stage.log)
        .extracting(entry -> entry.author())
        .containsExactly("alice", "alice", "bob", "alice");
  }

  @Test
  void theSameUpdateAgainMakesNoRevisionAndIsAnsweredAtOnce() {
    Person alice = stage.opens("alice", "edge-1");
    Bytes hello = alice.types("hello");
    stage.commits();
    stage.effects();

    alice.sends(hello);

    assertThat(stage.effects())
        .containsExactly(new Effect.Send("edge-1", alice.answered(1, 2, Verdict.APPLIED, 1)));
  }

  @Test
  void ofAnUpdateThatIsKnownInPartTheRestIsLogged() {
    Person alice = stage.opens("alice", "edge-1");
    YDoc doc = new YDoc(DocOptions.DEFAULT.withClientId(7));
    doc.getText("t").insert(0, "hello");
    alice.sends(Bytes.of(doc.encodeStateAsUpdate()));
    doc.getText("t").insert(5, " world");
    alice.sends(Bytes.of(doc.encodeStateAsUpdate()));
    stage.commits();

    assertThat(UpdateContents.read(stage.log.get(1).update().array()).structs().contains(7, 4))
        .isFalse();
    assertThat(read(stage)).isEqualTo("hello world");
  }

  /** Whoever is told of both in one frame must hold what whoever loads them one by one does. */
  @Test
  void anIdHasTheContentThatCameFirstHoweverMuchComesWithIt() {
    Person mallory = stage.opens("mallory", "edge-1");
    stage.effects();
    mallory.sends(Bytes.of(textUnder(7, "hello")));
    mallory.sends(Bytes.of(textUnder(7, "FORGED")));
    stage.commits();

    ToEdge.Fanout frame = (ToEdge.Fanout) stage.sentTo("edge-1").get(0);
    YDoc told = new YDoc();
    told.applyUpdate(frame.update().array());
    assertThat(told.getText("t").toString()).isEqualTo("helloD").isEqualTo(read(stage));
  }

  private static byte[] textUnder(long client, String text) {
    YDoc doc = new YDoc(DocOptions.DEFAULT.withClientId(client));
    doc.getText("t").insert(0, text);
    return doc.encodeStateAsUpdate();
  }

  private static String read(Stage stage) {
    YDoc doc = new YDoc();
    stage.log.forEach(entry -> doc.applyUpdate(entry.update().array()));
    return doc.getText("t").toString();
  }

  @Test
  void aDuplicateOfSomethingInFlightIsAnsweredWithThatCommit() {
    Person alice = stage.opens("alice", "edge-1");
    Person again = stage.opens("alice", "edge-2");
    Bytes hello = alice.types("hello");
    stage.sendsBatch();
    stage.effects();

    again.sends(hello);
    assertThat(stage.effects()).isEmpty();
    stage.commitsUnheard();
    stage.tell(new Input.AppendEnded(new Append.Appended(1)));

    assertThat(stage.sentTo("edge-2")).contains(again.answered(0, 1, Verdict.APPLIED, 1));
  }

  @Test
  void aDuplicateOfSomethingThatWaitsIsAnsweredWithTheCommitThatHoldsIt() {
    Person alice = stage.opens("alice", "edge-1");
    Person again = stage.opens("alice", "edge-2");
    alice.types("a");
    stage.sendsBatch();
    Bytes second = alice.types("b");
    stage.effects();

    again.sends(second);
    stage.commits();
    assertThat(stage.sentTo("edge-2")).noneMatch(ToEdge.Answered.class::isInstance);
    stage.commits();

    assertThat(stage.sentTo("edge-2")).contains(again.answered(0, 1, Verdict.APPLIED, 2));
  }

  @Test
  void aDuplicateOfWhatWaitsAgainAfterADoubtIsNotAnsweredBeforeItsCommit() {
    Person alice = stage.opens("alice", "edge-1");
    Person again = stage.opens("alice", "edge-2");
    Bytes hello = alice.types("hello");
    stage.sendsBatch();
    stage.tell(new Input.OutcomeUnknown());
    stage.tell(new Input.EpochRaised(stage.owner().epoch() + 1));
    stage.readsAll();
    stage.effects();

    again.sends(hello);
    assertThat(stage.effects()).noneMatch(Effect.Send.class::isInstance);
    stage.commits();

    assertThat(stage.sentTo("edge-2")).contains(again.answered(0, 1, Verdict.APPLIED, 1));
  }

  @Test
  void aDuplicateOfSomethingDurableIsAnsweredAtOnceWhateverWaits() {
    Person alice = stage.opens("alice", "edge-1");
    Person again = stage.opens("alice", "edge-2");
    Bytes hello = alice.types("hello");
    stage.commits();
    alice.types("a");
    stage.sendsBatch();
    alice.types("b");
    stage.effects();

    again.sends(hello);

    assertThat(stage.effects())
        .containsExactly(new Effect.Send("edge-2", again.answered(0, 1, Verdict.APPLIED, 1)));
  }

  @Test
  void somethingNewAmongTheOldIsStored() {
    Person alice = stage.opens("alice", "edge-1");
    alice.types("hello");
    stage.commits();
    alice.writes(" world");
    alice.sends(Bytes.of(alice.doc.encodeStateAsUpdate()));
    stage.commits();

    assertThat(stage.log).hasSize(2);
    assertThat(textOf(stage)).isEqualTo("hello world");
  }

  @Test
  void answersKeepTheOrderOfTheFrames() {
    Person alice = stage.opens("alice", "edge-1");
    stage.effects();
    Bytes first = alice.types("a");
    alice.sends(GARBAGE);
    alice.sends(GARBAGE);
    alice.sends(first);

    assertThat(stage.sentTo("edge-1")).isEmpty();
    stage.commits();

    assertThat(stage.sentTo("edge-1"))
        .filteredOn(ToEdge.Answered.class::isInstance)
        .containsExactly(
            alice.answered(0, 1, Verdict.APPLIED, 1),
            alice.answered(1, 3, Verdict.MALFORMED, 1),
            alice.answered(3, 4, Verdict.APPLIED, 1));
  }

  @Test
  void aMalformedUpdateIsRefusedAndNeverStored() {
    Person alice = stage.opens("alice", "edge-1");
    stage.effects();
    alice.sends(GARBAGE);

    assertThat(stage.effects())
        .containsExactly(new Effect.Send("edge-1", alice.answered(0, 1, Verdict.MALFORMED, 0)));
  }

  @Test
  void whoMayOnlyReadIsRefusedWhatIsNewAndOnlyThat() {
    Person alice = stage.opens("alice", "edge-1");
    Person reader = stage.opens("reader", "edge-1", false, -1);
    Bytes hello = alice.types("hello");
    stage.commits();
    stage.effects();

    reader.sends(hello);
    reader.types("mine");

    assertThat(stage.effects())
        .containsExactly(
            new Effect.Send("edge-1", reader.answered(0, 1, Verdict.APPLIED, 1)),
            new Effect.Send("edge-1", reader.answered(1, 2, Verdict.READ_ONLY, 1)));
  }

  @Test
  void whatRefersToSomethingMissingIsStoredAndTakesEffectLater() {
    Person alice = stage.opens("alice", "edge-1");
    Bytes first = alice.writes("hello ");
    Bytes second = alice.writes("world");

    alice.sends(second);
    stage.commits();
    assertThat(textOf(stage)).isEmpty();
    alice.sends(second);
    alice.sends(first);
    stage.commits();

    assertThat(stage.log).hasSize(2);
    assertThat(textOf(stage)).isEqualTo("hello world");
  }

  @Test
  void aDocumentAtItsLimitTakesNothingMoreWhilePendingPartsCountToo() {
    Stage small = Stage.loaded(Limits.with().maxStateBytes(100).get());
    Person alice = small.opens("alice", "edge-1");
    alice.writes("never sent");
    alice.types("x".repeat(60));
    small.commits();
    small.effects();

    alice.types("y".repeat(60));

    assertThat(small.sentTo("edge-1")).containsExactly(alice.answered(1, 2, Verdict.TOO_LARGE, 1));
  }

  @Test
  void anUpdateThatWasRefusedForTheSizeHasTheDocumentMeasured() {
    Stage small = Stage.loaded(Limits.with().maxStateBytes(400).get());
    Person alice = small.opens("alice", "edge-1");
    for (int i = 0; i < 100 && small.log.size() == i; i++) {
      alice.types("x");
      small.commits();
    }
    assertThat(small.log.size()).isLessThan(100);
    small.effects();

    small.tell(new Input.Tick(1000));
    small.worksAside();
    assertThat(small.effects(Effect.StoreSnapshot.class)).hasSize(1);
    int before = small.log.size();
    small.opens("bob", "edge-2").types("y");
    small.commits();

    assertThat(small.log).hasSizeGreaterThan(before);
  }

  @Test
  void whoGoesOverWhatMayWaitIsEnded() {
    Stage full = Stage.loaded(Limits.with().maxWaitingUpdates(2).get());
    Person alice = full.opens("alice", "edge-1");
    alice.types("a");
    alice.types("b");
    full.effects();

    alice.types("c");

    assertThat(full.sentTo("edge-1")).containsExactly(alice.ended(Reason.OVERLOADED));
    full.commits();
    assertThat(full.log).hasSize(2);
  }

  @Test
  void aFrameThatSkipsOneEndsTheSession() {
    Person alice = stage.opens("alice", "edge-1");
    stage.effects();
    Bytes update = alice.writes("a");

    alice.sends(2, update);
    alice.sends(3, update);

    assertThat(stage.sentTo("edge-1"))
        .containsExactly(alice.ended(Reason.LOST_PLACE), alice.ended(Reason.LOST_PLACE));
    assertThat(stage.owner().sessions()).isZero();
  }

  @Test
  void aRepeatedFrameIsLeftAlone() {
    Person alice = stage.opens("alice", "edge-1");
    Bytes update = alice.types("a");
    stage.effects();

    alice.sends(1, update);

    assertThat(stage.effects()).isEmpty();
  }

  @Test
  void aProbeOfAFrameThatNeverCameEndsTheSession() {
    Person alice = stage.opens("alice", "edge-1");
    alice.types("a");
    stage.effects();

    alice.probes(1);
    assertThat(stage.effects()).isEmpty();
    alice.probes(2);
    assertThat(stage.sentTo("edge-1")).containsExactly(alice.ended(Reason.LOST_PLACE));
  }

  private static String textOf(Stage stage) {
    YDoc doc = new YDoc();
    stage.log.forEach(entry -> doc.applyUpdate(entry.update().array()));
    return doc.getText("text").toString();
  }

  @Test
  void whatWaitsIsCountedWithTheIdsThatAreKeptOfIt() {
    Person alice = stage.opens("alice", "edge-1");
    YDoc crowd = new YDoc();
    for (int client = 1000; client < 1200; client++) {
      YDoc one = new YDoc(DocOptions.DEFAULT.withClientId(client));
      one.getText("text").insert(0, "x");
      crowd.applyUpdate(one.encodeStateAsUpdate());
    }
    long before = stage.owner().heldBytes();
    Bytes update = Bytes.of(crowd.encodeStateAsUpdate());
    alice.sends(update);
    assertThat(stage.owner().heldBytes() - before).isGreaterThan(update.length() + 200 * 100);
    stage.sendsBatch();
    stage.commits();
    assertThat(stage.owner().heldBytes() - before).isLessThan(10L * update.length());
  }
}
