package dev.quire.collab.host;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class EdgesHeardTest {

  @Test
  void anEdgeThatFallsSilentIsNamedOnce() {
    EdgesHeard edges = new EdgesHeard();
    edges.heard("edge-1", 0);
    edges.heard("edge-2", 5_000);

    assertThat(edges.gone(9_999)).isEmpty();
    assertThat(edges.gone(10_000)).containsExactly("edge-1");
    assertThat(edges.gone(10_001)).isEmpty();
  }
}
