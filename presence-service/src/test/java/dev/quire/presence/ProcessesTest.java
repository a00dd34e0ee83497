package dev.quire.presence;

import static dev.quire.presence.room.Frames.state;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.quire.wire.presence.PresenceAddresses;
import dev.quire.wire.presence.PresenceAlive;
import dev.quire.wire.presence.PresenceToEdge;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

/** A document goes from one process to another, and nobody is gone for that. */
class ProcessesTest extends RunningPresence {
  @Test
  void aProcessThatStartsAnewFindsTheStatesInRedis() {
    String deployed = deploy(ONE);
    edge.enters(ONE, document, 1, "ada");
    edge.publishes(ONE, document, 1, state(7, 4, "{}"));
    await().until(() -> edge.sees(7));
    get(vertx.undeploy(deployed));

    deploy(ONE);
    other.enters(ONE, document, 1, "grace");

    await().until(() -> other.sees(7));
    assertThat(other.clockOf(7)).isEqualTo(4);
  }

  @Test
  void aProcessThatStopsSendsTheEdgesToTheOthersAtOnce() {
    List<PresenceAlive> said = new CopyOnWriteArrayList<>();
    bus.consume(PresenceAddresses.ALIVE, said::add);
    String deployed = deploy(ONE);
    await().until(() -> !said.isEmpty());

    get(vertx.undeploy(deployed));

    await()
        .untilAsserted(
            () ->
                assertThat(said)
                    .last()
                    .isEqualTo(new PresenceAlive(ONE, said.get(0).start(), true)));
  }

  @Test
  void aDocumentMovesToAnotherProcessWithoutARemovalBeingAnnounced() {
    deploy(guest());
    edge.enters(guest(), document, 1, "ada");
    edge.publishes(guest(), document, 1, state(7, 1, "{}"));
    await().until(() -> edge.sees(7));
    await().untilAsserted(() -> assertThat(presence("ada")).hasSize(1));

    deploy(owner());
    clock.passes(Duration.ofSeconds(6));
    await()
        .untilAsserted(
            () -> {
              edge.publishes(guest(), document, 1, state(7, 2, "{}"));
              assertThat(edge.heard).contains(rejected(PresenceToEdge.Reason.UNKNOWN_SESSION));
            });
    other.enters(owner(), document, 1, "grace");

    await().until(() -> other.sees(7));
    assertThat(edge.heard)
        .noneMatch(output -> output instanceof PresenceToEdge.Changed && edge.sawGo(7));
  }
}
