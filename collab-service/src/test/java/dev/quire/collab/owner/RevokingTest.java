package dev.quire.collab.owner;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quire.collab.owner.Stage.Person;
import dev.quire.wire.DocumentId;
import dev.quire.wire.Role;
import dev.quire.wire.doc.Revocation;
import dev.quire.wire.session.ToEdge;
import dev.quire.wire.session.ToOwner;
import org.junit.jupiter.api.Test;

/** Rights that end while a document is open. */
class RevokingTest {
  private static final DocumentId OTHER = new DocumentId(9, 9);

  private final Stage stage = Stage.loaded();
  private final Person alice = stage.opens("alice", "edge-1");
  private final Person bob = stage.opens("bob", "edge-1");

  @Test
  void takesNothingMoreFromOneWhoseRightIsGoneAndSaysNothing() {
    stage.effects();
    revoke(new Revocation.RightChanged(1, Stage.DOCUMENT, "bob", null));
    bob.types("late");
    assertThat(stage.effects()).isEmpty();
    alice.types("fine");
    assertThat(stage.effects(Effect.Ready.class)).hasSize(1);
  }

  @Test
  void takesNothingMoreFromThoseWhomAChangeInTheDocumentsOrganisationConcerns() {
    stage.tell(
        "edge-1", new ToOwner.Open(Stage.DOCUMENT, 77, "carol", true, -1, "of carol", 0, "works"));
    stage.effects();
    revoke(new Revocation.OrganisationChanged(1, "school", ""));
    revoke(new Revocation.OrganisationChanged(2, "works", "somebody"));
    stage.tell("edge-1", new ToOwner.Edit(Stage.DOCUMENT, 77, 1, bob.writes("in time")));
    assertThat(stage.effects(Effect.Ready.class)).hasSize(1);
    stage.sendsBatch();
    stage.commits();
    stage.effects();
    revoke(new Revocation.OrganisationChanged(3, "works", "carol"));
    stage.tell("edge-1", new ToOwner.Edit(Stage.DOCUMENT, 77, 2, bob.writes("late")));
    assertThat(stage.effects()).isEmpty();
  }

  @Test
  void takesNothingMoreFromWhomARevokedKeyHasVouchedFor() {
    stage.tell(
        "edge-1",
        new ToOwner.Open(Stage.DOCUMENT, 77, "carol", true, -1, "of carol", 0, "", "key-1"));
    stage.effects();
    revoke(new Revocation.KeyRevoked(1, "key-2"));
    stage.tell("edge-1", new ToOwner.Edit(Stage.DOCUMENT, 77, 1, bob.writes("in time")));
    assertThat(stage.effects(Effect.Ready.class)).hasSize(1);
    stage.sendsBatch();
    stage.commits();
    stage.effects();
    revoke(new Revocation.KeyRevoked(2, "key-1"));
    stage.tell("edge-1", new ToOwner.Edit(Stage.DOCUMENT, 77, 2, bob.writes("late")));
    assertThat(stage.effects()).isEmpty();
  }

  @Test
  void stillAnswersWhatItHadTakenBefore() {
    bob.types("in time");
    stage.sendsBatch();
    revoke(new Revocation.RightChanged(1, Stage.DOCUMENT, "bob", null));
    stage.effects();
    stage.commits();
    assertThat(stage.sentTo("edge-1")).anyMatch(ToEdge.Answered.class::isInstance);
  }

  /** Alice's came after his, and can't keep its revision. */
  @Test
  void appendsNothingThatWaitedWhileItsAuthorsRightEnded() {
    alice.types("first");
    stage.sendsBatch();
    bob.types("waits");
    alice.types("waits too");
    revoke(new Revocation.RightChanged(1, Stage.DOCUMENT, "bob", null));
    stage.commits();
    stage.effects();

    assertThat(stage.owner().holdsRevoked()).isTrue();
    stage.tell(new Input.TakeBatch(100, 100_000));
    assertThat(stage.effects())
        .noneMatch(Effect.Append.class::isInstance)
        .contains(new Effect.Send("edge-1", alice.ended(ToEdge.Reason.LOST_PLACE)))
        .contains(new Effect.Unload(Stage.DOCUMENT));
  }

  @Test
  void appendsNothingThatWaitedOfOneWhoHasLeftWhenHisRightEnds() {
    alice.types("first");
    stage.sendsBatch();
    bob.types("waits");
    bob.leaves();
    revoke(new Revocation.SignInEnded(1, "of bob"));
    stage.commits();
    stage.effects();
    stage.tell(new Input.TakeBatch(100, 100_000));
    assertThat(stage.effects(Effect.Append.class)).isEmpty();
  }

  @Test
  void endsAtItsProbeASessionThatItsEdgeDoesNotEnd() {
    revoke(new Revocation.SignInEnded(1, "of bob"));
    bob.types("late");
    stage.effects();
    stage.tell("edge-1", new ToOwner.Probe(Stage.DOCUMENT, bob.session, 1));
    assertThat(stage.sentTo("edge-1"))
        .containsExactly(new ToEdge.Ended(Stage.DOCUMENT, bob.session, ToEdge.Reason.LOST_PLACE));
  }

  @Test
  void leavesAloneWhomItDoesNotConcern() {
    stage.effects();
    revoke(new Revocation.RightChanged(1, OTHER, "bob", null));
    revoke(new Revocation.RightChanged(2, Stage.DOCUMENT, "somebody", null));
    revoke(new Revocation.RightChanged(3, Stage.DOCUMENT, "bob", Role.OWNER));
    revoke(new Revocation.SignInEnded(4, "of somebody"));
    bob.types("fine");
    assertThat(stage.effects(Effect.Ready.class)).hasSize(1);
  }

  @Test
  void takesNothingFromWhoMayOnlyReadNow() {
    stage.effects();
    revoke(new Revocation.RightChanged(1, Stage.DOCUMENT, "bob", Role.COMMENTER));
    bob.types("late");
    assertThat(stage.effects()).isEmpty();
  }

  @Test
  void takesNothingFromAnybodyOnceTheDocumentIsDeleted() {
    stage.effects();
    revoke(new Revocation.DocumentDeleted(1, Stage.DOCUMENT));
    alice.types("late");
    bob.types("late");
    assertThat(stage.effects()).isEmpty();
  }

  @Test
  void aRightThatWasLookedAtAfterwardsIsTheNewOne() {
    stage.effects();
    stage.tell("edge-1", new ToOwner.Open(Stage.DOCUMENT, 77, "bob", true, -1, "of bob", 5));
    stage.effects();
    revoke(new Revocation.RightChanged(5, Stage.DOCUMENT, "bob", null));
    stage.tell(
        "edge-1", new ToOwner.Edit(Stage.DOCUMENT, 77, 1, alice.writes("with the new right")));
    assertThat(stage.effects(Effect.Ready.class)).hasSize(1);
  }

  @Test
  void isTakenFromNobodyWhoseFramesWaitedForTheDocumentToBeLoaded() {
    Stage loading = new Stage();
    Person eve = loading.opens("eve", "edge-1");
    eve.types("early");
    loading.tell(new Input.Revoked(new Revocation.SignInEnded(1, "of eve")));
    loading.loads();
    assertThat(loading.effects(Effect.Ready.class)).isEmpty();
  }

  private void revoke(Revocation revocation) {
    stage.tell(new Input.Revoked(revocation));
  }
}
