package dev.quire.kit.limit;

import io.micrometer.core.instrument.Metrics;

/**
 * How often a service's limits were reached, for its metrics: {@code
 * quire_<service>_limit_reached_total{limit="…"}}. Safe from any thread.
 *
 * @param service its short name, such as {@code auth}
 */
public record LimitCounts(String service) {
  /**
   * @param limit its setting's name without {@code QUIRE_LIMIT_}, in lower case
   */
  public void reached(String limit) {
    Metrics.counter("quire." + service + ".limit.reached", "limit", limit).increment();
  }
}
