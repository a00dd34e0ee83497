package dev.quire.edge.channel;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quire.wire.Bytes;
import dev.quire.wire.session.ToEdge;
import dev.quire.wire.session.ToOwner;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class DocumentChannelTest {
  private final ChannelStory story = new ChannelStory();

  @Test
  void givesANewSessionTheStateAndThenEveryCommit() {
    story.owner.commit(1);
    ChannelStory.Client alice = story.joinsAndSynchronises(1);
    story.owner.commit(2);
    story.owner.commit(3);
    story.settle();
    assertThat(alice.edits).containsExactly(1L, 2L, 3L);
    assertThat(alice.doubled).isZero();
  }

  @Test
  void asksForWhatAFrameSkipsAndPassesItOnInOrder() {
    ChannelStory.Client alice = story.joinsAndSynchronises(1);
    story.owner.commit(1);
    story.owner.out.clear();
    story.owner.commit(2);
    story.settle();
    assertThat(story.owner.received).contains(new ToOwner.Replay(ModelOwner.DOCUMENT, 0));
    assertThat(alice.edits).containsExactly(1L, 2L);
    assertThat(alice.revision).isEqualTo(2);
  }

  @Test
  void asksOnceForOneGapUntilAnAnswerIsOverdue() {
    story.joinsAndSynchronises(1);
    story.owner.commit(1);
    story.owner.out.clear();
    LongStream.rangeClosed(2, 9).forEach(story.owner::commit);
    while (!story.owner.out.isEmpty()) {
      story.receives(story.owner.out.removeFirst());
    }
    assertThat(story.toOwner).containsExactly(new ToOwner.Replay(ModelOwner.DOCUMENT, 0));
    story.toOwner.clear();
    story.tick();
    story.tick();
    assertThat(story.toOwner).contains(new ToOwner.Replay(ModelOwner.DOCUMENT, 0));
  }

  @Test
  void missesALostLastFrameByComparing() {
    ChannelStory.Client alice = story.joinsAndSynchronises(1);
    story.owner.commit(1);
    story.owner.out.clear();
    story.passes(2_000);
    assertThat(alice.edits).containsExactly(1L);
  }

  @Test
  void passesOnAFrameThatComesTwiceOnce() {
    ChannelStory.Client alice = story.joinsAndSynchronises(1);
    story.owner.commit(1);
    ToEdge.Output frame = story.owner.out.removeFirst();
    story.receives(frame);
    story.receives(frame);
    assertThat(alice.edits).containsExactly(1L);
    assertThat(alice.doubled).isZero();
  }

  @Test
  void missesNothingCommittedAtAnyStepOfAJoin() {
    ChannelStory.Client bob = story.joinsAndSynchronises(2);
    story.owner.commit(1);
    story.settle();
    story.owner.inParts = true;

    ChannelStory.Client alice = story.joins(1);
    story.owner.commit(2); // before the owner has heard of the session
    story.ownerWorks();
    story.owner.commit(3); // between Open and SyncStep1
    story.asksForState(1);
    story.owner.commit(4); // SyncStep1 on its way
    story.ownerWorks();
    story.owner.commit(5); // the state on its way
    story.settle();
    assertThat(alice.writing).isEqualTo(1);
    story.owner.commit(6); // the state being written
    story.settle();
    assertThat(alice.revision).isEqualTo(4);
    story.written(1);
    story.owner.commit(7);
    story.settle();

    assertThat(alice.edits).containsExactly(1L, 2L, 3L, 4L, 5L, 6L, 7L);
    assertThat(bob.edits).containsExactly(1L, 2L, 3L, 4L, 5L, 6L, 7L);
    assertThat(alice.doubled + bob.doubled).isZero();
    assertThat(story.owner.received).noneMatch(ToOwner.Replay.class::isInstance);
  }

  @Test
  void givesAStateThatComesAfterNewerFramesAllOfThem() {
    story.joinsAndSynchronises(2);
    ChannelStory.Client alice = story.joins(1);
    story.asksForState(1);
    story.ownerWorks();
    ToEdge.Output state = story.owner.out.removeLast();
    story.owner.commit(1); // encoded on a worker: the frame overtakes the state
    story.settle();
    story.receives(state);
    story.settle();
    assertThat(alice.edits).containsExactly(1L);
    assertThat(story.owner.received).noneMatch(ToOwner.Replay.class::isInstance);
  }

  @Test
  void asksForWhatItCouldNotHold() {
    ChannelStory small = new ChannelStory(new ChannelLimits(16, 1_000, 10_000));
    small.joinsAndSynchronises(2);
    small.owner.inParts = true;
    ChannelStory.Client alice = small.joinsAndSynchronises(1);
    LongStream.rangeClosed(1, 20).forEach(small.owner::commit);
    small.settle();
    assertThat(small.owner.received).noneMatch(ToOwner.Replay.class::isInstance);
    small.written(1);
    small.settle();
    assertThat(alice.edits).hasSize(20);
    assertThat(small.owner.received).contains(new ToOwner.Replay(ModelOwner.DOCUMENT, 0));
  }

  @Test
  void answersEachEditOnceInOrder() {
    ChannelStory.Client alice = story.joinsAndSynchronises(1);
    story.edits(1, 10);
    story.edits(1, 11);
    story.edits(1, 10);
    story.settle();
    assertThat(alice.answers).hasSize(3).containsOnly(ToEdge.Verdict.APPLIED);
    assertThat(story.log).containsExactly(10L, 11L);
  }

  @Test
  void answersEveryStateVector() {
    ChannelStory.Client alice = story.joinsAndSynchronises(1);
    story.asksForState(1);
    story.asksForState(1);
    story.settle();
    assertThat(alice.states).isEqualTo(3);
  }

  @Test
  void sendsUnansweredEditsAgainToANewOwner() {
    ChannelStory.Client alice = story.joinsAndSynchronises(1);
    story.edits(1, 10);
    story.edits(1, 11);
    story.ownerWorks(); // committed, and the owner dies before it says so
    story.edits(1, 12);
    story.ownedByNobody();
    story.edits(1, 13);
    assertThat(story.toOwner).isEmpty();
    story.ownedBy("collab-2", 2);
    story.settle();
    assertThat(alice.answers).hasSize(4);
    assertThat(story.log).containsExactly(10L, 11L, 12L, 13L);
    assertThat(alice.revision).isEqualTo(4);
    assertThat(alice.closed).isEmpty();
  }

  @Test
  void closesWhatAnOwnerEndsForGood() {
    ChannelStory.Client alice = story.joinsAndSynchronises(1);
    story.owner.end(1, ToEdge.Reason.OVERLOADED);
    story.settle();
    assertThat(alice.closed).contains(ToEdge.Reason.OVERLOADED);
    assertThat(story.channel.isEmpty()).isTrue();
  }

  @Test
  void closesEverybodyWhereTheLogIsBehindWhatWasDelivered() {
    ChannelStory.Client alice = story.joinsAndSynchronises(1);
    story.owner.commit(1);
    story.owner.commit(2);
    story.settle();
    story.log.clear();
    story.ownedBy("collab-2", 2);
    story.settle();
    assertThat(alice.closed).contains(ToEdge.Reason.LOST_PLACE);
  }

  @Test
  void confirmsWhatItHasDelivered() {
    story.joinsAndSynchronises(1);
    story.owner.commit(1);
    story.settle();
    story.tick();
    assertThat(story.toOwner).containsExactly(new ToOwner.Delivered(ModelOwner.DOCUMENT, 1));
    story.toOwner.clear();
    story.tick();
    assertThat(story.toOwner).isEmpty();
  }

  @Test
  void tellsTheOwnerWhenASessionLeaves() {
    story.joinsAndSynchronises(1);
    story.leaves(1);
    assertThat(story.toOwner).contains(new ToOwner.Leave(ModelOwner.DOCUMENT, 1));
    assertThat(story.channel.isEmpty()).isTrue();
  }

  @Test
  void isNotImpatientWhateverTheClockBeginsWith() {
    ChannelStory late = new ChannelStory();
    late.startsClockAt(1_000_000);
    late.joinsAndSynchronises(1);
    late.edits(1, 10);
    late.toOwner.clear();
    late.tick();
    assertThat(late.toOwner).noneMatch(ToOwner.Edit.class::isInstance);
  }

  @Test
  void leavesMessagesAboutNobodyAlone() {
    story.receives(new ToEdge.Opened(ModelOwner.DOCUMENT, 77, 1, 5));
    story.receives(new ToEdge.Answered(ModelOwner.DOCUMENT, 77, 1, ToEdge.Verdict.APPLIED, 5, 0));
    story.receives(new ToEdge.Fanout(ModelOwner.DOCUMENT, 1, 4, 5, Bytes.EMPTY));
    assertThat(story.toOwner).isEmpty();
  }
}
