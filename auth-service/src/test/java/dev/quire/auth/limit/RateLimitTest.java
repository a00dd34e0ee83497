package dev.quire.auth.limit;

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

  @Test
  void anIpv6CustomerCountsAsOne() {
    assertThat(Network.of("2001:db8:1:2:3:4:5:6")).isEqualTo(Network.of("2001:db8:1:2::1"));
    assertThat(Network.of("2001:db8:1:2::1")).isNotEqualTo(Network.of("2001:db8:1:3::1"));
    assertThat(Network.of("203.0.113.7")).isEqualTo("203.0.113.7");
    assertThat(Network.of("::ffff:203.0.113.7")).isEqualTo("203.0.113.7");
    assertThat(Network.of("no:address")).isEqualTo("no:address");
  }
}
