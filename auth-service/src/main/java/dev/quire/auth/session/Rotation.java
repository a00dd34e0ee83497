package dev.quire.auth.session;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What a presented refresh token means. Pure.
 *
 * <p>An unspent token of a live session is spent and answered with its successor. A spent one is
 * either the client's second try, its first answer having been lost, or a stolen copy. It counts as
 * the former only within the grace time and while the successor is unspent: then the same successor
 * is given again, and whoever uses it first shows the other up. Anything else ends the session.
 */
final class Rotation {
  enum Verdict {
    /** Spend it and give its successor. */
    ROTATE,
    /** Give the same successor once more. */
    REPEAT,
    /** Somebody has a copy: end the session. */
    REUSED,
    /** The session ended or expired before. */
    OVER
  }

  /**
   * @param usedAt when the presented token was spent, null where it is not
   * @param successorUsedAt when its successor was spent, null where it is not
   * @param expiresAt the session's end unless it is refreshed
   * @param endedAt when the session was ended, null where it goes on
   */
  record Presented(
      @Nullable Instant usedAt,
      @Nullable Instant successorUsedAt,
      Instant expiresAt,
      @Nullable Instant endedAt) {}

  private Rotation() {}

  static Verdict judge(Presented token, Instant now, Duration grace) {
    if (token.endedAt() != null || !now.isBefore(token.expiresAt())) {
      return Verdict.OVER;
    }
    Instant usedAt = token.usedAt();
    if (usedAt == null) {
      return Verdict.ROTATE;
    }
    boolean answerMayBeLost =
        token.successorUsedAt() == null && !now.isAfter(usedAt.plus(grace)) && !grace.isZero();
    return answerMayBeLost ? Verdict.REPEAT : Verdict.REUSED;
  }
}
