package dev.quire.edge.socket;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quire.edge.pace.EdgeLimits;
import dev.quire.kit.Settings;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class CensusTest {
  private static final String HERE = "192.0.2.1";
  private static final String THERE = "192.0.2.2";

  private final EdgeLimits limits =
      EdgeLimits.from(
          Settings.of(
              Map.of(
                  "QUIRE_LIMIT_SOCKETS", "4",
                  "QUIRE_LIMIT_UNAUTHENTICATED_SOCKETS", "3",
                  "QUIRE_LIMIT_SOCKETS_PER_ADDRESS", "2",
                  "QUIRE_LIMIT_SOCKETS_PER_USER", "1")));
  private final Census census = new Census();

  @Test
  void whoIsRefusedTakesNoPlace() {
    enter(HERE, 2);

    assertThat(census.enter(HERE, limits)).contains("sockets_per_address");
    assertThat(census.sockets()).isEqualTo(2);
    assertThat(census.strangers()).isEqualTo(2);
    enter(THERE, 1);
    assertThat(census.enter(THERE, limits)).contains("unauthenticated_sockets");
    assertThat(census.sockets()).isEqualTo(3);
  }

  @Test
  void aPlaceThatWasLeftCanBeTakenAgain() {
    enter(HERE, 2);

    census.left(HERE, Optional.empty());

    enter(HERE, 1);
    assertThat(census.enter(HERE, limits)).isPresent();
  }

  @Test
  void whoIsKnownIsNoStrangerAndCountsAsTheUserUntilTheyLeave() {
    enter(HERE, 2);
    assertThat(census.identified("ann", limits)).isTrue();
    assertThat(census.identified("ann", limits)).isFalse();
    assertThat(census.identified("bob", limits)).isTrue();
    assertThat(census.strangers()).isZero();

    enter(THERE, 2);
    assertThat(census.enter("192.0.2.3", limits)).contains("sockets");

    census.left(HERE, Optional.of("ann"));
    assertThat(census.sockets()).isEqualTo(3);
    assertThat(census.identified("ann", limits)).isTrue();
  }

  private void enter(String address, int times) {
    for (int i = 0; i < times; i++) {
      assertThat(census.enter(address, limits)).isEmpty();
    }
  }
}
