package dev.quire.auth.key;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * When keys come and go. Pure.
 *
 * <p>A key that has signed for so long, or that began before a date that the operator has set, gets
 * a successor. That is published {@link #LEAD} before it signs, so that every reader knows it by
 * then. The old one verifies until the last token that it signed has expired, and nobody is signed
 * out.
 *
 * @param maxAge how long a key signs
 * @param since keys that began to sign before this are replaced
 * @param tokenLife how long an access token is valid
 */
public record KeySchedule(Duration maxAge, Instant since, Duration tokenLife) {
  /** Longer than published keys are remembered anywhere. */
  static final Duration LEAD = Duration.ofMinutes(10);

  /**
   * Whether another key has to be made.
   *
   * @param signsFrom when each begins to sign, in order
   */
  boolean needsNext(List<Instant> signsFrom, Instant now) {
    if (signsFrom.isEmpty()) {
      return true;
    }
    Instant youngest = signsFrom.get(signsFrom.size() - 1);
    boolean signs = !youngest.isAfter(now);
    boolean isOld = !now.plus(LEAD).isBefore(youngest.plus(maxAge));
    return signs && (isOld || youngest.isBefore(since));
  }

  /** When the key made now begins to sign: at once where there is no other. */
  Instant nextSignsFrom(List<Instant> signsFrom, Instant now) {
    return signsFrom.isEmpty() ? now : now.plus(LEAD);
  }

  /** Which of the keys nobody needs any more, by their places in the list. */
  List<Integer> retirable(List<Instant> signsFrom, Instant now) {
    List<Integer> over = new ArrayList<>();
    for (int i = 0; i + 1 < signsFrom.size(); i++) {
      Instant replacedAt = signsFrom.get(i + 1);
      // The lead once more, for clocks that are apart.
      if (!now.isBefore(replacedAt.plus(tokenLife).plus(LEAD))) {
        over.add(i);
      }
    }
    return over;
  }
}
