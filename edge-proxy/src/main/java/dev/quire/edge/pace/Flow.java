package dev.quire.edge.pace;

import io.github.bucket4j.Bandwidth;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.local.LocalBucketBuilder;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A token bucket that lends: what has come has come, and who brought too much is told how long to
 * be left alone. Safe from any thread.
 */
public final class Flow {
  /** A burst comes in pieces of what its peak allows in so much of a second. */
  private static final int PIECES_A_SECOND = 40;

  private final @Nullable Bucket bucket;

  private Flow(@Nullable Bucket bucket) {
    this.bucket = bucket;
  }

  public static Flow of(Rate rate) {
    if (rate.isNone()) {
      return new Flow(null);
    }
    LocalBucketBuilder builder =
        Bucket.builder().addLimit(bandwidth(rate.burst(), rate.perSecond()));
    if (rate.peakPerSecond() > 0) {
      int piece = Math.max(1, rate.peakPerSecond() / PIECES_A_SECOND);
      builder.addLimit(bandwidth(piece, rate.peakPerSecond()));
    }
    return new Flow(builder.build());
  }

  private static Bandwidth bandwidth(int capacity, int perSecond) {
    return Bandwidth.builder()
        .capacity(capacity)
        .refillGreedy(perSecond, Duration.ofSeconds(1))
        .build();
  }

  /**
   * Takes so many.
   *
   * @return how long to wait before the next, in nanoseconds
   */
  public long take(long many) {
    return bucket == null || many == 0 ? 0 : bucket.consumeIgnoringRateLimits(many);
  }

  /**
   * Takes one, unless some are owed.
   *
   * @return 0 where it was taken, else how long to wait before the next, in nanoseconds
   */
  long takeUnlessOwed() {
    return bucket == null ? 0 : bucket.tryConsumeAndReturnRemaining(1).getNanosToWaitForRefill();
  }

  /** Gives so many back that were taken and not used. */
  public void giveBack(long many) {
    if (bucket != null) {
      bucket.addTokens(many);
    }
  }

  /** How long to wait before the next as things are, in nanoseconds; takes nothing. */
  long owed() {
    return bucket == null ? 0 : bucket.estimateAbilityToConsume(1).getNanosToWaitForRefill();
  }
}
