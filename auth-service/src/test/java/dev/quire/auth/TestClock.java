package dev.quire.auth;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** Time that passes when told to. Begins at the present: tokens are verified by the real clock. */
final class TestClock implements InstantSource {
  private volatile Instant now = Instant.now();

  @Override
  public Instant instant() {
    return now;
  }

  synchronized void passes(Duration time) {
    now = now.plus(time);
  }
}
