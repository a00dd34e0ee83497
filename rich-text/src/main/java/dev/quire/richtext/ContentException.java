package dev.quire.richtext;

/**
 * Content that can't be used: not of its format, or past a limit. The message is for the person who
 * sent it and says what is wrong and what to do.
 */
public final class ContentException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** What is wrong. */
  public enum Reason {
    /** It is not of the format that it was said to have. */
    INVALID,
    /** It is nested too deeply, or holds too much. */
    TOO_LARGE
  }

  private final Reason reason;

  /** Content that can't be used. */
  public ContentException(Reason reason, String message) {
    super(message);
    this.reason = reason;
  }

  /** What is wrong. */
  public Reason reason() {
    return reason;
  }
}
