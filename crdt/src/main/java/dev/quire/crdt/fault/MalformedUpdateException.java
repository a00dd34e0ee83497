package dev.quire.crdt.fault;

/**
 * Bytes that are not a valid update, state vector, delete set or any other form of this library.
 *
 * <p>Every decoder throws it and nothing else for bytes that it can't accept, whatever the bytes,
 * and always before a document has changed. It says where the fault is, of which class it is, and
 * in words what it is. The message is fit to be shown to whoever sent the bytes: it never holds
 * content.
 */
public final class MalformedUpdateException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** The classes of faults. */
  public enum Fault {
    /** The input ends in the middle of something. */
    ENDS_EARLY,
    /** Something is complete, and bytes follow it. */
    TRAILING_BYTES,
    /** A length or a number of things that the rest of the input can't hold. */
    DECLARES_TOO_MUCH,
    /** Runs in an update of format v2 that stand for more than its size allows. */
    EXPANDS_TOO_MUCH,
    /**
     * An integer above 2^53 - 1, the largest that JavaScript holds exactly, or a clock above 2^31 -
     * 1.
     */
    OUT_OF_RANGE,
    /** A struct or a range that takes no clocks. */
    EMPTY,
    /** A number that stands for no kind of struct, content, type or value. */
    UNKNOWN_KIND,
    /** A client that is named a second time where it has one place. */
    REPEATED_CLIENT,
    /** A struct that names itself, or a later one of its client, as its neighbour or parent. */
    IMPOSSIBLE_REFERENCE,
    /** Values within values beyond the limit. */
    NESTED_TOO_DEEP,
    /** Text that is not UTF-8. */
    INVALID_UTF8,
    /** JSON text that is none, or nests too deep. */
    INVALID_JSON,
    /** A subdocument whose options are no object, or hold its id. */
    INVALID_SUBDOCUMENT,
    /** Anything else that the format at hand doesn't allow. */
    NOT_ALLOWED
  }

  private final Fault fault;
  private final int position;
  private final String reason;

  /**
   * A refusal.
   *
   * @param fault the class of the fault
   * @param position offset in bytes from the start of the input, at or just behind the fault
   * @param reason what is wrong there
   */
  public MalformedUpdateException(Fault fault, int position, String reason) {
    super(reason + " (at byte " + position + ")");
    this.fault = fault;
    this.position = position;
    this.reason = reason;
  }

  /** The class of the fault. */
  public Fault fault() {
    return fault;
  }

  /** Offset in bytes from the start of the input, at or just behind the fault. */
  public int position() {
    return position;
  }

  /** What is wrong, in a few words. */
  public String reason() {
    return reason;
  }
}
