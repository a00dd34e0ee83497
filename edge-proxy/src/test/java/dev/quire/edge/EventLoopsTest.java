package dev.quire.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.quire.edge.world.Client;
import dev.quire.edge.world.EdgeWorld;
import dev.quire.edge.world.FakeServices;
import dev.quire.wire.Bytes;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** One port, several loops: each is an edge of its own, and nobody outside can tell. */
class EventLoopsTest {
  private static final int SOCKETS = 8;

  private final EdgeWorld world =
      new EdgeWorld(
          "QUIRE_EDGE_EVENT_LOOPS", "2", "QUIRE_LIMIT_SOCKETS", Integer.toString(SOCKETS));

  @AfterEach
  void stop() {
    world.close();
  }

  @Test
  void clientsOfOneDocumentOnDifferentLoopsHearEachOther() {
    String editor = world.tokens.external("editor");
    List<Client> clients = new ArrayList<>();
    for (int i = 0; i < SOCKETS; i++) {
      clients.add(world.collab().opens("notes", editor));
    }
    assertThat(world.owners.edgesOf(FakeServices.id("notes")))
        .containsExactlyInAnyOrder("edge-1.0", "edge-1.1");

    for (int i = 0; i < clients.size(); i++) {
      clients.get(i).send(Client.update("notes", (byte) 1, (byte) i));
    }
    world.owners.commit(FakeServices.id("notes"), Bytes.of(new byte[] {9}));

    for (Client client : clients) {
      // Everything but what it has sent itself, and its own acknowledgement.
      await().until(() -> client.countCollab("sync.update") == clients.size());
      await().until(() -> client.countCollab("sync-status applied") == 1);
    }
  }

  @Test
  void theBoundOfSocketsIsThatOfAllLoopsTogether() {
    for (int i = 0; i < SOCKETS; i++) {
      world.collab();
    }
    for (int i = 0; i < 2; i++) {
      assertThatThrownBy(world::collab).rootCause().hasMessageContaining("503");
    }
  }

  @Test
  void allLoopsTellTheirSocketsToReconnectWhenTheEdgeStops() {
    List<Client> clients = new ArrayList<>();
    for (int i = 0; i < SOCKETS; i++) {
      clients.add(world.collab());
    }
    EdgeWorld.await(world.stop());
    assertThat(clients).allMatch(client -> client.awaitClose() == 1012);
    assertThat(world.health.report()).isEmpty();
  }
}
