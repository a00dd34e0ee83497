package dev.quire.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Kills the whole process at random moments under editing, and looks for every edit that was
 * acknowledged or shown to anybody. {@code -Dquire.seed} repeats a run's moments and edits; {@code
 * -Dquire.crash.rounds} makes it longer.
 */
class CrashTest {
  private static final Logger log = LoggerFactory.getLogger(CrashTest.class);
  private static final int KILLS = Integer.getInteger("quire.crash.rounds", 20);
  private static final int TERMINATIONS = Math.max(1, KILLS / 4);
  private static final int DOCUMENTS = 3;
  private static final int MIN_EDITING_MILLIS = 100;
  private static final int MAX_EDITING_MILLIS = 1_200;

  @RegisterExtension static final RunningQuire QUIRE = new RunningQuire();

  private final long seed = Long.getLong("quire.seed", 1);
  private final Random random = new Random(seed);

  @Test
  void nothingAcknowledgedOrSeenIsLostWhenTheProcessIsKilledOrStopped() throws Exception {
    log.info("seed {}: repeat with -Dquire.seed={}", seed, seed);
    try (Editors editors = Editors.start(QUIRE.coordinates())) {
      editors.open(DOCUMENTS, seed);
      for (int round = 1; round <= KILLS + TERMINATIONS; round++) {
        boolean kill = round % 5 != 0;
        editors.editFor(random.nextInt(MIN_EDITING_MILLIS, MAX_EDITING_MILLIS));
        if (kill) {
          QUIRE.kill();
        } else {
          QUIRE.terminate();
        }
        editors.freeze();
        Duration start = QUIRE.start();
        Editors.Totals totals = editors.verify();
        editors.settle();
        log.info("round {}: {} start={} {}", round, kill ? "killed" : "stopped", start, totals);
      }
      Editors.Totals totals = editors.verify();
      assertThat(totals.acknowledged()).isGreaterThan(10 * (KILLS + TERMINATIONS));
      editors.verifyWholeAndLeave();
    } catch (AssertionError | IOException e) {
      throw new AssertionError("seed " + seed + ": " + e.getMessage(), e);
    }
  }
}
