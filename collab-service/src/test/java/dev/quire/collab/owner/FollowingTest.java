package dev.quire.collab.owner;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quire.collab.owner.Stage.Person;
import dev.quire.wire.session.ToEdge;
import dev.quire.wire.session.ToEdge.Fanout;
import dev.quire.wire.session.ToOwner;
import java.util.List;
import org.junit.jupiter.api.Test;

/** How every edge gets every revision. */
class FollowingTest {
  private final Stage stage = Stage.loaded();

  private static List<String> spans(List<ToEdge.Output> sent) {
    return sent.stream()
        .filter(Fanout.class::isInstance)
        .map(Fanout.class::cast)
        .map(frame -> frame.after() + ".." + frame.through())
        .toList();
  }

  private static void types(Stage stage, Person person, int times) {
    for (int i = 0; i < times; i++) {
      person.types("x");
      stage.commits();
    }
    stage.effects();
  }

  @Test
  void anEdgeThatOpensGoesOnFromWhatItHas() {
    types(stage, stage.opens("alice", "edge-1"), 5);

    Person bob = stage.opens("bob", "edge-2", true, 3);

    List<ToEdge.Output> sent = stage.sentTo("edge-2");
    assertThat(sent.get(0))
        .isEqualTo(new ToEdge.Opened(Stage.DOCUMENT, bob.session, Stage.EPOCH, 5));
    assertThat(spans(sent)).containsExactly("3..4", "4..5");
  }

  @Test
  void anEdgeThatHasNothingBeginsWithTheNextCommit() {
    Person alice = stage.opens("alice", "edge-1");
    types(stage, alice, 2);
    stage.opens("bob", "edge-2");
    assertThat(spans(stage.sentTo("edge-2"))).isEmpty();

    alice.types("y");
    stage.commits();

    assertThat(spans(stage.sentTo("edge-2"))).containsExactly("2..3");
  }

  @Test
  void aGapIsFilledFromMemory() {
    types(stage, stage.opens("alice", "edge-1"), 4);

    stage.tell("edge-1", new ToOwner.Replay(Stage.DOCUMENT, 1));

    assertThat(spans(stage.sentTo("edge-1"))).containsExactly("1..2", "2..3", "3..4");
  }

  @Test
  void anOlderGapIsFilledFromTheLogPageByPageAndNothingLiveOvertakesIt() {
    Stage forgetful = Stage.loaded(Limits.with().pagesOf(2).get());
    Person alice = forgetful.opens("alice", "edge-1");
    types(forgetful, alice, 5);

    forgetful.tell("edge-1", new ToOwner.Replay(Stage.DOCUMENT, 0));
    Effect.ReadLog first = forgetful.effects(Effect.ReadLog.class).get(0);
    alice.types("y");
    forgetful.commits();
    assertThat(spans(forgetful.sentTo("edge-1"))).isEmpty();

    forgetful.reads(first);
    List<Effect> effects = forgetful.effects();
    assertThat(spans(outputs(effects))).containsExactly("0..2");
    forgetful.reads((Effect.ReadLog) effects.get(1));
    effects = forgetful.effects();
    assertThat(spans(outputs(effects))).containsExactly("2..4");
    forgetful.reads((Effect.ReadLog) effects.get(1));

    assertThat(spans(forgetful.sentTo("edge-1"))).containsExactly("4..6");
  }

  private static List<ToEdge.Output> outputs(List<Effect> effects) {
    return effects.stream()
        .filter(Effect.Send.class::isInstance)
        .map(effect -> ((Effect.Send) effect).output())
        .toList();
  }

  @Test
  void aReplayFromTheLogShowsNothingWhoseCommitTheOwnerHasNotHeardOf() {
    Stage forgetful = Stage.loaded(Limits.with().pagesOf(10).get());
    Person alice = forgetful.opens("alice", "edge-1");
    types(forgetful, alice, 2);
    alice.types("y");
    forgetful.sendsBatch();
    forgetful.commitsUnheard();

    forgetful.tell("edge-1", new ToOwner.Replay(Stage.DOCUMENT, 0));
    forgetful.readsAll();

    assertThat(spans(forgetful.sentTo("edge-1"))).containsExactly("0..2");
  }

  @Test
  void aReadThatFailedIsTriedAgain() {
    Stage forgetful = Stage.loaded(Limits.with().pagesOf(10).get());
    types(forgetful, forgetful.opens("alice", "edge-1"), 3);
    forgetful.tell("edge-1", new ToOwner.Replay(Stage.DOCUMENT, 0));
    long read = forgetful.effects(Effect.ReadLog.class).get(0).read();
    forgetful.tell(new Input.LogUnavailable(read));

    forgetful.tell(new Input.Tick(1000));
    forgetful.readsAll();

    assertThat(spans(forgetful.sentTo("edge-1"))).containsExactly("0..3");
  }

  @Test
  void aLastFrameThatWasNotConfirmedIsToldOfOnceASecond() {
    types(stage, stage.opens("alice", "edge-1"), 2);
    ToEdge.Compare compare = new ToEdge.Compare(Stage.DOCUMENT, Stage.EPOCH, 2);

    stage.tell(new Input.Tick(1000));
    assertThat(stage.sentTo("edge-1")).containsExactly(compare);
    stage.tell("edge-1", new ToOwner.Delivered(Stage.DOCUMENT, 1));
    stage.tell(new Input.Tick(2000));
    assertThat(stage.sentTo("edge-1")).containsExactly(compare);
    stage.tell("edge-1", new ToOwner.Delivered(Stage.DOCUMENT, 2));
    stage.tell(new Input.Tick(3000));
    assertThat(stage.sentTo("edge-1")).isEmpty();
  }

  @Test
  void anEdgeIsForgottenWithItsLastSession() {
    Person alice = stage.opens("alice", "edge-1");
    Person bob = stage.opens("bob", "edge-2");
    stage.opens("carol", "edge-2");
    stage.effects();
    bob.leaves();
    alice.types("a");
    stage.commits();
    assertThat(spans(stage.sentTo("edge-2"))).containsExactly("0..1");

    stage.tell(new Input.EdgeGone("edge-2"));
    alice.types("b");
    stage.commits();

    assertThat(stage.sentTo("edge-2")).isEmpty();
    assertThat(stage.owner().sessions()).isEqualTo(1);
  }
}
