package dev.quire.collab.lease;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quire.wire.Rendezvous;
import dev.quire.wire.Shards;
import dev.quire.wire.session.Routes;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class LeasesTest {
  private static final String ME = "collab-1";
  private static final String OTHER = "collab-2";
  private static final int SHARD = 17;

  /** Shards that are the other's as soon as it is there, and one that stays. */
  private static final List<Integer> OTHERS =
      new ArrayList<>(
          IntStream.range(0, Shards.COUNT)
              .filter(
                  s -> Rendezvous.first(s, List.of(ME, OTHER)).filter(OTHER::equals).isPresent())
              .boxed()
              .toList());

  private final Leases leases = new Leases(ME, Shards.COUNT, BalanceRules.DEFAULT);

  @Test
  void aProcessByItselfLocksEveryShardThenRaisesItsEpochThenOpensIt() {
    leases.lockServiceHeard(0);
    List<Effect> asked = leases.members(List.of(ME), 0);
    assertThat(locksIn(asked)).hasSize(Shards.COUNT);
    assertThat(leases.owns(SHARD)).isFalse();

    assertThat(leases.locked(SHARD, 9, 0)).hasOnlyElementsOfType(Effect.Take.class).hasSize(1);
    assertThat(leases.owns(SHARD)).isFalse();

    assertThat(leases.taken(SHARD, 4, 0)).containsExactly(new Effect.Opened(SHARD, 4));
    assertThat(leases.epochOf(SHARD)).isEqualTo(4);
  }

  @Test
  void aSecondProcessGetsItsShareAndNoShardIsWantedByBoth() {
    Leases other = new Leases(OTHER, Shards.COUNT, BalanceRules.DEFAULT);
    Set<Integer> one = locksIn(leases.members(List.of(ME, OTHER), 0));
    Set<Integer> two = locksIn(other.members(List.of(ME, OTHER), 0));

    assertThat(one).doesNotContainAnyElementsOf(two);
    assertThat(one.size() + two.size()).isEqualTo(Shards.COUNT);
    assertThat(one).hasSizeGreaterThan(400);
  }

  @Test
  void shardsGoToANewcomerAFewAtATimeEachFlushedBeforeItsLockIsGivenBack() {
    ownEverything();
    Set<Integer> moving = closedBy(leases.members(List.of(ME, OTHER), 10_000));
    assertThat(moving).hasSize(Leases.MAX_MOVING).isSubsetOf(OTHERS);
    assertThat(closedBy(leases.tick(10_250))).isEmpty();

    int moved = moving.iterator().next();
    List<Effect> effects = leases.closed(List.of(moved), 10_300);
    assertThat(locksIn(effects)).doesNotContain(moved).contains(OTHERS.get(Leases.MAX_MOVING));
    assertThat(closedBy(effects)).isEmpty();
    assertThat(closedBy(leases.announced(says(OTHER, moved, 2), 10_400)))
        .as("the next one, when the first has arrived")
        .hasSize(1);
  }

  @Test
  void onlyTheShardsThatMustMoveMove() {
    ownEverything();
    Set<Integer> moved = new TreeSet<>();
    List<Effect> effects = leases.members(List.of(ME, OTHER), 10_000);
    for (long now = 10_000; !closedBy(effects).isEmpty() || now < 60_000; now += 2000) {
      Set<Integer> closed = closedBy(effects);
      moved.addAll(closed);
      for (int shard : closed) {
        leases.closed(List.of(shard), now);
      }
      effects = leases.tick(now + 2000);
    }
    assertThat(moved).containsExactlyElementsOf(OTHERS);
  }

  @Test
  void aShardThatHasJustComeStaysForAWhile() {
    ownEverything();
    assertThat(closedBy(leases.members(List.of(ME, OTHER), Patience.TENURE_MILLIS - 1))).isEmpty();
    assertThat(closedBy(leases.tick(Patience.TENURE_MILLIS))).isNotEmpty();
  }

  @Test
  void aFencedShardIsForgottenAtOnceAndLeftAloneForAWhile() {
    ownEverything();
    awakeAt(100_000);
    assertThat(leases.fenced(by(2), 100_000)).contains(new Effect.Lost(SHARD, 2));
    assertThat(leases.owns(SHARD)).isFalse();

    leases.tick(100_000 + Patience.HOLD_OFF_MILLIS - 1);
    assertThat(leases.isTaking(SHARD)).isFalse();
    leases.tick(100_000 + Patience.HOLD_OFF_MILLIS);
    assertThat(leases.isTaking(SHARD)).isTrue();
  }

  @Test
  void aShardThatBouncesIsLeftAloneTwiceAsLongEachTime() {
    ownEverything();
    long now = 100_000;
    awakeAt(now);
    long epoch = 1;
    List<Long> pauses = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      epoch += 2;
      leases.fenced(by(epoch - 1), now);
      long lostAt = now;
      while (!leases.isTaking(SHARD)) {
        now += 50;
        leases.tick(now);
      }
      pauses.add(now - lostAt);
      leases.taken(SHARD, epoch, now);
    }
    for (int i = 1; i < pauses.size(); i++) {
      assertThat(pauses.get(i)).isGreaterThanOrEqualTo(2 * pauses.get(i - 1));
    }
  }

  /** Whoever gives it away has it no more: to keep one's hands off would leave it to nobody. */
  @Test
  void aShardThatBouncedIsTakenAtOnceWhereItsOwnerLetsGoOfIt() {
    ownEverything();
    long now = 100_000;
    awakeAt(now);
    long epoch = 1;
    for (int i = 0; i < 4; i++) {
      leases.fenced(by(++epoch), now);
      while (!leases.isTaking(SHARD)) {
        now += 50;
        leases.tick(now);
      }
      leases.taken(SHARD, ++epoch, now);
    }
    leases.fenced(by(++epoch), now);
    assertThat(takenBy(leases.tick(now + 50))).isEmpty();

    assertThat(takenBy(leases.announced(gives(OTHER, SHARD, epoch), now + 100)))
        .containsExactly(SHARD);
    leases.takeFailed(SHARD, now + 150);
    assertThat(takenBy(leases.announced(gives(OTHER, SHARD, epoch), now + 200)))
        .as("not again at once")
        .isEmpty();
    assertThat(takenBy(leases.tick(now + 150 + Patience.HOLD_OFF_MILLIS))).containsExactly(SHARD);
  }

  @Test
  void whatAnotherAnnouncesUnderAHigherEpochIsLost() {
    ownEverything();
    assertThat(leases.announced(says(OTHER, SHARD, 1), 10))
        .noneMatch(Effect.Lost.class::isInstance);
    assertThat(leases.announced(says(OTHER, SHARD, 2), 20)).contains(new Effect.Lost(SHARD, 2));
  }

  @Test
  void wordOfAnOlderFenceChangesNothing() {
    ownEverything();
    leases.raised(SHARD, 8);
    assertThat(leases.fenced(by(8), 100)).isEmpty();
    assertThat(leases.epochOf(SHARD)).isEqualTo(8);
  }

  @Test
  void aLostLockLeavesTheShardToItsOwnerUntilAnotherRaisesTheEpoch() {
    ownEverything();
    leases.lockLost(SHARD);
    assertThat(leases.epochOf(SHARD)).isEqualTo(1);
    assertThat(leases.locked(SHARD, 10, 100)).as("taken again, and nothing to claim").isEmpty();
    leases.lockLost(SHARD);
    assertThat(leases.announced(says(OTHER, SHARD, 2), 200)).contains(new Effect.Lost(SHARD, 2));
  }

  @Test
  void theAnswerToAnEarlierClaimCountsWhereTheLockWasLostAndTakenAgainMeanwhile() {
    leases.lockServiceHeard(0);
    leases.members(List.of(ME), 0);
    leases.locked(SHARD, 5, 0);
    leases.lockLost(SHARD);
    leases.tick(250);
    leases.locked(SHARD, 6, 260);

    assertThat(leases.taken(SHARD, 3, 300)).containsExactly(new Effect.Opened(SHARD, 3));
    assertThat(leases.isTaking(SHARD)).as("the second claim is not to be sent").isFalse();
  }

  @Test
  void whenTheLockServiceIsSilentTheEpochAloneDecides() {
    leases.lockServiceHeard(0);
    leases.members(List.of(ME), 0);
    leases.tick(1500);
    assertThat(leases.tick(ClaimRules.LOCK_SILENCE_MILLIS - 1))
        .noneMatch(Effect.Take.class::isInstance);
    assertThat(leases.tick(ClaimRules.LOCK_SILENCE_MILLIS)).anyMatch(Effect.Take.class::isInstance);
    leases.taken(SHARD, 3, ClaimRules.LOCK_SILENCE_MILLIS);
    assertThat(leases.owns(SHARD)).isTrue();
  }

  @Test
  void whenTheOwnersProcessHasLeftItsShardsAreTakenAtOnceWhateverBecomesOfItsLocks() {
    leases.lockServiceHeard(0);
    leases.members(List.of(ME, OTHER), 0);
    int shard = OTHERS.get(0);
    leases.announced(says(OTHER, shard, 7), 100);

    assertThat(takenBy(leases.members(List.of(ME), 200))).containsExactlyElementsOf(OTHERS);
    assertThat(leases.taken(shard, 8, 210)).contains(new Effect.Opened(shard, 8));
  }

  @Test
  void whatAProcessOfAnotherHalfStillAnnouncesIsLeftToIt() {
    leases.lockServiceHeard(0);
    leases.members(List.of(ME), 0);
    leases.announced(says(OTHER, SHARD, 7), 100);
    assertThat(leases.locked(SHARD, 1, 200)).isEmpty();
    leases.tick(300);
    assertThat(leases.isTaking(SHARD)).isFalse();
    assertThat(leases.ownsAllItShould(300)).as("the others are still to come").isFalse();

    leases.tick(1700);
    leases.tick(100 + Neighbours.SILENCE_MILLIS);
    assertThat(leases.isTaking(SHARD)).as("once it is no longer heard").isTrue();
  }

  @Test
  void theShardsOfALeavingProcessAreTheOthersAsItLetsGoOfThem() {
    leases.lockServiceHeard(0);
    leases.members(List.of(ME, OTHER), 0);
    int shard = OTHERS.get(0);
    leases.announced(new Routes(OTHER, 1, List.of(new Routes.Owned(shard, 4)), true), 100);
    assertThat(leases.locked(shard, 1, 120)).isEmpty();

    List<Effect> effects = leases.announced(gives(OTHER, shard, 4), 200);
    assertThat(locksIn(effects)).contains(shard);
    assertThat(takenBy(effects))
        .as("at once: its lock may be on its way back for a while")
        .containsExactly(shard);
  }

  @Test
  void whatWasGivenAndTakenByAThirdIsNotThereToBeTaken() {
    leases.lockServiceHeard(0);
    leases.members(List.of(ME, OTHER, "collab-3"), 0);
    int shard = OTHERS.get(0);
    leases.announced(gives(OTHER, shard, 4), 100);
    leases.announced(says("collab-3", shard, 5), 150);
    assertThat(takenBy(leases.announced(gives(OTHER, shard, 4), 200))).isEmpty();
  }

  @Test
  void aProcessTellsForAWhileWhatItHasLetGoOf() {
    ownEverything();
    leases.members(List.of(ME, OTHER), 10_000);
    int shard = OTHERS.get(0);
    leases.closed(List.of(shard), 10_100);
    assertThat(leases.given(10_200)).containsExactly(new Routes.Owned(shard, 1));

    leases.announced(says(OTHER, shard, 2), 10_300);
    assertThat(leases.given(10_400)).isEmpty();
  }

  /** It was stopped, the others were not: it hears nobody because it did not listen. */
  @Test
  void whoHasSleptTakesNothingBeforeItHasListened() {
    leases.lockServiceHeard(0);
    leases.members(List.of(ME, OTHER), 0);
    leases.tick(250);
    long woken = 10_000;
    assertThat(takenBy(leases.members(List.of(ME), woken))).isEmpty();
    assertThat(takenBy(leases.tick(woken + Standing.LISTEN_MILLIS - 2000))).isEmpty();
    leases.announced(says(OTHER, SHARD, 9), woken + Standing.LISTEN_MILLIS - 1000);

    Set<Integer> taken = takenBy(leases.tick(woken + Standing.LISTEN_MILLIS));
    assertThat(taken).isNotEmpty().doesNotContain(SHARD);
  }

  @Test
  void whoSeesFewerThanHalfOfThoseThatWereThereTakesNothingForAWhile() {
    leases.lockServiceHeard(0);
    leases.members(List.of(ME, OTHER, "collab-3"), 0);
    assertThat(takenBy(leases.members(List.of(ME, "collab-3"), 100)))
        .as("two of three are enough")
        .isNotEmpty();

    assertThat(takenBy(leases.members(List.of(ME), 200))).isEmpty();
    Set<Integer> taken = new TreeSet<>();
    for (long now = 1000; now < 100 + Standing.MINORITY_MILLIS; now += 500) {
      taken.addAll(takenBy(leases.tick(now)));
    }
    assertThat(taken).isEmpty();
    assertThat(takenBy(leases.tick(100 + Standing.MINORITY_MILLIS))).isNotEmpty();
  }

  /** The members could not agree on who leads them; the bus between them is whole. */
  @Test
  void whoHearsTheOthersMayJudgeWhereTheLockServiceHasFallenApart() {
    String third = "collab-3";
    leases.lockServiceHeard(0);
    leases.members(List.of(ME, OTHER, third), 0);
    leases.announced(says(OTHER, OTHERS.get(0), 4), 500);
    for (long now = 500; now <= 4_500; now += 1_000) {
      leases.lockServiceHeard(now);
      leases.announced(new Routes(third, 1, List.of(), false), now);
    }
    Set<Integer> taken = takenBy(leases.members(List.of(ME), 5_000));
    taken.addAll(takenBy(leases.announced(new Routes(third, 1, List.of(), false), 5_500)));
    taken.addAll(takenBy(leases.announced(new Routes(third, 1, List.of(), false), 6_500)));
    assertThat(taken).as("one word may be an old one").isEmpty();

    assertThat(takenBy(leases.announced(new Routes(third, 1, List.of(), false), 7_500)))
        .isNotEmpty()
        .allMatch(shard -> Rendezvous.first(shard, List.of(ME, third)).orElse("").equals(ME));
  }

  @Test
  void aShardThatItsHeirDoesNotTakeComesBackAndIsHeldStill() {
    ownEverything();
    leases.members(List.of(ME, OTHER), 1_000);
    for (long now = 2_000; now < 100_000; now += 1_000) {
      for (int moving : OTHERS) {
        leases.closed(List.of(moving), now);
      }
      leases.tick(now);
    }
    int shard =
        IntStream.range(0, Shards.COUNT).filter(s -> !OTHERS.contains(s)).findFirst().orElse(-1);
    Rebalance.Move move = new Rebalance.Move(shard, OTHER, 100);
    assertThat(closedBy(leases.give(move, 100_000))).contains(shard);
    leases.closed(List.of(shard), 100_050);
    assertThat(leases.byLoad().heirs()).containsExactly(new Routes.Heir(shard, 1, OTHER, 100, 1));
    assertThat(leases.locked(shard, 8, 102_000)).as("it is the heir's").isEmpty();

    leases.tick(102_000);
    assertThat(locksIn(leases.tick(100_000 + Heirs.TAKING_MILLIS))).contains(shard);
    leases.locked(shard, 9, 103_100);
    leases.taken(shard, 2, 103_200);
    assertThat(leases.owns(shard)).isTrue();
    assertThat(leases.byLoad().isMovable(shard, 110_000)).isFalse();
    assertThat(leases.byLoad().isMovable(shard, 103_200 + BalanceRules.DEFAULT.residenceMillis()))
        .isTrue();
  }

  @Test
  void whatAnHeirAnnouncesIsItsOwnWhoeverIsFirstByRendezvousUntilItGoes() {
    leases.lockServiceHeard(0);
    leases.members(List.of(ME, OTHER), 0);
    int shard =
        IntStream.range(0, Shards.COUNT).filter(s -> !OTHERS.contains(s)).findFirst().orElse(-1);
    Routes.Owned owned = new Routes.Owned(shard, 5);
    Routes.Heir heir = new Routes.Heir(shard, 5, OTHER, 10, 1);
    leases.announced(new Routes(OTHER, 1, List.of(owned), false, List.of(), 9, List.of(heir)), 100);
    leases.locked(shard, 3, 200);
    assertThat(leases.isTaking(shard)).isFalse();

    assertThat(takenBy(leases.members(List.of(ME), 300))).contains(shard);
  }

  @Test
  void whoGoesWaitsForNobodyToTakeWhatItGivesAway() {
    ownEverything();
    Set<Integer> closed = closedBy(leases.members(List.of(ME, OTHER), 10_000));
    closed.addAll(closedBy(leases.drain(10_000)));
    closed.addAll(closedBy(leases.tick(15_000)));
    assertThat(closed.size()).isLessThan(Shards.COUNT);
    closed.addAll(closedBy(leases.tick(16_000)));
    assertThat(closed).hasSize(Shards.COUNT);
  }

  @Test
  void theShardsOfAMemberThatIsNoLongerHeardAreTakenWithItsLocksAndNotBefore() {
    leases.lockServiceHeard(0);
    leases.members(List.of(ME, OTHER), 0);
    int shard = OTHERS.get(0);
    leases.announced(says(OTHER, shard, 4), 100);
    long silent = 100 + Neighbours.SILENCE_MILLIS;
    leases.tick(1500);
    leases.lockServiceHeard(silent);
    assertThat(locksIn(leases.tick(silent))).contains(shard);
    assertThat(leases.isTaking(shard)).isFalse();
    leases.locked(shard, 3, silent + 10);
    assertThat(leases.isTaking(shard)).isTrue();
  }

  @Test
  void aTakeThatFailedOrWasRefusedIsTriedAgainUnderTheSameLockAfterAWhile() {
    leases.lockServiceHeard(0);
    leases.members(List.of(ME), 0);
    leases.locked(SHARD, 5, 0);
    leases.takeFailed(SHARD, 10);
    assertThat(leases.tick(20)).noneMatch(Effect.Take.class::isInstance);
    assertThat(takenBy(leases.tick(10 + Patience.HOLD_OFF_MILLIS))).containsExactly(SHARD);
    leases.takeRefused(SHARD, 2000);
    leases.lockServiceHeard(2000 + Patience.HOLD_OFF_MILLIS);
    assertThat(takenBy(leases.tick(2000 + Patience.HOLD_OFF_MILLIS))).containsExactly(SHARD);
  }

  @Test
  void whoeverIsAloneDrainsAllAtOnceAndTakesNothingMore() {
    ownEverything();
    assertThat(closedBy(leases.drain(100))).hasSize(Shards.COUNT);
    for (int shard = 0; shard < Shards.COUNT; shard++) {
      leases.closed(List.of(shard), 100);
    }
    assertThat(leases.ownsNothing()).isTrue();
    assertThat(leases.members(List.of(ME), 150)).isEmpty();
  }

  /** It has run for a while without a pause. */
  private void awakeAt(long nowMillis) {
    for (long now = nowMillis - 5_000; now <= nowMillis; now += 1_000) {
      leases.tick(now);
    }
  }

  private void ownEverything() {
    leases.lockServiceHeard(0);
    leases.members(List.of(ME), 0);
    for (int shard = 0; shard < Shards.COUNT; shard++) {
      leases.locked(shard, 1, 0);
      leases.taken(shard, 1, 0);
    }
  }

  private static List<Routes.Owned> by(long epoch) {
    return List.of(new Routes.Owned(SHARD, epoch));
  }

  private static Routes gives(String process, int shard, long epoch) {
    return new Routes(process, 1, List.of(), true, List.of(new Routes.Owned(shard, epoch)));
  }

  private static Routes says(String process, int shard, long epoch) {
    return new Routes(process, 1, List.of(new Routes.Owned(shard, epoch)), false);
  }

  private static Set<Integer> closedBy(List<Effect> effects) {
    Set<Integer> closed = new TreeSet<>();
    for (Effect effect : effects) {
      if (effect instanceof Effect.Close close) {
        closed.add(close.shard());
      }
    }
    return closed;
  }

  private static Set<Integer> takenBy(List<Effect> effects) {
    Set<Integer> taken = new TreeSet<>();
    for (Effect effect : effects) {
      if (effect instanceof Effect.Take take) {
        take.claims().forEach(claim -> taken.add(claim.shard()));
      }
    }
    return taken;
  }

  private static Set<Integer> locksIn(List<Effect> effects) {
    Set<Integer> last = new HashSet<>();
    for (Effect effect : effects) {
      if (effect instanceof Effect.WantLocks want) {
        last = want.shards();
      }
    }
    return last;
  }
}
