package dev.quire.presence;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/**
 * The real time, and as much more as it is told: what takes half a minute need not be waited for.
 */
final class TestClock implements InstantSource {
  private volatile Duration ahead = Duration.ZERO;

  @Override
  public Instant instant() {
    return Instant.now().plus(ahead);
  }

  synchronized void passes(Duration time) {
    ahead = ahead.plus(time);
  }
}
