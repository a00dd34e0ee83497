package dev.quire.wire.doc;

import dev.quire.wire.WireMessage;
import java.util.List;

/**
 * Asks for the revocations after a number. Whoever has every one up to an answer's {@code head}
 * knows all that was committed before the question was sent.
 *
 * @param after the last number that is known; 0 for none
 */
public record ReadRevocations(long after) implements WireMessage {
  /** The most entries of one answer. */
  public static final int PAGE = 500;

  /**
   * @param head the last number given when the question was answered
   * @param forgottenThrough entries up to this number are kept no longer
   * @param entries those after the number asked for, at most {@link #PAGE}, without a gap
   */
  public record Page(long head, long forgottenThrough, List<Revocation> entries)
      implements WireMessage {}
}
