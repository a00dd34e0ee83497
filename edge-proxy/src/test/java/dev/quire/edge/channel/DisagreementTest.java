package dev.quire.edge.channel;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quire.wire.session.ToEdge;
import dev.quire.wire.session.ToOwner;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A channel and its owner that do not agree on who is there, or on what was said. */
class DisagreementTest {
  private final ChannelStory story = new ChannelStory();

  @Test
  void learnsThatItsOwnerHasForgottenItThoughNobodyWrites() {
    ChannelStory.Client alice = story.joinsAndSynchronises(1);
    ChannelStory.Client bob = story.joinsAndSynchronises(2);
    story.owner = new ModelOwner("collab-1", story.log);
    story.owner.commit(1);
    story.passes(12_000);
    assertThat(alice.edits).containsExactly(1L);
    assertThat(bob.edits).containsExactly(1L);
    assertThat(alice.closed).isEmpty();
  }

  @Test
  void itsOwnerEndsASessionWhoseLeavingItHasNotHeardOf() {
    story.joinsAndSynchronises(1);
    story.joinsAndSynchronises(2);
    story.leaves(1);
    story.toOwner.clear();
    assertThat(story.owner.sessions).hasSize(2);

    story.passes(12_000);

    assertThat(story.owner.sessions).containsOnlyKeys(2L);
  }

  @Test
  void letsGoOfEveryPlaceWhenTheLogWasRestored() {
    ChannelStory.Client alice = story.joinsAndSynchronises(1);
    story.owner.commit(1);
    story.settle();
    long restored = 7L << 32;
    story.ownedBy("collab-2", restored + 1);
    assertThat(alice.closed).contains(ToEdge.Reason.LOST_PLACE);
    assertThat(story.channel.position()).isEqualTo(-1);

    ChannelStory.Client again = story.joins(2);
    story.ownedBy("collab-1", 9);
    assertThat(story.toOwner).as("word of an owner of before").isEmpty();
    story.ownedBy("collab-2", restored + 2);
    story.asksForState(2);
    story.settle();
    assertThat(again.closed).isEmpty();
    assertThat(again.revision).isEqualTo(1);
  }

  @Test
  void ignoresAnswersForAnEarlierOpening() {
    ChannelStory.Client alice = story.joinsAndSynchronises(1);
    story.edits(1, 10);
    story.ownerWorks();
    var late = story.owner.out.removeLast();
    assertThat(late).isInstanceOf(ToEdge.Answered.class);
    story.ownedBy("collab-2", 2);
    story.receives(late);
    assertThat(alice.answers).isEmpty();
    story.settle();
    assertThat(alice.answers).hasSize(1);
  }

  @Test
  void trustsNoVerdictAfterALostOne() {
    ChannelStory.Client alice = story.joinsAndSynchronises(1);
    story.edits(1, 10);
    story.edits(1, 11);
    story.ownerWorks();
    var answers = story.owner.out.stream().filter(ToEdge.Answered.class::isInstance).toList();
    story.owner.out.clear();
    story.receives(answers.get(1));
    assertThat(alice.answers).isEmpty();
    story.settle();
    assertThat(alice.answers).hasSize(2);
  }

  @Test
  void resumesASessionWhoseLastAnswerWasLost() {
    ChannelStory.Client alice = story.joinsAndSynchronises(1);
    story.edits(1, 10);
    story.ownerWorks();
    story.owner.out.clear();
    story.passes(12_000);
    assertThat(alice.answers).hasSize(1);
    assertThat(story.log).containsExactly(10L);
  }

  @Test
  void resumesASessionWhoseFrameWasLost() {
    ChannelStory.Client alice = story.joinsAndSynchronises(1);
    story.edits(1, 10);
    story.toOwner.clear();
    story.passes(3_000);
    assertThat(alice.answers).hasSize(1);
    assertThat(alice.closed).isEmpty();
  }

  @Test
  void opensAgainWhereTheFirstOpenWasLost() {
    ChannelStory.Client alice = story.joins(1);
    story.toOwner.clear();
    story.asksForState(1);
    story.settle();
    story.passes(5_000);
    assertThat(alice.states).isEqualTo(1);
  }

  @Test
  void opensElsewhereWhenToldThatTheOwnerIsNone() {
    ChannelStory.Client alice = story.joins(1);
    long number = ((ToOwner.Open) story.toOwner.getFirst()).session();
    story.toOwner.clear();
    story.receives(new ToEdge.Ended(ModelOwner.DOCUMENT, number, ToEdge.Reason.NOT_OWNER));
    story.asksForState(1);
    assertThat(story.toOwner).isEmpty();
    story.ownedBy("collab-2", 2);
    story.settle();
    assertThat(alice.states).isEqualTo(1);
  }

  @Test
  void triesAgainForAWhileWhatIsUnderAnothersClientId() {
    ChannelStory.Client alice = story.joinsAndSynchronises(1);
    story.owner.foreign = 7;
    story.edits(1, 7);
    story.edits(1, 8);
    story.settle();
    story.passes(2_000);
    assertThat(alice.answers).isEmpty();
    story.owner.foreign = -1;
    story.passes(2_000);
    assertThat(alice.answers).containsExactly(ToEdge.Verdict.APPLIED, ToEdge.Verdict.APPLIED);
    assertThat(alice.closed).isEmpty();
  }

  @Test
  void doesNotTryForEverWhatIsUnderAnothersClientId() {
    ChannelStory.Client alice = story.joinsAndSynchronises(1);
    story.owner.foreign = 7;
    story.edits(1, 7);
    story.settle();
    story.passes(10_000);
    assertThat(alice.closed).contains(ToEdge.Reason.CLIENT_TAKEN);
    assertThat(alice.answers).isEmpty();
  }

  @Test
  void tellsEachOwnerWhatAClientSaysOfItself() {
    story.joinsAndSynchronises(1);
    story.speaks(1, 42);
    story.settle();
    assertThat(spoken()).containsExactly(42L);
    story.ownedBy("collab-2", 2);
    story.settle();
    assertThat(spoken()).containsExactly(42L);
  }

  private List<Long> spoken() {
    return story.owner.received.stream()
        .filter(ToOwner.Speaks.class::isInstance)
        .map(message -> ((ToOwner.Speaks) message).client())
        .toList();
  }
}
