package dev.quire.edge.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** How long connections may be quiet. */
class QuietConnectionsTest {
  private final QuietConnections<String> quiet = new QuietConnections<>(20, 75);

  @Test
  void namesWhoAsksForNothingOnce() {
    quiet.connected("slow", 100);
    assertThat(quiet.overdue(119)).isEmpty();
    assertThat(quiet.overdue(120)).containsExactly("slow");
    assertThat(quiet.overdue(200)).isEmpty();
  }

  @Test
  void waitsForNobodyWhileARequestIsUnderWay() {
    quiet.connected("busy", 0);
    quiet.asked("busy");
    assertThat(quiet.overdue(1_000)).isEmpty();
    quiet.answered("busy", 1_000);
    assertThat(quiet.overdue(1_074)).isEmpty();
    assertThat(quiet.overdue(1_075)).containsExactly("busy");
  }

  @Test
  void forgetsWhoHasGone() {
    quiet.connected("gone", 0);
    quiet.closed("gone");
    assertThat(quiet.overdue(1_000)).isEmpty();
  }
}
