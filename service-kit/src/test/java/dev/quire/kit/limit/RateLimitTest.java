package dev.quire.kit.limit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class RateLimitTest {
  private final AtomicLong nanos = new AtomicLong(1);

  @Test
  void soManyAtOnceAndThenAsTimeGoesBy() {
    RateLimit limit = new RateLimit(6, nanos::get);
    for (int i = 0; i < 6; i++) {
      assertThat(limit.take("a")).isZero();
    }

    assertThat(limit.take("a")).isEqualTo(Duration.ofSeconds(10));
    assertThat(limit.take("b")).isZero();
    nanos.addAndGet(Duration.ofSeconds(10).toNanos());
    assertThat(limit.take("a")).isZero();
    assertThat(limit.take("a")).isPositive();
  }

  @Test
  void whatIsGivenBackDoesNotCount() {
    RateLimit limit = new RateLimit(2, nanos::get);
    for (int i = 0; i < 10; i++) {
      assertThat(limit.take("a")).isZero();
      limit.giveBack("a");
    }
  }

  @Test
  void zeroIsNoLimit() {
    RateLimit limit = new RateLimit(0, nanos::get);
    for (int i = 0; i < 1000; i++) {
      assertThat(limit.take("a")).isZero();
    }
  }
}
