package dev.quire.wire;

/**
 * A call that was not answered with its reply. Without a stack trace: it crosses processes, and
 * says what happened by its code and detail.
 */
public final class WireFailure extends RuntimeException {
  private static final long serialVersionUID = 1;

  /** What happened, for programs. The numbers travel; they are never given to another meaning. */
  public enum Code {
    /** The request itself is wrong. */
    INVALID(1),
    UNAUTHENTICATED(2),
    FORBIDDEN(3),
    /** Does not exist, or the caller may not know that it does. */
    NOT_FOUND(4),
    /** Contradicts the present state. */
    CONFLICT(5),
    /** The receiver's bound is reached: nothing was done, try again later. */
    OVERLOADED(6),
    /** Nobody to answer, or what they need is away: nothing was done as far as is known. */
    UNAVAILABLE(7),
    /** No answer in time: it may or may not have been done. */
    TIMEOUT(8),
    /** A fault of the receiver's, logged there. It may or may not have been done. */
    INTERNAL(9),
    /** What was sent, or would have to be made, is past a limit: it is no use to try again. */
    TOO_LARGE(10),
    /** It would take longer than it may: it is no use to try the same again. */
    TOO_COSTLY(11),
    /** The log that would have to be read is past a limit: less of it may not be. */
    HISTORY_TOO_LONG(12);

    private final int number;

    Code(int number) {
      this.number = number;
    }

    public int number() {
      return number;
    }

    static Code of(int number) {
      for (Code code : values()) {
        if (code.number == number) {
          return code;
        }
      }
      return INTERNAL;
    }
  }

  private final Code code;

  public WireFailure(Code code, String detail) {
    super(detail, null, false, false);
    this.code = code;
  }

  public Code code() {
    return code;
  }

  /** What happened and what can be done, for people. */
  public String detail() {
    String message = getMessage();
    return message == null ? "" : message;
  }
}
