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
 *
 * <p>A second try that names the attempt that it repeats is told from a copy without a grace time
 * for everybody: who has stolen the token does not know what its first use was named (ADR 21).
 */
final class Rotation {
  /** So long an attempt may be repeated under its own name. */
  static final Duration REPEATABLE = Duration.ofSeconds(10);

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
   * @param sameAttempt whether it comes under the name of the attempt that spent it
   */
  record Presented(
      @Nullable Instant usedAt,
      @Nullable Instant successorUsedAt,
      Instant expiresAt,
      @Nullable Instant endedAt,
      boolean sameAttempt) {}

  private Rotation() {}

  static Verdict judge(Presented token, Instant now, Duration grace) {
    if (token.endedAt() != null || !now.isBefore(token.expiresAt())) {
      return Verdict.OVER;
    }
    Instant usedAt = token.usedAt();
    if (usedAt == null) {
      return Verdict.ROTATE;
    }
    Duration allowed = token.sameAttempt() && REPEATABLE.compareTo(grace) > 0 ? REPEATABLE : grace;
    boolean answerMayBeLost =
        token.successorUsedAt() == null && !now.isAfter(usedAt.plus(allowed)) && !allowed.isZero();
    return answerMayBeLost ? Verdict.REPEAT : Verdict.REUSED;
  }
}
