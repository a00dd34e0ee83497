package dev.quire.presence.room;

import static dev.quire.presence.room.Frames.gone;
import static dev.quire.presence.room.Frames.state;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** What a process knows of a room that was another's before, and leaves to the next. */
class SuccessionTest extends TwoInARoom {
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

    Unstored unstored = room.takeUnstored();

    assertThat(unstored.changed()).extracting(Presence::clientId).containsExactly(7L);
    assertThat(unstored.gone()).containsExactly(8L);
    assertThat(room.takeUnstored().isEmpty()).isTrue();
    room.storeAll();
    assertThat(room.takeUnstored().changed()).hasSize(1);
  }

  private static Presence remembered(long clientId, long clock, long seen) {
    return new Presence(clientId, clock, ADA_SHE_IS, null, STAMPED_ADA, seen);
  }
}
