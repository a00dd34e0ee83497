package dev.quire.kit.revocation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quire.wire.DocumentId;
import dev.quire.wire.Role;
import dev.quire.wire.doc.ReadRevocations;
import dev.quire.wire.doc.Revocation;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A follower by itself, on a clock of the test's. */
final class FollowingTest {
  private static final DocumentId NOTES = new DocumentId(1, 1);
  private static final DocumentId PLANS = new DocumentId(1, 2);

  private final List<Revocation> stream = new ArrayList<>();
  private final Following following = new Following();

  @Test
  void knowsNothingBeforeItsFirstAnswer() {
    assertThat(following.isCurrent(0)).isFalse();
  }

  @Test
  void isCurrentForOneSecondFromWhenItAskedHoweverLateTheAnswerComes() {
    following.answered(5_000, page(0));
    assertThat(following.isCurrent(5_999)).isTrue();
    assertThat(following.isCurrent(6_000)).isFalse();
    following.answered(5_500, page(0));
    following.answered(5_200, page(0));
    assertThat(following.isCurrent(6_499)).isTrue();
    assertThat(following.isCurrent(6_500)).isFalse();
  }

  @Test
  void isNotCurrentByAnAnswerThatDoesNotReachTheHead() {
    revoke(NOTES, "bob");
    revoke(NOTES, "eve");
    List<Revocation> first =
        following.answered(0, new ReadRevocations.Page(2, 0, stream.subList(0, 1)));
    assertThat(first).hasSize(1);
    assertThat(following.isCurrent(1)).isFalse();
    assertThat(following.answered(1, page(1))).hasSize(1);
    assertThat(following.isCurrent(2)).isTrue();
  }

  @Test
  void takesAnAnswerThatSkipsSomethingForNone() {
    revoke(NOTES, "bob");
    revoke(NOTES, "eve");
    assertThat(following.answered(0, page(1))).isEmpty();
    assertThat(following.position()).isZero();
    assertThat(following.isCurrent(1)).isFalse();
  }

  @Test
  void tellsWhatWasReadBeforeAChangeFromWhatWasReadAfterIt() {
    revoke(NOTES, "bob");
    following.answered(0, page(0));
    assertThat(following.mayHaveChanged(0, NOTES, "", "bob", "s1", "k1")).isTrue();
    assertThat(following.mayHaveChanged(1, NOTES, "", "bob", "s1", "k1")).isFalse();
    assertThat(following.mayHaveChanged(0, NOTES, "", "alice", "s2", "k1")).isFalse();
    assertThat(following.mayHaveChanged(0, PLANS, "", "bob", "s1", "k1")).isFalse();
  }

  @Test
  void aDeletionConcernsEverybodyAndTheEndOfASignInEveryDocument() {
    stream.add(new Revocation.DocumentDeleted(1, NOTES));
    stream.add(new Revocation.SignInEnded(2, "s1"));
    following.answered(0, page(0));
    assertThat(following.mayHaveChanged(0, NOTES, "", "", "", "k1")).isTrue();
    assertThat(following.mayHaveChanged(1, PLANS, "", "bob", "s1", "k1")).isTrue();
    assertThat(following.mayHaveChanged(1, PLANS, "", "bob", "s2", "k1")).isFalse();
    assertThat(following.hasEnded("s1")).isTrue();
    assertThat(following.hasEnded("s2")).isFalse();
    assertThat(following.hasEnded("")).isFalse();
  }

  @Test
  void aRevokedKeyConcernsWhateverWasSignedWithIt() {
    stream.add(new Revocation.KeyRevoked(1, "k1"));
    following.answered(0, page(0));
    assertThat(following.mayHaveChanged(0, NOTES, "", "bob", "s1", "k1")).isTrue();
    assertThat(following.mayHaveChanged(1, NOTES, "", "bob", "s1", "k1")).isFalse();
    assertThat(following.mayHaveChanged(0, NOTES, "", "bob", "s1", "k2")).isFalse();
    assertThat(following.mayHaveChanged(0, NOTES, "", "bob", "s1", "")).isFalse();
    assertThat(following.isRevoked("k1")).isTrue();
    assertThat(following.isRevoked("k2")).isFalse();
    assertThat(following.hasEnded("k1")).isFalse();
  }

  @Test
  void aChangeInAnOrganisationConcernsItsDocumentsForOneOrForEverybody() {
    stream.add(new Revocation.OrganisationChanged(1, "works", "bob"));
    stream.add(new Revocation.OrganisationChanged(2, "school", ""));
    following.answered(0, page(0));
    assertThat(following.mayHaveChanged(0, NOTES, "works", "bob", "s1", "k1")).isTrue();
    assertThat(following.mayHaveChanged(1, NOTES, "works", "bob", "s1", "k1")).isFalse();
    assertThat(following.mayHaveChanged(0, NOTES, "works", "eve", "s1", "k1")).isFalse();
    assertThat(following.mayHaveChanged(1, NOTES, "school", "eve", "s1", "k1")).isTrue();
    assertThat(following.mayHaveChanged(0, NOTES, "", "bob", "s1", "k1")).isFalse();
  }

  @Test
  void takesEveryRightReadBeforeWhatIsForgottenForOneThatMayHaveChanged() {
    following.answered(0, new ReadRevocations.Page(10, 10, List.of()));
    assertThat(following.position()).isEqualTo(10);
    assertThat(following.mayHaveChanged(9, NOTES, "", "alice", "s1", "k1")).isTrue();
    assertThat(following.mayHaveChanged(10, NOTES, "", "alice", "s1", "k1")).isFalse();
  }

  @Test
  void remembersSoManyAndTakesOlderOnesForChanged() {
    Following small = new Following(2);
    revoke(NOTES, "bob");
    revoke(NOTES, "eve");
    revoke(NOTES, "eve");
    revoke(PLANS, "zoe");
    small.answered(0, page(0));
    assertThat(small.mayHaveChanged(0, PLANS, "", "alice", "s1", "k1")).isTrue();
    assertThat(small.mayHaveChanged(1, PLANS, "", "alice", "s1", "k1")).isFalse();
    assertThat(small.mayHaveChanged(2, NOTES, "", "eve", "s1", "k1")).isTrue();
  }

  /**
   * Questions and answers are lost, late and reordered; the follower is asked all the time. As long
   * as it says that it is current, it knows all that is older than a second.
   */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
  void knowsEveryRevocationOlderThanASecondWheneverItSaysThatItIsCurrent(long seed) {
    record Answer(long dueAt, long askedAt, ReadRevocations.Page page) {}
    Random random = new Random(seed);
    List<Long> revokedAt = new ArrayList<>();
    List<Answer> underWay = new ArrayList<>();
    long timesCurrent = 0;
    for (long now = 0; now < 120_000; now += 10) {
      if (random.nextInt(20) == 0) {
        revoke(NOTES, "user-" + random.nextInt(50));
        revokedAt.add(now);
      }
      boolean isSilent = now / 10_000 % 3 == 2;
      if (now % 250 == 0 && !isSilent && random.nextInt(100) < 60) {
        long answeredAt = now + random.nextInt(400);
        int after = (int) following.position();
        int to = Math.min(stream.size(), after + 3);
        ReadRevocations.Page page =
            new ReadRevocations.Page(stream.size(), 0, List.copyOf(stream.subList(after, to)));
        underWay.add(new Answer(answeredAt + random.nextInt(800), now, page));
      }
      for (Answer answer : List.copyOf(underWay)) {
        if (answer.dueAt() <= now) {
          underWay.remove(answer);
          following.answered(answer.askedAt(), answer.page());
        }
      }
      if (following.isCurrent(now)) {
        timesCurrent++;
        for (int i = (int) following.position(); i < revokedAt.size(); i++) {
          assertThat(now - revokedAt.get(i)).isLessThanOrEqualTo(1_000);
        }
      }
    }
    assertThat(timesCurrent).isPositive();
  }

  private void revoke(DocumentId document, String user) {
    stream.add(new Revocation.RightChanged(stream.size() + 1, document, user, Role.VIEWER));
  }

  private ReadRevocations.Page page(int after) {
    return new ReadRevocations.Page(stream.size(), 0, stream.subList(after, stream.size()));
  }
}
