package dev.quire.richtext;

import dev.quire.richtext.ContentException.Reason;

/** Counts what is read of one piece of content, and refuses what is past the limits. */
public final class ContentMeter {
  private static final int NODES_BETWEEN_LOOKS = 256;

  private final ContentLimits limits;
  private int nodes;
  private long characters;

  ContentMeter(ContentLimits limits) {
    this.limits = limits;
  }

  /**
   * Counts an element or a run.
   *
   * @param depth how many elements it lies in
   * @throws ContentException if it is past a limit
   */
  public void node(int depth) {
    if (depth > limits.depth()) {
      throw tooLarge("its elements lie more than " + limits.depth() + " deep in each other");
    }
    if (++nodes > limits.nodes()) {
      throw tooLarge("it has more than " + limits.nodes() + " elements");
    }
    if (nodes % NODES_BETWEEN_LOOKS == 0) {
      limits.checkTime();
    }
  }

  /**
   * Counts text.
   *
   * @throws ContentException if it is past a limit
   */
  public void text(String text) {
    characters += text.length();
    if (characters > limits.characters()) {
      throw tooLarge("it has more than " + limits.characters() + " characters");
    }
  }

  private static ContentException tooLarge(String why) {
    return new ContentException(
        Reason.TOO_LARGE,
        "The content is too large: " + why + ". Split it into several documents.");
  }
}
