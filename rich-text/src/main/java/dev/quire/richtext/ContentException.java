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
    TOO_LARGE,
    /** Working it out takes too long. */
    TOO_COSTLY
  }

  private final Reason reason;
  private final String detail;

  /** Content that can't be used. */
  public ContentException(Reason reason, String detail) {
    super(detail);
    this.reason = reason;
    this.detail = detail;
  }

  /** What is wrong and what to do, for the person who sent it. */
  public String detail() {
    return detail;
  }

  /** What is wrong. */
  public Reason reason() {
    return reason;
  }
}
