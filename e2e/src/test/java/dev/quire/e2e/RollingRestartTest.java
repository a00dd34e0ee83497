package dev.quire.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A new version is rolled out while people edit: every process ends by SIGTERM and is started
 * again, one after the other, behind a balancer that asks the edges whether they are ready.
 */
@Tag("slow")
@Tag("chaos")
class RollingRestartTest {
  private static final Logger log = LoggerFactory.getLogger(RollingRestartTest.class);
  private static final long SLOWNESS = Long.getLong("quire.chaos.slowness", 20);
  private static final long WAIT_MILLIS = 3_000;

  private final long seed = Long.getLong("quire.seed", 1);

  @Test
  void aRollingRestartOfABusyClusterLosesNothingAndIsAShortPause() throws Exception {
    try (BusyCluster busy = BusyCluster.start("rolling", seed)) {
      People people = busy.people();
      people.waits();
      for (String process : busy.processes()) {
        people.longest();
        busy.cluster().end(process, "TERM");
        busy.cluster().run("start", process);
        busy.awaitRecovery();
        long longest =
            people.longest().stream()
                .map(People.Wait::millis)
                .filter(millis -> millis != null)
                .max(Long::compare)
                .orElse(0L);
        log.info("{} restarted; the longest wait meanwhile {} ms", process, longest);
      }
      People.Waits waits = people.waits();
      people.settle();
      int revisions = people.verify();
      log.info(
          "rolling restart of {} processes: nothing lost of {} revisions; acknowledgement {}",
          busy.processes().size(),
          revisions,
          waits);
      assertThat(waits.p99()).as("ms, p99").isLessThan(SLOWNESS * WAIT_MILLIS);
    }
  }
}
