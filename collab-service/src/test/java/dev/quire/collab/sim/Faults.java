package dev.quire.collab.sim;

import dev.quire.collab.host.CollabSettings;
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
 * @param majorityRules whether the lock service has a majority rule; without it, a half that is cut
 *     off goes on by itself
 * @param processes collab processes at the start
 */
record Faults(
    double loss,
    double repetition,
    double reordering,
    long maxDelayMillis,
    double appends,
    double calls,
    long chaosMillis,
    boolean majorityRules,
    int processes,
    int lanes,
    int chunkBytes,
    long heldBytes,
    OwnerLimits limits) {

  static final int MAX_STATE_BYTES = 1 << 20;
  static final long LOG_TIMEOUT_MILLIS = 1000;

  static Faults of(Random random) {
    return new Faults(
        random.nextInt(3) == 0 ? 0 : random.nextDouble() * 0.1,
        random.nextInt(3) == 0 ? 0 : random.nextDouble() * 0.1,
        random.nextInt(3) == 0 ? 0 : random.nextDouble() * 0.1,
        1 + random.nextInt(60),
        random.nextInt(3) == 0 ? 0 : random.nextDouble() * 0.3,
        random.nextInt(3) == 0 ? 0 : random.nextDouble() * 0.2,
        500 + random.nextInt(4000),
        random.nextBoolean(),
        1 + random.nextInt(4),
        1 + random.nextInt(2),
        random.nextBoolean() ? 1 << 18 : 20 + random.nextInt(400),
        1 << 24,
        limits(random));
  }

  /** A world in which nothing goes wrong by chance. */
  static Faults none(int processes, boolean majorityRules) {
    return new Faults(
        0,
        0,
        0,
        5,
        0,
        0,
        Long.MAX_VALUE / 4,
        majorityRules,
        processes,
        1,
        1 << 18,
        1 << 24,
        OwnerLimits.DEFAULT);
  }

  /** Whether documents fill up, so that edits are refused. */
  boolean hasSmallDocuments() {
    return limits.maxStateBytes() < MAX_STATE_BYTES;
  }

  /** What a process of this world is told at its start. */
  CollabSettings settings(String process) {
    return new CollabSettings(
        process,
        lanes,
        1000,
        2,
        40,
        4000,
        1 << 20,
        heldBytes,
        chunkBytes,
        LOG_TIMEOUT_MILLIS,
        limits);
  }

  /** Small enough that a few edits reach them. */
  private static OwnerLimits limits(Random random) {
    return new OwnerLimits(
        random.nextInt(8) == 0 ? 150 + random.nextInt(800) : MAX_STATE_BYTES,
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
