package dev.quire.edge;

import static org.awaitility.Awaitility.await;

import dev.quire.edge.world.Client;
import dev.quire.edge.world.EdgeWorld;
import dev.quire.wire.session.SessionAddresses;
import dev.quire.wire.session.ToEdge;
import dev.quire.wire.session.ToOwner;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class WrongOwnerTest {
  private final EdgeWorld world = new EdgeWorld();

  @AfterEach
  void stop() {
    world.close();
  }

  /** Its own announcement was lost, or is still on its way. */
  @Test
  void theOwnerThatTheWrongProcessNamesIsAskedWhoeverAnnouncesWhat() {
    List<ToOwner.Input> asked = new CopyOnWriteArrayList<>();
    world.bus.consume(SessionAddresses.owner("collab-9", 0), said -> asked.addAll(said.inputs()));
    world.owners.elsewhere = new ToEdge.Elsewhere("collab-9", 1, 7);

    Client client = world.collab();
    client.send(Client.auth("notes", world.tokens.external("editor"), "4.8.0"));
    client.awaitCollab("auth.authenticated");

    await().until(() -> asked.stream().anyMatch(ToOwner.Open.class::isInstance));
  }
}
