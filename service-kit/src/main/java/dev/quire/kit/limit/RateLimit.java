package dev.quire.kit.limit;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.ConsumptionProbe;
import io.github.bucket4j.TimeMeter;
import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * So many a minute for each key, all of them at once if need be, counted in this process's memory.
 * Remembers the keys used last; one that falls out of memory starts afresh, so an attacker gains by
 * that only what as many addresses would give anyway.
 */
public final class RateLimit {
  private static final int MAX_KEYS = 100_000;
  private static final Duration PERIOD = Duration.ofMinutes(1);

  private final int perMinute;
  private final TimeMeter time;
  private final Cache<String, Bucket> buckets =
      Caffeine.newBuilder().maximumSize(MAX_KEYS).expireAfterAccess(PERIOD.multipliedBy(2)).build();

  /**
   * @param perMinute 0 for no limit
   * @param nanoTime as {@link System#nanoTime}
   */
  public RateLimit(int perMinute, LongSupplier nanoTime) {
    this.perMinute = perMinute;
    this.time =
        new TimeMeter() {
          @Override
          public long currentTimeNanos() {
            return nanoTime.getAsLong();
          }

          @Override
          public boolean isWallClockBased() {
            return false;
          }
        };
  }

  /** Takes one. Zero where there was one to take, else how long to wait for the next. */
  public Duration take(String key) {
    if (perMinute == 0) {
      return Duration.ZERO;
    }
    ConsumptionProbe probe = buckets.get(key, this::bucket).tryConsumeAndReturnRemaining(1);
    return probe.isConsumed() ? Duration.ZERO : Duration.ofNanos(probe.getNanosToWaitForRefill());
  }

  /** Gives one back: what it was taken for does not count. */
  public void giveBack(String key) {
    Bucket bucket = buckets.getIfPresent(key);
    if (bucket != null) {
      bucket.addTokens(1);
    }
  }

  private Bucket bucket(String key) {
    return Bucket.builder()
        .addLimit(limit -> limit.capacity(perMinute).refillGreedy(perMinute, PERIOD))
        .withCustomTimePrecision(time)
        .build();
  }
}
