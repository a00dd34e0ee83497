package dev.quire.presence.room;

import static dev.quire.presence.room.Frames.entries;
import static dev.quire.presence.room.Frames.frame;
import static dev.quire.presence.room.Frames.gone;
import static dev.quire.presence.room.Frames.state;
import static org.assertj.core.api.Assertions.assertThat;

import dev.quire.presence.awareness.AwarenessEntry;
import dev.quire.presence.awareness.Identity;
import dev.quire.presence.room.PresenceRoom.Verdict;
import dev.quire.wire.Bytes;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PresenceRoomTest {
  private static final SessionKey ADA = new SessionKey("edge-1", 1);
  private static final SessionKey GRACE = new SessionKey("edge-2", 1);
  private static final Identity ADA_SHE_IS = new Identity("ada", "Ada");
  private static final Identity GRACE_SHE_IS = new Identity("grace", "Grace");
  private static final String STAMPED_ADA = "{\"user\":{\"id\":\"ada\",\"name\":\"Ada\"}}";

  private final PresenceRoom room = new PresenceRoom(RoomLimits.DEFAULTS);
  private long now = 1_000_000;

  @BeforeEach
  void bothEnter() {
    room.enter(ADA, ADA_SHE_IS);
    room.enter(GRACE, GRACE_SHE_IS);
  }

  private List<AwarenessEntry> publish(SessionKey session, AwarenessEntry... entries) {
    PresenceRoom.Published published = room.publish(session, frame(entries), now);
    assertThat(published.verdict()).isEqualTo(Verdict.TAKEN);
    return entries(published.reply());
  }

  /** What everybody is sent by now, a send interval later. */
  private List<AwarenessEntry> sent() {
    now += RoomLimits.DEFAULTS.sendMillis();
    return entries(room.send(now).orElse(null));
  }

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

    assertThat(room.send(now + dear)).as("a caret by itself").isPresent();
    assertThat(room.nextSendMillis()).isEqualTo(now + dear + RoomLimits.DEFAULTS.sendMillis());
  }

  @Test
  void caretsMoveEveryTwoSecondsHoweverMany() {
    PresenceRoom poor = new PresenceRoom(new RoomLimits(100, 8, 2, 90, 50, 1, 30_000));
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
  void statesThatAreNoObjectsOrTooLargeAreDroppedAndTheRestIsTaken() {
    publish(
        ADA,
        state(7, 1, "[1]"),
        state(8, 1, "\"text\""),
        state(9, 1, "{\"x\":\"" + "é".repeat(5000) + "\"}"),
        state(10, 1L << 51, "{}"),
        state(11, 1, "{}"));

    assertThat(room.clients()).extracting(Presence::clientId).containsExactly(11L);
  }

  @Test
  void aSessionHasABoundedNumberOfClients() {
    for (int i = 0; i < 20; i++) {
      publish(ADA, state(100 + i, 1, "{}"));
    }

    assertThat(room.clients()).hasSize(RoomLimits.DEFAULTS.clientsPerSession());
  }

  @Test
  void aRoomHasABoundedNumberOfSessionsAndBytes() {
    PresenceRoom small = new PresenceRoom(new RoomLimits(100, 8, 2, 90, 50, 1 << 20, 30_000));
    assertThat(small.enter(ADA, ADA_SHE_IS)).isTrue();
    assertThat(small.enter(GRACE, GRACE_SHE_IS)).isTrue();
    assertThat(small.enter(new SessionKey("edge-3", 1), ADA_SHE_IS)).isFalse();
    assertThat(small.enter(ADA, ADA_SHE_IS)).isTrue();

    small.publish(ADA, frame(state(1, 1, "{}"), state(2, 1, "{}"), state(3, 1, "{}")), now);

    assertThat(small.clients()).hasSize(2);
  }

  @Test
  void aSessionThatHasNotEnteredIsToldSo() {
    assertThat(room.publish(new SessionKey("edge-9", 9), frame(state(1, 1, "{}")), now).verdict())
        .isEqualTo(Verdict.UNKNOWN_SESSION);
  }

  @Test
  void whatAnotherProcessKnewIsShownAndGoesWhenNobodyClaimsIt() {
    room.restore(List.of(remembered(7, 4, now - 10_000), remembered(8, 4, now - 30_000)), now);
    assertThat(sent()).containsExactly(state(7, 4, STAMPED_ADA));

    room.expire(now + 20_000);

    assertThat(sent()).containsExactly(gone(7, 5));
  }

  @Test
  void onlyTheSamePersonTakesARememberedClientOver() {
    room.restore(List.of(remembered(7, 4, now)), now);

    publish(GRACE, state(7, 9, "{\"forged\":true}"));
    assertThat(room.clients().get(0).clock()).isEqualTo(4);
    publish(ADA, state(7, 5, "{}"));
    publish(GRACE, state(7, 9, "{\"forged\":true}"));

    assertThat(room.clients())
        .containsExactly(new Presence(7, 5, ADA_SHE_IS, ADA, STAMPED_ADA, now));
  }

  @Test
  void whatChangedIsStoredOnceAndWhatWentIsTakenOut() {
    publish(ADA, state(7, 1, "{}"), state(8, 1, "{}"));
    publish(ADA, gone(8, 2));

    PresenceRoom.Unstored unstored = room.takeUnstored();

    assertThat(unstored.changed()).extracting(Presence::clientId).containsExactly(7L);
    assertThat(unstored.gone()).containsExactly(8L);
    assertThat(room.takeUnstored().isEmpty()).isTrue();
    room.storeAll();
    assertThat(room.takeUnstored().changed()).hasSize(1);
  }

  @Test
  void aRoomIsEmptyWhenItsLastSessionHasGone() {
    room.exit(ADA);
    assertThat(room.isEmpty()).isFalse();
    room.exit(GRACE);
    assertThat(room.isEmpty()).isTrue();
  }

  private static Presence remembered(long clientId, long clock, long seen) {
    return new Presence(clientId, clock, ADA_SHE_IS, null, STAMPED_ADA, seen);
  }
}
