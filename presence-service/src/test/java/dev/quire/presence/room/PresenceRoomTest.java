package dev.quire.presence.room;

import static dev.quire.presence.room.Frames.entries;
import static dev.quire.presence.room.Frames.frame;
import static dev.quire.presence.room.Frames.gone;
import static dev.quire.presence.room.Frames.state;
import static org.assertj.core.api.Assertions.assertThat;

import dev.quire.presence.awareness.AwarenessEntry;
import dev.quire.presence.room.PresenceRoom.Verdict;
import dev.quire.wire.Bytes;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Who speaks for whom, and what the others are told of it. */
class PresenceRoomTest extends TwoInARoom {
  @Test
  void aStateIsSentToEverybodyWithTheIdentityOfItsSession() {
    publish(ADA, state(7, 1, "{\"cursor\":[1,2],\"user\":{\"name\":\"Eve\",\"color\":\"#f00\"}}"));

    assertThat(sent())
        .containsExactly(
            state(
                7,
                1,
                "{\"cursor\":[1,2],\"user\":{\"name\":\"Ada\",\"color\":\"#f00\",\"id\":\"ada\"}}"));
    assertThat(room.edges()).containsExactly("edge-1", "edge-2");
  }

  @Test
  void aRenewalWithTheSameClockIsEchoedSoThatItsClientHearsSomething() {
    publish(ADA, state(7, 4, "{}"));
    sent();

    publish(ADA, state(7, 4, "{}"));

    assertThat(sent()).containsExactly(state(7, 4, STAMPED_ADA));
  }

  @Test
  void nobodySpeaksForTheClientOfAnother() {
    publish(ADA, state(7, 1, "{}"));
    sent();

    publish(GRACE, state(7, 99, "{\"forged\":true}"), gone(7, 100), state(9, 1, "{}"));

    assertThat(sent()).extracting(AwarenessEntry::clientId).containsExactly(9L);
    assertThat(room.clients()).hasSize(2);
    assertThat(room.clients().get(0).json()).isEqualTo(STAMPED_ADA);
  }

  @Test
  void theSamePersonInAnotherSessionIsNoExceptionWhileTheFirstIsThere() {
    SessionKey otherTab = new SessionKey("edge-2", 5);
    room.enter(otherTab, ADA_SHE_IS);
    publish(ADA, state(7, 1, "{}"));

    publish(otherTab, state(7, 2, "{\"forged\":true}"));

    assertThat(room.clients()).extracting(Presence::clock).containsExactly(1L);
  }

  @Test
  void aClientIdIsFreeAgainWhenItsSessionHasGone() {
    publish(ADA, state(7, 1, "{}"));
    room.exit(ADA);

    publish(GRACE, state(7, 3, "{}"));

    assertThat(room.clients())
        .extracting(client -> client.identity().userId())
        .containsExactly("grace");
  }

  @Test
  void anExitIsAnnouncedWithAClockThatEverybodyTakes() {
    publish(ADA, state(7, 4, "{}"));
    sent();

    room.exit(ADA);

    assertThat(sent()).containsExactly(gone(7, 5));
    assertThat(room.everybody()).isEmpty();
  }

  @Test
  void aClientThatTakesItselfAwayIsGoneForEverybody() {
    publish(ADA, state(7, 4, "{}"));
    sent();

    publish(ADA, gone(7, 5));

    assertThat(sent()).containsExactly(gone(7, 5));
    assertThat(room.clients()).isEmpty();
  }

  @Test
  void whatCameAndWentBetweenTwoFramesIsSentAsGone() {
    publish(ADA, state(7, 4, "{}"));
    room.exit(ADA);

    assertThat(sent()).containsExactly(gone(7, 5));
  }

  @Test
  void anEdgeThatFallsSilentTakesItsSessionsWithIt() {
    publish(ADA, state(7, 1, "{}"));
    publish(GRACE, state(9, 1, "{}"));
    sent();

    room.exitEdge("edge-1");

    assertThat(sent()).containsExactly(gone(7, 2));
    assertThat(room.edges()).containsExactly("edge-2");
  }

  @Test
  void aStateThatIsNotPublishedAgainIsRemovedAfterHalfAMinute() {
    publish(ADA, state(7, 1, "{}"));
    sent();
    room.expire(now + 29_000);
    assertThat(sent()).isEmpty();

    room.expire(now + 30_000);

    assertThat(sent()).containsExactly(gone(7, 2));
  }

  @Test
  void oldClocksChangeNothing() {
    publish(ADA, state(7, 5, "{\"new\":true}"));
    sent();

    publish(ADA, state(7, 4, "{\"old\":true}"));
    publish(ADA, gone(7, 4));

    assertThat(sent()).isEmpty();
    assertThat(room.clients().get(0).json()).contains("new");
  }

  @Test
  void aClientThatComesBackWithAnOldClockIsSeenAgainByAll() {
    StockClient ada = new StockClient(7);
    StockClient grace = new StockClient(9);
    publish(GRACE, grace.sets("{}"));
    ada.sets("{}");
    publish(ADA, ada.sets("{}"));
    grace.hears(sent());
    assertThat(grace.sees()).contains(7L);
    room.exit(ADA);
    grace.hears(sent());
    assertThat(grace.sees()).doesNotContain(7L);

    SessionKey again = new SessionKey("edge-2", 8);
    room.enter(again, ADA_SHE_IS);
    for (AwarenessEntry answer : ada.hears(publish(again, ada.announcement()))) {
      publish(again, answer);
    }
    grace.hears(sent());

    assertThat(grace.sees()).contains(7L);
  }

  @Test
  void aSessionWhoseAwarenessStartedAnewIsHeardAgain() {
    StockClient grace = new StockClient(9);
    publish(ADA, state(7, 40, "{}"));
    grace.hears(sent());
    StockClient reborn = new StockClient(7);
    reborn.sets("{}");

    for (AwarenessEntry answer : reborn.hears(publish(ADA, reborn.sets("{\"fresh\":1}")))) {
      publish(ADA, answer);
    }
    grace.hears(sent());

    assertThat(grace.stateOf(7)).contains("fresh");
  }

  @Test
  void whoEntersGetsEverybody() {
    publish(ADA, state(7, 1, "{}"));
    publish(GRACE, state(9, 1, "{}"));

    assertThat(entries(room.everybody().orElse(null)))
        .extracting(AwarenessEntry::clientId)
        .containsExactly(7L, 9L);
  }

  @Test
  void malformedFramesChangeNothing() {
    publish(ADA, state(7, 1, "{}"));
    sent();
    Bytes truncated = frame(state(7, 2, "{}"), state(8, 2, "{}")).slice(0, 9);

    for (Bytes bad :
        List.of(
            truncated,
            Bytes.EMPTY,
            Bytes.of(new byte[] {(byte) 0xff, (byte) 0xff, (byte) 0xff, (byte) 0xff, 0x0f}),
            frame(state(7, 3, "{}"), state(7, 4, "not json")),
            frame(state(7, 3, "[".repeat(4000))))) {
      assertThat(room.publish(ADA, bad, now).verdict()).isEqualTo(Verdict.MALFORMED);
    }

    assertThat(sent()).isEmpty();
    assertThat(room.clients()).extracting(Presence::clock).containsExactly(1L);
  }

  @Test
  void aSessionThatHasNotEnteredIsToldSo() {
    assertThat(room.publish(new SessionKey("edge-9", 9), frame(state(1, 1, "{}")), now).verdict())
        .isEqualTo(Verdict.UNKNOWN_SESSION);
  }

  @Test
  void aRoomIsEmptyWhenItsLastSessionHasGone() {
    room.exit(ADA);
    assertThat(room.isEmpty()).isFalse();
    room.exit(GRACE);
    assertThat(room.isEmpty()).isTrue();
  }
}
