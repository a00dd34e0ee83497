package dev.quire.collab.sim;

import dev.quire.collab.owner.OwnerLimits;
import java.util.Random;

/**
 * How bad a world is, drawn from its seed: some worlds are nearly calm, some are bad in one way,
 * and some in every way. All are probabilities, of one message or one call.
 *
 * @param maxDelayMillis the longest that a message takes as a rule
 * @param appends that an append goes wrong in one of the ways that leave its outcome unknown
 * @param calls that another call of the log gets no answer
 * @param chaosMillis how long between two disasters, on average
 */
record Faults(
    double loss,
    double repetition,
    double reordering,
    long maxDelayMillis,
    double appends,
    double calls,
    long chaosMillis,
    OwnerLimits limits) {

  static final int MAX_STATE_BYTES = 1 << 20;

  static Faults of(Random random) {
    return new Faults(
        random.nextInt(3) == 0 ? 0 : random.nextDouble() * 0.1,
        random.nextInt(3) == 0 ? 0 : random.nextDouble() * 0.1,
        random.nextInt(3) == 0 ? 0 : random.nextDouble() * 0.1,
        1 + random.nextInt(60),
        random.nextInt(3) == 0 ? 0 : random.nextDouble() * 0.3,
        random.nextInt(3) == 0 ? 0 : random.nextDouble() * 0.2,
        500 + random.nextInt(4000),
        limits(random));
  }

  /** Small enough that a few edits reach them. */
  private static OwnerLimits limits(Random random) {
    return new OwnerLimits(
        MAX_STATE_BYTES,
        random.nextInt(10) == 0 ? 6 : 1000,
        MAX_STATE_BYTES,
        random.nextInt(10) == 0 ? 400 : MAX_STATE_BYTES,
        100,
        200 + random.nextInt(2000),
        1 + random.nextInt(5),
        1 + random.nextInt(500),
        3 + random.nextInt(60),
        200 + random.nextInt(5000),
        random.nextBoolean() ? MAX_STATE_BYTES : 200 + random.nextInt(800),
        1000 + random.nextInt(5000));
  }
}
