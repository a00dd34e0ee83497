package dev.quire.edge.route;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quire.wire.DocumentId;
import dev.quire.wire.presence.PresenceAlive;
import org.junit.jupiter.api.Test;

final class PresenceRoutesTest {
  private final PresenceRoutes routes = new PresenceRoutes();

  @Test
  void aProcessThatLeavesHasNoDocumentsFromThatMomentOn() {
    routes.announced(new PresenceAlive("presence-1", 1, false), 0);
    routes.announced(new PresenceAlive("presence-2", 1, false), 0);

    assertThat(routes.announced(new PresenceAlive("presence-1", 1, true), 100)).isTrue();
    for (long number = 0; number < 100; number++) {
      assertThat(routes.processOf(new DocumentId(number, number * 31))).contains("presence-2");
    }
    assertThat(routes.announced(new PresenceAlive("presence-1", 1, true), 200)).isFalse();
  }
}
