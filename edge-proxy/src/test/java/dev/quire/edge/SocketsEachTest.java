package dev.quire.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.quire.edge.world.Client;
import dev.quire.edge.world.EdgeWorld;
import dev.quire.edge.world.RawClient;
import org.junit.jupiter.api.Test;

/** Sockets and connections at the same moment: of one address, of one user, of all. */
class SocketsEachTest extends WatchedEdge {
  @Test
  void oneAddressHasNoMoreSocketsThanItMayAndAnotherIsNoneOfItsBusiness() {
    world("QUIRE_LIMIT_SOCKETS_PER_ADDRESS", "2", "QUIRE_EDGE_TRUSTED_PROXIES", "127.0.0.1");
    world.collab();
    world.collab();
    assertThatThrownBy(world::collab).rootCause().hasMessageContaining("429");
    assertThat(reached("sockets_per_address")).isEqualTo(1);
    Client first = world.connect(from("203.0.113.1"));
    world.connect(from("203.0.113.1"));
    assertThatThrownBy(() -> world.connect(from("1.2.3.4, 203.0.113.1")))
        .rootCause()
        .hasMessageContaining("429");
    EdgeWorld.await(first.socket.close());
    await().untilAsserted(() -> world.connect(from("203.0.113.1")));
    edits();
  }

  @Test
  void whoeverHasAWholeNetworkOfAddressesCountsAsOne() {
    world("QUIRE_LIMIT_SOCKETS_PER_ADDRESS", "2", "QUIRE_EDGE_TRUSTED_PROXIES", "127.0.0.1");
    world.connect(from("2001:db8:0:1::1"));
    world.connect(from("2001:db8:0:1:ffff::2"));
    assertThatThrownBy(() -> world.connect(from("2001:db8:0:1::3")))
        .rootCause()
        .hasMessageContaining("429");
    world.connect(from("2001:db8:0:2::1"));
    edits();
  }

  @Test
  void oneUserHasNoMoreSocketsThanHeMay() {
    world("QUIRE_LIMIT_SOCKETS_PER_USER", "2");
    String token = token("alice");
    Client second = world.yjs("notes", token);
    second.send(new byte[] {0, 0, 1, 0});
    second.awaitYjs("sync.step1");
    Client third = world.yjs("notes", token);
    assertThat(third.awaitClose()).isEqualTo(1013);
    assertThat(reached("sockets_per_user")).isEqualTo(1);
    edits();
    EdgeWorld.await(second.socket.close());
    await()
        .untilAsserted(
            () -> {
              Client again = world.yjs("notes", token);
              again.send(new byte[] {0, 0, 1, 0});
              again.awaitYjs("sync.step1");
            });
  }

  @Test
  void connectionsAreBounded() {
    world("QUIRE_LIMIT_CONNECTIONS", "3");
    world.raw();
    world.raw();
    RawClient tooMany = world.raw();
    await().until(() -> tooMany.closed);
    assertThat(reached("connections")).isEqualTo(1);
    edits();
  }
}
