package dev.quire.collab.sim;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Thousands of worlds. {@code -Dquire.sim.seeds=N} for more of them, {@code -Dquire.sim.first=N} to
 * begin elsewhere, {@code -Dquire.sim.seed=N} to live one through again and read its story.
 */
class SimulationTest {
  private static final Logger log = LoggerFactory.getLogger(SimulationTest.class);
  private static final int SEEDS = Integer.getInteger("quire.sim.seeds", 1000);
  private static final long FIRST = Long.getLong("quire.sim.first", 1);

  @Test
  void everyPromiseHoldsInEveryWorld() {
    Long single = Long.getLong("quire.sim.seed");
    if (single != null) {
      Simulation simulation = new Simulation(single, true);
      try {
        simulation.run();
      } finally {
        simulation.world().story().forEach(log::info);
      }
      return;
    }
    Map<RarePath, LongAdder> taken = new ConcurrentHashMap<>();
    LongAdder inputs = new LongAdder();
    long begun = System.nanoTime();
    LongStream.range(FIRST, FIRST + SEEDS)
        .parallel()
        .forEach(
            seed -> {
              Simulation simulation = live(seed);
              inputs.add(simulation.world().inputs());
              simulation
                  .taken()
                  .forEach((path, n) -> taken.computeIfAbsent(path, p -> new LongAdder()).add(n));
            });
    report(inputs.sum(), (System.nanoTime() - begun) / 1_000_000, taken);
    assertThat(inputs.sum() / SEEDS)
        .as("inputs of owners in a world, on average")
        .isGreaterThan(400);
    if (SEEDS >= 1000) {
      assertThat(taken).as("the rare paths that were taken").containsKeys(RarePath.values());
    }
  }

  private static Simulation live(long seed) {
    Simulation simulation = new Simulation(seed, false);
    try {
      simulation.run();
      return simulation;
    } catch (RuntimeException | AssertionError e) {
      throw new AssertionError(
          "seed " + seed + ": read its story with -Dquire.sim.seed=" + seed, e);
    }
  }

  private static void report(long inputs, long millis, Map<RarePath, LongAdder> taken) {
    log.info("seeds={} first={} inputs={} millis={}", SEEDS, FIRST, inputs, millis);
    new TreeMap<>(taken).forEach((path, times) -> log.info("path={} times={}", path, times));
  }
}
