package dev.quire.auth.key;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** When keys come and go. */
final class KeyScheduleTest {
  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
  private static final Duration LIFE = Duration.ofMinutes(10);
  private static final KeySchedule MONTHLY =
      new KeySchedule(Duration.ofDays(30), Instant.EPOCH, LIFE);

  @Test
  void theFirstKeySignsAtOnce() {
    assertThat(MONTHLY.needsNext(List.of(), START)).isTrue();
    assertThat(MONTHLY.nextSignsFrom(List.of(), START)).isEqualTo(START);
  }

  @Test
  void aSuccessorIsPublishedBeforeTheOldKeyIsTooOld() {
    List<Instant> keys = List.of(START);
    Instant due = START.plus(Duration.ofDays(30)).minus(KeySchedule.LEAD);
    assertThat(MONTHLY.needsNext(keys, due.minusMillis(1))).isFalse();
    assertThat(MONTHLY.needsNext(keys, due)).isTrue();
    assertThat(MONTHLY.nextSignsFrom(keys, due)).isEqualTo(START.plus(Duration.ofDays(30)));
  }

  @Test
  void oneSuccessorIsEnough() {
    Instant due = START.plus(Duration.ofDays(30)).minus(KeySchedule.LEAD);
    List<Instant> keys = List.of(START, MONTHLY.nextSignsFrom(List.of(START), due));
    assertThat(MONTHLY.needsNext(keys, due)).isFalse();
    assertThat(MONTHLY.needsNext(keys, due.plus(KeySchedule.LEAD))).isFalse();
  }

  @Test
  void aKeyThatBeganBeforeTheDateThatWasSetIsReplacedOnce() {
    Instant leaked = START.plus(Duration.ofDays(1));
    KeySchedule since = new KeySchedule(Duration.ofDays(30), leaked, LIFE);
    Instant now = START.plus(Duration.ofDays(2));
    assertThat(since.needsNext(List.of(START), now)).isTrue();
    Instant next = since.nextSignsFrom(List.of(START), now);
    assertThat(since.needsNext(List.of(START, next), now)).isFalse();
    assertThat(since.needsNext(List.of(START, next), next)).isFalse();
  }

  @Test
  void anOldKeyVerifiesUntilItsLastTokenHasExpired() {
    Instant next = START.plus(Duration.ofDays(30));
    List<Instant> keys = List.of(START, next);
    Instant over = next.plus(LIFE).plus(KeySchedule.LEAD);
    assertThat(MONTHLY.retirable(keys, over.minusMillis(1))).isEmpty();
    assertThat(MONTHLY.retirable(keys, over)).containsExactly(0);
    assertThat(MONTHLY.retirable(List.of(START), over.plus(Duration.ofDays(400)))).isEmpty();
  }
}
