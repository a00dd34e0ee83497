package dev.quire.presence;

import static dev.quire.presence.room.Frames.state;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.quire.kit.limit.ReachedLimits;
import dev.quire.wire.DocumentId;
import dev.quire.wire.presence.PresenceToEdge;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Each bound of presence with somebody who goes over it, and is counted; others go on. */
class PresenceLimitsTest extends RunningPresence {
  private final ReachedLimits limits = new ReachedLimits();

  @AfterEach
  void close() {
    limits.close();
  }

  @Test
  void aStateThatIsTooLargeIsDropped() {
    deploy(ONE, "QUIRE_LIMIT_PRESENCE_STATE_BYTES", "64");
    edge.enters(ONE, document, 1, "ada");
    edge.publishes(ONE, document, 1, state(7, 1, "{\"x\":\"" + "x".repeat(64) + "\"}"));

    isCountedAndOthersAreSeen("presence_state_bytes");
  }

  @Test
  void aSessionSpeaksForSoManyClients() {
    deploy(ONE, "QUIRE_LIMIT_PRESENCE_CLIENTS_PER_SESSION", "1");
    edge.enters(ONE, document, 1, "ada");
    edge.publishes(ONE, document, 1, state(8, 1, "{}"), state(7, 1, "{}"));

    isCountedAndOthersAreSeen("presence_clients_per_session");
  }

  @Test
  void aDocumentHoldsSoManyBytes() {
    deploy(ONE, "QUIRE_LIMIT_PRESENCE_DOCUMENT_BYTES", "1024");
    edge.enters(ONE, document, 1, "ada");
    edge.publishes(ONE, document, 1, state(7, 1, "{\"x\":\"" + "x".repeat(2_000) + "\"}"));

    isCountedAndOthersAreSeen("presence_document_bytes");
  }

  /** Whoever is there sees what the bound has let through, and nothing of the client 7. */
  private void isCountedAndOthersAreSeen(String limit) {
    await().until(() -> limits.reached(limit) == 1);
    other.enters(ONE, document, 1, "grace");
    other.publishes(ONE, document, 1, state(9, 1, "{}"));
    await().until(() -> edge.sees(9));
    assertThat(edge.sees(7)).isFalse();
  }

  @Test
  void aDocumentHasSoManySessions() {
    deploy(ONE, "QUIRE_LIMIT_PRESENCE_SESSIONS_PER_DOCUMENT", "1");
    edge.enters(ONE, document, 1, "ada");
    other.enters(ONE, document, 1, "grace");

    await().until(() -> other.heard.contains(rejected(PresenceToEdge.Reason.OVERLOADED)));
    assertThat(limits.reached("presence_sessions_per_document")).isEqualTo(1);
    edge.publishes(ONE, document, 1, state(7, 1, "{}"));
    await().until(() -> edge.sees(7));
  }

  @Test
  void aProcessHasSoManyRooms() {
    deploy(ONE, "QUIRE_LIMIT_PRESENCE_ROOMS", "1");
    edge.enters(ONE, document, 1, "ada");
    DocumentId second = DocumentId.of(UUID.randomUUID());
    edge.enters(ONE, second, 2, "ada");

    await()
        .until(
            () ->
                edge.heard.contains(
                    new PresenceToEdge.Rejected(second, 2, PresenceToEdge.Reason.OVERLOADED)));
    assertThat(limits.reached("presence_rooms")).isEqualTo(1);
    edge.publishes(ONE, document, 1, state(7, 1, "{}"));
    await().until(() -> edge.sees(7));
  }

  @Test
  void caretsThatCostTooMuchAreSentLessOften() {
    deploy(ONE, "QUIRE_LIMIT_PRESENCE_BYTES_PER_SECOND", "65536");
    edge.enters(ONE, document, 1, "ada");
    edge.publishes(ONE, document, 1, state(7, 1, "{\"x\":\"" + "x".repeat(7_000) + "\"}"));

    await().until(() -> edge.sees(7));
    assertThat(limits.reached("presence_bytes_per_second")).isEqualTo(1);
    edge.publishes(ONE, document, 1, state(7, 2, "{}"));
    clock.passes(Duration.ofSeconds(1));
    await().until(() -> edge.clockOf(7) == 2);
  }
}
