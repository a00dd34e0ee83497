package dev.quire.crdt;

/**
 * Bytes that are not a valid update, state vector or delete set.
 *
 * <p>Thrown while decoding and therefore always before a document has changed. The message is fit
 * to be shown to whoever sent the bytes: it holds the position and the reason, never content.
 */
public final class MalformedUpdateException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final int position;
  private final String reason;

  /**
   * A refusal.
   *
   * @param position offset in bytes from the start of the input, at or just behind the fault
   * @param reason what is wrong there
   */
  public MalformedUpdateException(int position, String reason) {
    super(reason + " (at byte " + position + ")");
    this.position = position;
    this.reason = reason;
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
