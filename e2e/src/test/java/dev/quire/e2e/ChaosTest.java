package dev.quire.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Random;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Everything that may go wrong with the processes of a cluster and what is between them, one thing
 * after the other, under editing with stock clients: nothing acknowledged or seen is lost, the log
 * has no gap and nothing twice, its epochs never decrease, and all agree in the end.
 *
 * <p>{@code -Dquire.chaos.seed} repeats a run's faults; a short run's are the same each time.
 * {@code -Dquire.chaos.minutes} goes on for so long, with new ones. {@code -Dquire.chaos.only} is a
 * pattern of the faults that are to happen, such as {@code SIGTERM owner.*}, to look into these.
 * The promised times are printed; {@code -Dquire.chaos.slowness} says how many times as long they
 * may be on a machine that does other things, too.
 */
@Tag("slow")
@Tag("chaos")
class ChaosTest {
  private static final Logger log = LoggerFactory.getLogger(ChaosTest.class);
  private static final Duration LASTING =
      Duration.ofMinutes(Long.getLong("quire.chaos.minutes", 0));
  private static final String ALL = ".*";
  private static final Pattern ONLY = Pattern.compile(System.getProperty("quire.chaos.only", ALL));
  private static final long SLOWNESS = Long.getLong("quire.chaos.slowness", 20);
  private static final int SETTLE_EVERY = 10;
  private static final long TAKEOVER_MILLIS = 2_000;
  private static final long FREEZE_MILLIS = 10_000;
  private static final long HANDOVER_MILLIS = 500;

  private final long seed =
      Long.getLong(
          "quire.chaos.seed", LASTING.isZero() ? 1 : new Random().nextInt(Integer.MAX_VALUE));

  @Test
  void nothingIsLostWhateverHappensToAnyProcessOrConnection() throws Exception {
    log.info("seed {}: repeat with -Dquire.chaos.seed={}", seed, seed);
    Random random = new Random(seed);
    Timeline timeline = new Timeline();
    try (BusyCluster busy = BusyCluster.start("chaos", seed)) {
      FaultInjector injector = new FaultInjector(busy);
      long end = System.nanoTime() + LASTING.toNanos();
      do {
        Deque<Fault> faults = new ArrayDeque<>(Fault.schedule(random, MemberLinks.canBeCut()));
        while (!faults.isEmpty()) {
          Fault fault = faults.remove();
          if (!ONLY.matcher(fault.toString()).matches()) {
            continue;
          }
          try {
            log.info("{}", timeline.add(injector.inject(fault)));
          } catch (AssertionError e) {
            throw new AssertionError(
                "fault " + (timeline.faults() + 1) + ", " + fault + ": " + e.getMessage(), e);
          }
          if (timeline.faults() % SETTLE_EVERY == 0) {
            agree(busy);
          }
        }
      } while (System.nanoTime() - end < 0);
      agree(busy);
      log.info("seed {}: {}", seed, timeline.summary());
    } catch (AssertionError e) {
      throw new AssertionError("-Dquire.chaos.seed=" + seed + ": " + e.getMessage(), e);
    }
    assertThat(timeline.faults()).isGreaterThanOrEqualTo(ONLY.pattern().equals(ALL) ? 30 : 1);
    assertThat(Timeline.quantile(timeline.takeoversAfterKills(), 0.95))
        .as("ms from kill -9 of an owner to the first acknowledgement, p95")
        .isLessThan(SLOWNESS * TAKEOVER_MILLIS);
    assertThat(Timeline.quantile(timeline.takeoversAfterFreezes(), 0.95))
        .as("ms from the freeze of an owner to the first acknowledgement, p95")
        .isLessThan(SLOWNESS * FREEZE_MILLIS);
    assertThat(Timeline.quantile(timeline.plannedPauses(), 0.95))
        .as("ms that an edit waits in a planned handover, p95")
        .isLessThan(SLOWNESS * HANDOVER_MILLIS);
  }

  private static void agree(BusyCluster busy) throws Exception {
    busy.people().settle();
    int revisions = busy.people().verify();
    log.info("all agree, at {} revisions; {} edits acknowledged", revisions, busy.people().saved());
    busy.people().edit(BusyCluster.BETWEEN_EDITS_MILLIS);
  }
}
