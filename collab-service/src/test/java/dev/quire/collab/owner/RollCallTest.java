package dev.quire.collab.owner;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quire.collab.owner.Stage.Person;
import dev.quire.wire.session.ToEdge;
import dev.quire.wire.session.ToEdge.Reason;
import dev.quire.wire.session.ToOwner;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** Sessions that have ended at their edge, where the owner has not heard of it. */
class RollCallTest {
  private final Stage stage = Stage.loaded(Limits.with().storing(1_000, 1 << 20, 1_000).get());
  private final Person alice = stage.opens("alice", "edge-1");
  private final Person bob = stage.opens("bob", "edge-1");
  private final Person carol = stage.opens("carol", "edge-2");

  @Test
  void endsWhoIsNotCalled() {
    stage.effects();

    calls("edge-1", bob.session, alice.session);

    assertThat(stage.sentTo("edge-1")).isEmpty();
    assertThat(stage.owner().sessions()).isEqualTo(2);
    bob.types("b");
    assertThat(stage.sentTo("edge-1")).containsExactly(bob.ended(Reason.LOST_PLACE));
  }

  @Test
  void keepsWhoCameAfterTheCall() {
    calls("edge-1", alice.session, alice.session);

    assertThat(stage.owner().sessions()).isEqualTo(3);
  }

  @Test
  void anEdgeSpeaksForItsOwnSessionsOnly() {
    calls("edge-1", carol.session, alice.session, bob.session);

    assertThat(stage.owner().sessions()).isEqualTo(3);
  }

  @Test
  void saysWhomOfThoseCalledItDoesNotKnow() {
    stage.effects();

    calls("edge-1", 78, alice.session, bob.session, 77);

    assertThat(stage.sentTo("edge-1"))
        .containsExactly(new ToEdge.Ended(Stage.DOCUMENT, 77, Reason.LOST_PLACE));
  }

  @Test
  void aDocumentIsUnloadedWhenNobodyIsCalledAnyMore() {
    calls("edge-1", bob.session);
    calls("edge-2", carol.session);
    stage.effects();

    stage.tell(new Input.Tick(10_000));
    stage.tell(new Input.Tick(11_000));

    assertThat(stage.effects(Effect.Unload.class)).hasSize(1);
  }

  /** Word of a last session's end may be lost, and its edge then says nothing by itself. */
  @Test
  void anEdgeThatHasConfirmedAllIsToldOfTheDocumentNowAndThen() {
    stage.effects();
    stage.tell(new Input.Tick(1_000));
    stage.tell(new Input.Tick(10_000));
    assertThat(stage.sentTo("edge-2")).isEmpty();

    stage.tell(new Input.Tick(11_000));

    assertThat(stage.sentTo("edge-2"))
        .containsExactly(new ToEdge.Compare(Stage.DOCUMENT, Stage.EPOCH, 0));
  }

  private void calls(String edge, long through, long... live) {
    List<Long> all = LongStream.of(live).boxed().toList();
    stage.tell(edge, ToOwner.Probe.rollCall(Stage.DOCUMENT, through, all));
  }
}
