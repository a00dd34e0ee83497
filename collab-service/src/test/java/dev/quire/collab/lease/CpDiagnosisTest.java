package dev.quire.collab.lease;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quire.collab.lease.CpDiagnosis.Sight;
import dev.quire.collab.lease.CpDiagnosis.Step;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class CpDiagnosisTest {
  private final CpDiagnosis diagnosis = new CpDiagnosis(0);

  @Test
  void nothingIsDoneWhileAllThatKeepTheLocksAreThere() {
    assertThat(next(member(4), members(1, 2, 3, 4), members(1, 2, 3), 0)).isEqualTo(Step.NOTHING);
  }

  @Test
  void oneOfThoseThatKeepNoneTakesThePlaceOfOneThatIsGone() {
    Set<String> live = members(1, 2, 4, 5);
    assertThat(next(member(4), live, members(1, 2, 3), 0)).isEqualTo(Step.PROMOTE);
    assertThat(next(member(5), live, members(1, 2, 3), 0)).isEqualTo(Step.NOTHING);
    assertThat(next(member(1), live, members(1, 2, 3), 0)).isEqualTo(Step.NOTHING);
    assertThat(next(member(5), live, members(1, 2, 3, 4), 0)).isEqualTo(Step.NOTHING);
  }

  @Test
  void whoWasStartedAgainAtItsAddressHasItsPredecessorRemovedFirst() {
    Set<String> all = members(1, 2, 3);
    assertThat(diagnosis.next(new Sight(3, all, all, member(3), false, false), 0))
        .isEqualTo(Step.BURY);
    assertThat(next(member(3), all, members(1, 2), 0)).isEqualTo(Step.PROMOTE);
  }

  @Test
  void whoIsSilentIsLostAfterAWhileAndThenBegunAnewByTheOldestAlone() {
    long lost = CpDiagnosis.LOST_MILLIS;
    assertThat(silent(true, 3, lost - 1)).isEqualTo(Step.NOTHING);
    assertThat(diagnosis.isLost()).isFalse();
    assertThat(silent(true, 3, lost)).isEqualTo(Step.NOTHING);
    assertThat(diagnosis.isLost()).isTrue();

    assertThat(silent(false, 3, CpDiagnosis.RESET_MILLIS)).isEqualTo(Step.NOTHING);
    assertThat(silent(true, 2, CpDiagnosis.RESET_MILLIS)).isEqualTo(Step.NOTHING);
    assertThat(silent(true, 3, CpDiagnosis.RESET_MILLIS)).isEqualTo(Step.RESET);
  }

  @Test
  void aServiceThatWasBegunAnewHasTheSameTimeToAnswerAgain() {
    assertThat(silent(true, 3, CpDiagnosis.RESET_MILLIS)).isEqualTo(Step.RESET);
    assertThat(silent(true, 3, 2 * CpDiagnosis.RESET_MILLIS - 1)).isEqualTo(Step.NOTHING);
    assertThat(silent(true, 3, 2 * CpDiagnosis.RESET_MILLIS)).isEqualTo(Step.RESET);
  }

  @Test
  void anAnswerEndsEveryDoubt() {
    silent(true, 3, CpDiagnosis.LOST_MILLIS);
    next(member(1), members(1, 2, 3), members(1, 2, 3), CpDiagnosis.LOST_MILLIS + 1);
    assertThat(diagnosis.isLost()).isFalse();
    assertThat(silent(true, 3, CpDiagnosis.RESET_MILLIS + 1)).isEqualTo(Step.NOTHING);
  }

  private Step silent(boolean oldest, int live, long nowMillis) {
    Set<String> there = members(IntStream.rangeClosed(1, live).toArray());
    return diagnosis.next(new Sight(3, there, null, member(1), true, oldest), nowMillis);
  }

  private Step next(String self, Set<String> live, @Nullable Set<String> keepers, long nowMillis) {
    boolean keeps = keepers != null && keepers.contains(self);
    return diagnosis.next(new Sight(3, live, keepers, self, keeps, false), nowMillis);
  }

  private static String member(int number) {
    return "10.0.0." + number;
  }

  private static Set<String> members(int... numbers) {
    Set<String> members = new TreeSet<>();
    for (int number : numbers) {
      members.add(member(number));
    }
    return members;
  }
}
