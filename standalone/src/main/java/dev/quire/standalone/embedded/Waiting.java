package dev.quire.standalone.embedded;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/** Waits for another process, which can only be asked again and again. Blocks. */
final class Waiting {
  private static final Duration BETWEEN_ATTEMPTS = Duration.ofMillis(5);

  private Waiting() {}

  interface Check {
    boolean holds() throws IOException;
  }

  /** Whether the check held before the time was over. */
  static boolean until(Duration timeout, Check check) throws IOException {
    long deadline = System.nanoTime() + timeout.toNanos();
    while (!check.holds()) {
      if (System.nanoTime() - deadline > 0) {
        return false;
      }
      LockSupport.parkNanos(BETWEEN_ATTEMPTS.toNanos());
    }
    return true;
  }
}
