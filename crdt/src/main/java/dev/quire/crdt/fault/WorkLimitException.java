package dev.quire.crdt.fault;

/**
 * A change of a document took more work than {@code DocOptions.maxSteps()} allows.
 *
 * <p>The change was given up in the middle: the document is of no use any more, and every further
 * change or encoding throws this again. Whoever sets a limit works on a document that can be thrown
 * away.
 */
public final class WorkLimitException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final long limit;

  /**
   * A change was given up.
   *
   * @param limit how many steps it was allowed
   */
  public WorkLimitException(long limit) {
    super("a change took more than " + limit + " steps; the document was given up");
    this.limit = limit;
  }

  /** How many steps the change was allowed. */
  public long limit() {
    return limit;
  }
}
