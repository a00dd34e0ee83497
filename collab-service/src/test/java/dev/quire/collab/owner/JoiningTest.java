package dev.quire.collab.owner;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quire.collab.owner.Stage.Person;
import dev.quire.crdt.YDoc;
import dev.quire.wire.Bytes;
import dev.quire.wire.session.ToEdge;
import dev.quire.wire.session.ToEdge.Reason;
import dev.quire.wire.session.ToEdge.Verdict;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Loading, joining, snapshots, unloading. */
class JoiningTest {
  private static String text(Bytes state) {
    YDoc doc = new YDoc();
    doc.applyUpdate(state.array());
    return doc.getText("text").toString();
  }

  @Test
  void theFirstSessionHasTheDocumentLoadedAndAllWaitForIt() {
    Stage stage = new Stage();
    Person alice = stage.opens("alice", "edge-1");
    Person bob = stage.opens("bob", "edge-1");
    assertThat(stage.effects()).containsExactly(new Effect.Load(Stage.DOCUMENT, Stage.EPOCH));
    alice.asksForState();
    bob.types("from bob");
    assertThat(stage.effects()).isEmpty();

    stage.loads();

    List<Effect> effects = stage.effects();
    assertThat(effects.subList(0, 2))
        .containsExactly(
            new Effect.Send(
                "edge-1", new ToEdge.Opened(Stage.DOCUMENT, alice.session, Stage.EPOCH, 0)),
            new Effect.Send(
                "edge-1", new ToEdge.Opened(Stage.DOCUMENT, bob.session, Stage.EPOCH, 0)));
    assertThat(effects.get(2)).isInstanceOf(Effect.Synchronise.class);
    assertThat(effects.get(3)).isEqualTo(new Effect.Ready(Stage.DOCUMENT));
    stage.commits();
    assertThat(stage.sentTo("edge-1")).contains(bob.answered(0, 1, Verdict.APPLIED, 1));
  }

  @Test
  void aDocumentThatCannotBeLoadedEndsItsSessions() {
    Stage stage = new Stage();
    Person alice = stage.opens("alice", "edge-1");
    stage.effects();

    stage.tell(new Input.LoadFailed(Reason.GONE));

    assertThat(stage.effects())
        .containsExactly(
            new Effect.Send("edge-1", alice.ended(Reason.GONE)), new Effect.Unload(Stage.DOCUMENT));
  }

  @Test
  void whatWasReadUnderAnOlderEpochIsReadAgain() {
    Stage stage = new Stage();
    stage.opens("alice", "edge-1");
    stage.tell(new Input.EpochRaised(Stage.EPOCH + 1));
    stage.effects();

    stage.loads(Stage.EPOCH, 0, Bytes.EMPTY);

    assertThat(stage.effects()).containsExactly(new Effect.Load(Stage.DOCUMENT, Stage.EPOCH + 1));
  }

  @Test
  void framesThatWaitForTheDocumentAreBounded() {
    Stage stage = new Stage(Limits.with().joining(200, 10).get());
    Person alice = stage.opens("alice", "edge-1");
    alice.types("a".repeat(200));
    stage.effects();

    alice.types("b");

    assertThat(stage.sentTo("edge-1")).containsExactly(alice.ended(Reason.OVERLOADED));
    stage.loads();
    assertThat(stage.effects()).isEmpty();
  }

  @Test
  void sessionsAreBounded() {
    Stage stage = Stage.loaded(Limits.with().joining(200, 1).get());
    stage.opens("alice", "edge-1");
    stage.effects();

    Person bob = stage.opens("bob", "edge-1");

    assertThat(stage.sentTo("edge-1")).containsExactly(bob.ended(Reason.OVERLOADED));
  }

  @Test
  void whoJoinsSeesWhatIsDurableAndNothingElse() {
    Stage stage = Stage.loaded();
    Person alice = stage.opens("alice", "edge-1");
    alice.types("durable");
    stage.commits();
    alice.types(" and not");
    stage.sendsBatch();
    stage.effects();

    stage.opens("bob", "edge-2").asksForState();

    Effect.Synchronise state = stage.effects(Effect.Synchronise.class).get(0);
    assertThat(state.revision()).isEqualTo(1);
    assertThat(text(state.state())).isEqualTo("durable");
  }

  @Test
  void whoHasSomethingIsGivenTheRest() {
    Stage stage = Stage.loaded();
    Person alice = stage.opens("alice", "edge-1");
    alice.types("hello");
    stage.commits();
    stage.effects();
    alice.asksForState();

    Effect.Synchronise state = stage.effects(Effect.Synchronise.class).get(0);

    assertThat(state.state().array()).containsExactly(0, 0);
    assertThat(state.number()).isEqualTo(2);
    assertThat(state.stateVector().array()).isEqualTo(alice.doc.stateVector().encode());
  }

  @Test
  void aSnapshotIsStoredAfterSoManyUpdates() {
    Stage stage = Stage.loaded(Limits.with().storing(3, 100_000, 1000).get());
    Person alice = stage.opens("alice", "edge-1");
    alice.types("a");
    stage.commits();
    alice.types("b");
    alice.types("c");
    stage.effects();
    stage.commits();
    stage.worksAside();

    Effect.StoreSnapshot snapshot = stage.effects(Effect.StoreSnapshot.class).get(0);
    assertThat(snapshot.revision()).isEqualTo(3);
    assertThat(snapshot.epoch()).isEqualTo(Stage.EPOCH);
    assertThat(text(snapshot.state())).isEqualTo("abc");

    Stage next = new Stage();
    next.log.addAll(stage.log);
    next.opens("bob", "edge-1").asksForState();
    next.loads(Stage.EPOCH, 3, snapshot.state());
    assertThat(text(next.effects(Effect.Synchronise.class).get(0).state())).isEqualTo("abc");
  }

  @Test
  void anIdleDocumentIsStoredAndThenUnloaded() {
    Stage stage = Stage.loaded(Limits.with().storing(100, 100_000, 5000).get());
    Person alice = stage.opens("alice", "edge-1");
    alice.types("a");
    stage.commits();
    alice.leaves();
    stage.tell(new Input.Tick(1000));
    stage.tell(new Input.Tick(5900));
    stage.effects();

    stage.tell(new Input.Tick(6000));
    stage.worksAside();
    assertThat(stage.effects()).singleElement().isInstanceOf(Effect.StoreSnapshot.class);
    stage.tell(new Input.SnapshotEnded(1, true));

    assertThat(stage.effects()).containsExactly(new Effect.Unload(Stage.DOCUMENT));
  }

  @Test
  void whereMemoryIsShortADocumentGoesThatNobodyHasOpenAndNoOther() {
    Stage stage = Stage.loaded();
    Person alice = stage.opens("alice", "edge-1");
    alice.types("a");
    stage.commits();
    stage.effects();
    stage.tell(new Input.MakeRoom());
    assertThat(stage.effects()).isEmpty();
    alice.leaves();

    stage.tell(new Input.MakeRoom());

    assertThat(stage.effects()).containsExactly(new Effect.Unload(Stage.DOCUMENT));
  }

  @Test
  void aDocumentThatIsUsedAgainWhileItIsBeingStoredStays() {
    Stage stage = Stage.loaded(Limits.with().storing(100, 100_000, 0).get());
    Person alice = stage.opens("alice", "edge-1");
    alice.types("a");
    stage.commits();
    alice.leaves();
    stage.tell(new Input.Tick(1000));
    stage.opens("bob", "edge-1");
    stage.effects();

    stage.tell(new Input.SnapshotEnded(1, true));

    assertThat(stage.effects()).isEmpty();
    assertThat(stage.owner().phase()).isEqualTo(Phase.LIVE);
  }

  @Test
  void aLargeStateIsEncodedAsideOnceForAllWhoAskMeanwhile() {
    Stage stage = Stage.loaded(Limits.with().storing(100, 1000, 1000).get());
    Person alice = stage.opens("alice", "edge-1");
    alice.types("a".repeat(300_000));
    stage.commits();
    alice.types("b");
    stage.commits();
    stage.effects();

    stage.opens("bob", "edge-1").asksForState();
    stage.opens("carol", "edge-1").asksForState();

    List<Effect.EncodeState> works = stage.effects(Effect.EncodeState.class);
    assertThat(works).hasSize(1);
    StateWork work = works.get(0).work();
    stage.tell(new Input.StateEncoded(work, work.run()));
    assertThat(stage.effects(Effect.Synchronise.class))
        .hasSize(2)
        .allSatisfy(state -> assertThat(text(state.state())).endsWith("ab"))
        .allSatisfy(state -> assertThat(state.revision()).isEqualTo(2));
  }

  @Test
  void whoAsksAfterACommitIsNotGivenAStateFromBeforeIt() {
    Stage stage = Stage.loaded(Limits.with().storing(100, 1000, 1000).get());
    Person alice = stage.opens("alice", "edge-1");
    alice.types("a".repeat(300_000));
    stage.commits();
    alice.types("b");
    stage.commits();
    stage.opens("bob", "edge-1").asksForState();
    StateWork early = stage.effects(Effect.EncodeState.class).get(0).work();
    alice.types("c");
    stage.commits();
    stage.opens("carol", "edge-2").asksForState();
    stage.effects();

    stage.tell(new Input.StateEncoded(early, early.run()));
    List<Effect> effects = stage.effects();
    assertThat(effects).hasSize(2);
    assertThat(((Effect.Synchronise) effects.get(0)).revision()).isEqualTo(2);
    StateWork late = ((Effect.EncodeState) effects.get(1)).work();
    stage.tell(new Input.StateEncoded(late, late.run()));

    Effect.Synchronise state = stage.effects(Effect.Synchronise.class).get(0);
    assertThat(state.revision()).isEqualTo(3);
    assertThat(text(state.state())).endsWith("abc");
  }
}
