package dev.quire.richtext;

/**
 * How much content is read at most. What is past a limit is refused, never cut.
 *
 * @param depth how deep elements may lie in each other
 * @param nodes how many elements and runs of text there may be
 * @param characters how many UTF-16 units of text and of attributes' texts there may be
 */
public record ContentLimits(int depth, int nodes, long characters) {
  /**
   * Deeper than anybody writes, half as deep as the JSON that is read here may be, and large enough
   * for ten megabytes of document.
   */
  public static final ContentLimits DEFAULT = new ContentLimits(48, 1_000_000, 64_000_000);

  /** Refuses limits that let nothing through. */
  public ContentLimits {
    if (depth < 1 || nodes < 1 || characters < 1) {
      throw new IllegalArgumentException("limits must be at least 1");
    }
  }

  /** Begins to count one piece of content. */
  public ContentMeter meter() {
    return new ContentMeter(this);
  }
}
