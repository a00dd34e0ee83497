package dev.quire.kit.limit;

import dev.quire.kit.redis.RedisLink;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Metrics;
import io.vertx.core.Future;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * So many a minute for each key, over all processes that count in the same Redis under the same
 * name. Each process counts in its own memory, too: what that refuses is refused without a
 * question, and while Redis is away, or slow, it decides alone, so that several processes then
 * allow the rate each, and nobody is locked out or let through without any limit.
 *
 * <p>In Redis a key is the time at which its bucket would be full again (the generic cell rate
 * algorithm), by Redis's clock; it expires then. Keys are hashed: they are of one length, and
 * nobody's address can be read there.
 */
public final class SharedLimit {
  /** Who tries to sign in waits no longer than this for the others' count. */
  private static final long ANSWER_MILLIS = 500;

  private static final long PERIOD_MICROS = Duration.ofMinutes(1).toNanos() / 1000;

  /**
   * KEYS[1] the bucket; ARGV[1] what one costs, ARGV[2] the bucket's size, both in microseconds of
   * refilling. Takes one and answers 0, or takes none and answers how long to wait.
   */
  private static final String TAKE =
      """
      local clock = redis.call('TIME')
      local now = clock[1] * 1000000 + clock[2]
      local full = math.max(now, tonumber(redis.call('GET', KEYS[1]) or 0)) + ARGV[1]
      if full - now > tonumber(ARGV[2]) then
        return math.ceil(full - now - ARGV[2])
      end
      redis.call('SET', KEYS[1], string.format('%.0f', full), 'PX', math.ceil((full - now) / 1000))
      return 0
      """;

  /** As {@link #TAKE}; gives one back, to a bucket that is not full. */
  private static final String GIVE_BACK =
      """
      local full = tonumber(redis.call('GET', KEYS[1]) or 0) - ARGV[1]
      local clock = redis.call('TIME')
      local now = clock[1] * 1000000 + clock[2]
      if full <= now then
        return redis.call('DEL', KEYS[1])
      end
      redis.call('SET', KEYS[1], string.format('%.0f', full), 'PX', math.ceil((full - now) / 1000))
      return 0
      """;

  private final String name;
  private final int perMinute;
  private final RateLimit own;
  private final @Nullable RedisLink redis;
  private final Counter alone;

  /**
   * @param name by which processes find the same limit, such as {@code sign-in}
   * @param perMinute 0 for no limit
   * @param redis null where every process is to count by itself
   * @param nanoTime as {@link System#nanoTime}, for the count in this process
   */
  public SharedLimit(String name, int perMinute, @Nullable RedisLink redis, LongSupplier nanoTime) {
    this.name = name;
    this.perMinute = perMinute;
    this.own = new RateLimit(perMinute, nanoTime);
    this.redis = redis;
    this.alone =
        Counter.builder("quire.limits.decided.alone")
            .description("What a process had to decide by its own count, as Redis did not answer")
            .register(Metrics.globalRegistry);
  }

  /**
   * Takes one. Zero where there was one to take, else how long to wait for the next. Never fails.
   */
  public Future<Duration> take(String key) {
    Duration wait = own.take(key);
    RedisLink others = redis;
    if (perMinute == 0 || !wait.isZero() || others == null) {
      return Future.succeededFuture(wait);
    }
    return others
        .send(List.of(script(TAKE, key)))
        .timeout(ANSWER_MILLIS, TimeUnit.MILLISECONDS)
        .map(answers -> Duration.of(answers.get(0).toLong(), ChronoUnit.MICROS))
        .onSuccess(
            told -> {
              if (!told.isZero()) {
                own.giveBack(key);
              }
            })
        .otherwise(
            away -> {
              alone.increment();
              return Duration.ZERO;
            });
  }

  /** Gives one back: what it was taken for does not count. */
  public void giveBack(String key) {
    own.giveBack(key);
    RedisLink others = redis;
    if (perMinute > 0 && others != null) {
      others.send(List.of(script(GIVE_BACK, key))).onFailure(away -> alone.increment());
    }
  }

  private Request script(String script, String key) {
    return Request.cmd(Command.EVAL)
        .arg(script)
        .arg(1)
        .arg("quire:limit:" + name + ":" + hashed(key))
        .arg(PERIOD_MICROS / perMinute)
        .arg(PERIOD_MICROS);
  }

  private static String hashed(String key) {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(key.getBytes(StandardCharsets.UTF_8));
      return Base64.getUrlEncoder().withoutPadding().encodeToString(hash);
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every JDK has SHA-256", e);
    }
  }
}
