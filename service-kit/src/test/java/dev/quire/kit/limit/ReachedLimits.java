package dev.quire.kit.limit;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Metrics;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;

/** Reads what {@link LimitCounts} count, from here on. */
public final class ReachedLimits implements AutoCloseable {
  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();

  public ReachedLimits() {
    Metrics.addRegistry(meters);
  }

  public double reached(String limit) {
    return meters.getMeters().stream()
        .filter(meter -> meter.getId().getName().endsWith(".limit.reached"))
        .filter(meter -> limit.equals(meter.getId().getTag("limit")))
        .mapToDouble(meter -> ((Counter) meter).count())
        .sum();
  }

  @Override
  public void close() {
    Metrics.removeRegistry(meters);
  }
}
