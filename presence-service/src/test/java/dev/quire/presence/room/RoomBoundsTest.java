package dev.quire.presence.room;

import static dev.quire.presence.room.Frames.frame;
import static dev.quire.presence.room.Frames.state;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** What a room bounds, each with somebody who goes over it. */
class RoomBoundsTest extends TwoInARoom {
  @Test
  void statesThatAreNoObjectsOrTooLargeAreDroppedAndTheRestIsTaken() {
    publish(
        ADA,
        state(7, 1, "[1]"),
        state(8, 1, "\"text\""),
        state(9, 1, "{\"x\":\"" + "é".repeat(5000) + "\"}"),
        state(10, 1L << 51, "{}"),
        state(11, 1, "{}"));

    assertThat(room.clients()).extracting(Presence::clientId).containsExactly(11L);
    assertThat(limits).containsExactly("presence_state_bytes");
  }

  @Test
  void aSessionHasABoundedNumberOfClients() {
    for (int i = 0; i < 20; i++) {
      publish(ADA, state(100 + i, 1, "{}"));
    }

    assertThat(room.clients()).hasSize(RoomLimits.DEFAULTS.clientsPerSession());
    assertThat(limits).hasSize(12).containsOnly("presence_clients_per_session");
  }

  @Test
  void aRoomHasABoundedNumberOfSessionsAndBytes() {
    PresenceRoom small =
        new PresenceRoom(new RoomLimits(100, 8, 2, 90, 50, 1 << 20, 30_000), limits::add);
    assertThat(small.enter(ADA, ADA_SHE_IS)).isTrue();
    assertThat(small.enter(GRACE, GRACE_SHE_IS)).isTrue();
    assertThat(small.enter(new SessionKey("edge-3", 1), ADA_SHE_IS)).isFalse();
    assertThat(small.enter(ADA, ADA_SHE_IS)).isTrue();

    small.publish(ADA, frame(state(1, 1, "{}"), state(2, 1, "{}"), state(3, 1, "{}")), now);

    assertThat(small.clients()).hasSize(2);
    assertThat(limits).containsExactly("presence_sessions_per_document", "presence_document_bytes");
  }
}
