package dev.quire.richtext.edits;

import dev.quire.richtext.ContentException;
import dev.quire.richtext.ContentException.Reason;
import dev.quire.richtext.ContentLimits;

/**
 * What one request may cost: a step is a character or a node that is looked at, and sixteen are one
 * that comes. Otherwise a few short edits, each of which multiplies what those before it made,
 * could take all memory. Now and then it looks whether the time is up.
 */
final class Budget {
  private static final long STEPS = 100_000_000;
  private static final int STEPS_OF_NEW = 16;
  private static final long STEPS_BETWEEN_LOOKS = 100_000;

  private final ContentLimits limits;
  private long left = STEPS;
  private long nextLook = STEPS;

  Budget(ContentLimits limits) {
    this.limits = limits;
  }

  void look(int characters) {
    spend(1L + characters);
  }

  void add(int characters) {
    spend((1L + characters) * STEPS_OF_NEW);
  }

  private void spend(long steps) {
    left -= steps;
    if (left < 0) {
      throw new ContentException(
          Reason.TOO_LARGE, "the edits together change too much. Send fewer at a time.");
    }
    if (left <= nextLook) {
      nextLook = left - STEPS_BETWEEN_LOOKS;
      limits.checkTime();
    }
  }
}
