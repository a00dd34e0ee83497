package dev.quire.presence.room;

import static dev.quire.presence.room.Frames.entries;
import static dev.quire.presence.room.Frames.frame;
import static dev.quire.presence.room.Frames.state;
import static org.assertj.core.api.Assertions.assertThat;

import dev.quire.presence.awareness.AwarenessEntry;
import org.junit.jupiter.api.Test;

/** How often everybody is told, and how much. */
class AnnouncementsTest extends TwoInARoom {
  @Test
  void manyCaretsAmongManyReadersAreSentLessOften() {
    long budget = RoomLimits.DEFAULTS.sentBytesPerSecond();
    for (int i = 2; i < 500; i++) {
      SessionKey session = new SessionKey("edge-1", i);
      room.enter(session, ADA_SHE_IS);
      publish(session, state(1000 + i, 1, "{\"cursor\":{\"anchor\":123456,\"head\":123456}}"));
    }
    long bytes = room.send(now).orElseThrow().length();
    publish(ADA, state(7, 1, "{}"));
    long dear = room.nextSendMillis() - now;
    assertThat(dear * budget / 1000).isBetween(bytes * 499, bytes * 501);
    assertThat(room.send(now + dear - 1)).isEmpty();
    assertThat(limits).contains("presence_bytes_per_second");

    assertThat(room.send(now + dear)).as("a caret by itself").isPresent();
    assertThat(room.nextSendMillis()).isEqualTo(now + dear + RoomLimits.DEFAULTS.sendMillis());
  }

  @Test
  void caretsMoveEveryTwoSecondsHoweverMany() {
    PresenceRoom poor = new PresenceRoom(new RoomLimits(100, 8, 2, 90, 50, 1, 30_000), limit -> {});
    poor.enter(ADA, ADA_SHE_IS);
    poor.publish(ADA, frame(state(7, 1, "{}")), now);
    assertThat(poor.send(now)).isPresent();
    assertThat(poor.nextSendMillis()).isEqualTo(now + 2_000);
  }

  @Test
  void theFirstChangeIsSentAtOnceAndTheNextOnesTogetherFiftyMillisecondsLater() {
    publish(ADA, state(7, 1, "{}"));
    assertThat(room.send(now)).isPresent();

    publish(ADA, state(7, 2, "{}"));
    publish(GRACE, state(9, 1, "{}"));
    publish(ADA, state(7, 3, "{}"));
    assertThat(room.send(now + 49)).isEmpty();
    assertThat(room.nextSendMillis()).isEqualTo(now + 50);

    assertThat(entries(room.send(now + 50).orElse(null)))
        .extracting(AwarenessEntry::clientId, AwarenessEntry::clock)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple(7L, 3L),
            org.assertj.core.groups.Tuple.tuple(9L, 1L));
    assertThat(room.hasUnsent()).isFalse();
  }
}
