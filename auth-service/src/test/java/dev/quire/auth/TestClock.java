package dev.quire.auth;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicReference;

/** Time that passes when told to. Begins at the present: tokens are verified by the real clock. */
final class TestClock implements InstantSource {
  private final AtomicReference<Instant> now = new AtomicReference<>(Instant.now());

  @Override
  public Instant instant() {
    return now.get();
  }

  void passes(Duration time) {
    now.updateAndGet(instant -> instant.plus(time));
  }
}
