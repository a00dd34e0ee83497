package dev.quire.kit.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class LookedUpTest {
  @Test
  void whatWasLookedUpIsToldAgainInTheNextTwoTurns() {
    LookedUp lookedUp = new LookedUp();
    lookedUp.add("a");
    assertThat(lookedUp.turn()).containsExactly("a");
    lookedUp.add("b");
    assertThat(lookedUp.turn()).containsExactlyInAnyOrder("a", "b");
    assertThat(lookedUp.turn()).containsExactly("b");
    assertThat(lookedUp.turn()).isEmpty();
  }
}
