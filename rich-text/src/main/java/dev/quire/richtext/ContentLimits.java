package dev.quire.richtext;

import java.util.function.BooleanSupplier;

/**
 * What working on content may take at most. What is past a limit is refused, never cut.
 *
 * @param depth how deep elements may lie in each other
 * @param nodes how many elements and runs of text there may be
 * @param characters how many UTF-16 units of text and of attributes' texts there may be, and how
 *     many may be written
 * @param timeIsUp asked every now and then, from whatever thread does the work: whether it has
 *     taken too long
 */
public record ContentLimits(int depth, int nodes, long characters, BooleanSupplier timeIsUp) {
  /**
   * Deeper than anybody writes, half as deep as the JSON that is read here may be, and large enough
   * for ten megabytes of document.
   */
  public static final ContentLimits DEFAULT =
      new ContentLimits(48, 1_000_000, 64_000_000, () -> false);

  /** Refuses limits that let nothing through. */
  public ContentLimits {
    if (depth < 1 || nodes < 1 || characters < 1) {
      throw new IllegalArgumentException("limits must be at least 1");
    }
  }

  /** The same, until the time is up. */
  public ContentLimits until(BooleanSupplier timeIsUp) {
    return new ContentLimits(depth, nodes, characters, timeIsUp);
  }

  /**
   * Lets work that goes on for long find out that it is to end.
   *
   * @throws ContentException of reason {@code TOO_COSTLY} if the time is up
   */
  public void checkTime() {
    if (timeIsUp.getAsBoolean()) {
      throw new ContentException(
          ContentException.Reason.TOO_COSTLY,
          "The content takes too long to work out. Make it simpler, or split it into several"
              + " documents.");
    }
  }

  /**
   * Lets a writer find out that it writes too much.
   *
   * @param written UTF-16 units so far
   * @throws ContentException of reason {@code TOO_LARGE} if that is past the limit, {@code
   *     TOO_COSTLY} if the time is up
   */
  public void checkWritten(long written) {
    checkTime();
    if (written > characters) {
      throw new ContentException(
          ContentException.Reason.TOO_LARGE,
          "In this format the content has more than "
              + characters
              + " characters. Ask for it as text, or split it into several documents.");
    }
  }

  /** Begins to count one piece of content. */
  public ContentMeter meter() {
    return new ContentMeter(this);
  }
}
