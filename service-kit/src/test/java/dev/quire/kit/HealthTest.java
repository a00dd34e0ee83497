package dev.quire.kit;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class HealthTest {
  private final Health health = new Health();

  @Test
  void lessThanEverythingIsStillReadyButNothingIsNot() {
    health.register("redis", () -> Health.Status.DEGRADED);
    assertThat(health.isReady()).isTrue();
    health.register("postgres", () -> Health.Status.DOWN);
    assertThat(health.isReady()).isFalse();
    assertThat(health.report()).containsEntry("postgres", Health.Status.DOWN);
    health.unregister("postgres");
    assertThat(health.isReady()).isTrue();
  }

  @Test
  void aDrainingProcessIsNotReadyAnyMore() {
    health.register("redis", () -> Health.Status.UP);
    health.drain();
    assertThat(health.isReady()).isFalse();
  }
}
