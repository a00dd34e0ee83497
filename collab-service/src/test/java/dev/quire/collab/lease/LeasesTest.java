package dev.quire.collab.lease;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quire.wire.Shards;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class LeasesTest {
  private static final int SHARD = 17;
  private final Leases leases = new Leases("collab-1");

  @Test
  void aProcessByItselfLocksEveryShardThenRaisesItsEpochThenOpensIt() {
    leases.lockServiceHeard(0);
    List<Leases.Effect> asked = leases.members(List.of("collab-1"), 0);
    assertThat(locksIn(asked)).hasSize(Shards.COUNT);
    assertThat(leases.owns(SHARD)).isFalse();

    assertThat(leases.locked(SHARD, 9)).hasOnlyElementsOfType(Leases.Take.class).hasSize(1);
    assertThat(leases.owns(SHARD)).isFalse();

    assertThat(leases.taken(SHARD, 4)).containsExactly(new Leases.Opened(SHARD, 4));
    assertThat(leases.epochOf(SHARD)).isEqualTo(4);
  }

  @Test
  void aSecondProcessGetsItsShareAndNoShardIsWantedByBoth() {
    Leases other = new Leases("collab-2");
    Set<Integer> one = locksIn(leases.members(List.of("collab-1", "collab-2"), 0));
    Set<Integer> two = locksIn(other.members(List.of("collab-1", "collab-2"), 0));

    assertThat(one).doesNotContainAnyElementsOf(two);
    assertThat(one.size() + two.size()).isEqualTo(Shards.COUNT);
    assertThat(one).hasSizeGreaterThan(400);
  }

  @Test
  void aShardThatBelongsToANewcomerIsFlushedBeforeItsLockIsGivenBack() {
    ownEverything();
    List<Leases.Effect> effects = leases.members(List.of("collab-1", "collab-2"), 10);
    int moved =
        effects.stream()
            .filter(Leases.Close.class::isInstance)
            .map(effect -> ((Leases.Close) effect).shard())
            .findFirst()
            .orElseThrow();

    assertThat(leases.owns(moved)).isFalse();
    assertThat(locksIn(effects)).contains(moved);
    assertThat(locksIn(leases.closed(moved))).doesNotContain(moved);
  }

  @Test
  void aFencedShardIsForgottenAtOnceAndLeftAloneForAWhile() {
    ownEverything();
    assertThat(leases.fenced(SHARD, 2, 100)).contains(new Leases.Lost(SHARD, 2));
    assertThat(leases.owns(SHARD)).isFalse();

    assertThat(locksIn(leases.tick(100 + Leases.HOLD_OFF_MILLIS - 1))).doesNotContain(SHARD);
    assertThat(locksIn(leases.tick(100 + Leases.HOLD_OFF_MILLIS))).contains(SHARD);
  }

  @Test
  void wordOfAnOlderFenceChangesNothing() {
    ownEverything();
    leases.raised(SHARD, 8);
    assertThat(leases.fenced(SHARD, 8, 100)).isEmpty();
    assertThat(leases.epochOf(SHARD)).isEqualTo(8);
  }

  @Test
  void aLostLockGivesTheShardUpWithoutWaitingToBeFenced() {
    ownEverything();
    assertThat(leases.lockLost(SHARD)).contains(new Leases.Lost(SHARD, 1));
  }

  @Test
  void whenTheLockServiceIsSilentTheEpochAloneDecides() {
    leases.lockServiceHeard(0);
    leases.members(List.of("collab-1"), 0);
    assertThat(leases.tick(Leases.LOCK_SILENCE_MILLIS - 1))
        .noneMatch(Leases.Take.class::isInstance);
    assertThat(leases.tick(Leases.LOCK_SILENCE_MILLIS)).anyMatch(Leases.Take.class::isInstance);
    leases.taken(SHARD, 3);
    assertThat(leases.owns(SHARD)).isTrue();
  }

  @Test
  void aTakeThatFailedIsTriedAgainUnderTheSameLock() {
    leases.lockServiceHeard(0);
    leases.members(List.of("collab-1"), 0);
    leases.locked(SHARD, 5);
    leases.takeFailed(SHARD, 10);
    assertThat(leases.tick(20)).noneMatch(Leases.Take.class::isInstance);
    assertThat(leases.tick(10 + Leases.HOLD_OFF_MILLIS)).anyMatch(Leases.Take.class::isInstance);
  }

  @Test
  void drainingClosesEverythingAndTakesNothingMore() {
    ownEverything();
    List<Leases.Effect> effects = leases.drain();
    assertThat(effects).filteredOn(Leases.Close.class::isInstance).hasSize(Shards.COUNT);
    for (int shard = 0; shard < Shards.COUNT; shard++) {
      leases.closed(shard);
    }
    assertThat(leases.ownsNothing()).isTrue();
    assertThat(locksIn(leases.members(List.of("collab-1"), 50))).isEmpty();
  }

  private void ownEverything() {
    leases.lockServiceHeard(0);
    leases.members(List.of("collab-1"), 0);
    for (int shard = 0; shard < Shards.COUNT; shard++) {
      leases.locked(shard, 1);
      leases.taken(shard, 1);
    }
  }

  private static Set<Integer> locksIn(List<Leases.Effect> effects) {
    return effects.stream()
        .filter(Leases.WantLocks.class::isInstance)
        .map(effect -> ((Leases.WantLocks) effect).shards())
        .reduce((first, last) -> last)
        .orElseThrow();
  }
}
