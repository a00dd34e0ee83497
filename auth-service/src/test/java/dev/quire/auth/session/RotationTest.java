package dev.quire.auth.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quire.auth.session.Rotation.Presented;
import dev.quire.auth.session.Rotation.Verdict;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RotationTest {
  private static final Instant NOW = Instant.parse("2026-01-01T12:00:00Z");
  private static final Duration GRACE = Duration.ofSeconds(5);

  private static Verdict judge(@Nullable Instant used, @Nullable Instant successorUsed) {
    return Rotation.judge(
        new Presented(used, successorUsed, NOW.plusSeconds(60), null, false), NOW, GRACE);
  }

  @Test
  void anUnspentTokenIsRotated() {
    assertThat(judge(null, null)).isEqualTo(Verdict.ROTATE);
  }

  @Test
  void aTokenSpentAMomentAgoGetsItsSuccessorAgainWhileThatIsUnspent() {
    assertThat(judge(NOW.minusSeconds(5), null)).isEqualTo(Verdict.REPEAT);
    assertThat(judge(NOW.minusSeconds(5), NOW.minusSeconds(1))).isEqualTo(Verdict.REUSED);
  }

  @Test
  void aTokenSpentLongerAgoIsAReuse() {
    assertThat(judge(NOW.minusMillis(5001), null)).isEqualTo(Verdict.REUSED);
  }

  @Test
  void withoutAGraceEverySecondUseIsAReuse() {
    assertThat(
            Rotation.judge(
                new Presented(NOW, null, NOW.plusSeconds(60), null, false), NOW, Duration.ZERO))
        .isEqualTo(Verdict.REUSED);
  }

  @Test
  void anAttemptThatNamesItselfMayBeRepeatedWithoutAGraceForOthers() {
    Presented repeated = new Presented(NOW.minusSeconds(10), null, NOW.plusSeconds(60), null, true);
    assertThat(Rotation.judge(repeated, NOW, Duration.ZERO)).isEqualTo(Verdict.REPEAT);
    assertThat(Rotation.judge(repeated, NOW.plusMillis(1), Duration.ZERO))
        .isEqualTo(Verdict.REUSED);
    assertThat(Rotation.judge(repeated, NOW.plusSeconds(5), Duration.ofSeconds(20)))
        .isEqualTo(Verdict.REPEAT);
    Presented overtaken = new Presented(NOW.minusSeconds(2), NOW, NOW.plusSeconds(60), null, true);
    assertThat(Rotation.judge(overtaken, NOW, Duration.ZERO)).isEqualTo(Verdict.REUSED);
  }

  @Test
  void aSessionThatEndedOrExpiredIsOverWhateverTheToken() {
    assertThat(
            Rotation.judge(
                new Presented(null, null, NOW.plusSeconds(60), NOW.minusSeconds(1), false),
                NOW,
                GRACE))
        .isEqualTo(Verdict.OVER);
    assertThat(Rotation.judge(new Presented(null, null, NOW, null, false), NOW, GRACE))
        .isEqualTo(Verdict.OVER);
    assertThat(
            Rotation.judge(
                new Presented(NOW.minusSeconds(50), NOW, NOW, NOW.minusSeconds(1), false),
                NOW,
                GRACE))
        .isEqualTo(Verdict.OVER);
  }
}
