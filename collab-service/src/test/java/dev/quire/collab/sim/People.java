package dev.quire.collab.sim;

import dev.quire.kit.revocation.Following;
import dev.quire.wire.DocumentId;
import java.util.ArrayList;
import java.util.List;

/** Those who edit: what they do, when they come and go. */
final class People {
  private static final int COUNT = 5;

  private final World world;
  private final Checker checker;
  private final Cluster cluster;
  private final List<SimClient> clients = new ArrayList<>();
  private long clientsMade;
  private long offlineUntil;
  private boolean signInsEnded;
  private boolean typing = true;

  People(World world, Checker checker, Cluster cluster) {
    this.world = world;
    this.checker = checker;
    this.cluster = cluster;
  }

  List<SimClient> clients() {
    return clients;
  }

  /** Whether somebody may no longer bring what was on its way when his sign-in ended. */
  boolean hasEndedSignIns() {
    return signInsEnded;
  }

  /** The last of them may only read. */
  void begin(List<DocumentId> documents) {
    for (int i = 0; i < COUNT; i++) {
      SimClient client = client(documents.get(i % documents.size()), i != COUNT - 1);
      clients.add(client);
      live(client);
    }
  }

  SimClient client(DocumentId document, boolean mayEdit) {
    long number = ++clientsMade;
    return new SimClient("client-" + number, number, document, mayEdit, world, checker);
  }

  private void live(SimClient client) {
    world.after(
        world.between(20, 900),
        () -> {
          if (typing) {
            act(client);
            live(client);
          } else {
            connect(client);
          }
        });
  }

  private void act(SimClient client) {
    if (client.isRogue() && client.lostRightMillis() <= Following.LEASE_MILLIS) {
      return;
    }
    if (client.isRogue()) {
      world.count(RarePath.ROGUE_EDIT);
      client.forge();
      return;
    }
    if (!client.isConnected() && !client.isRogue() && world.chance(0.5)) {
      connect(client);
    }
    switch (world.random().nextInt(20)) {
      case 0, 1 -> client.repeat();
      case 2 -> client.askForState();
      case 3 -> client.forge();
      case 4 -> client.sendGarbage();
      default -> {
        client.type();
        while (world.chance(0.3)) {
          client.type();
        }
      }
    }
  }

  void connect(SimClient client) {
    if (!client.isConnected() && !client.isRogue() && world.nowMillis() >= offlineUntil) {
      world.count(RarePath.CLIENT_RECONNECTED);
      client.connect(world.pick(cluster.edges()));
    }
  }

  /**
   * Somebody's sign-in ends. What it sends in the next second may still be let in; what it makes up
   * after that must not be, whoever owns the document by then.
   */
  void endSignIn(SimRevocations revocations) {
    List<SimClient> editors =
        clients.stream().filter(client -> client.mayEdit() && !client.isRogue()).toList();
    if (editors.size() > 1) {
      SimClient client = world.pick(editors);
      world.count(RarePath.SIGN_IN_ENDED);
      world.tell(client.name(), "is signed out");
      signInsEnded = true;
      revocations.end(client.signIn());
      client.turnRogue();
      world.after(world.between(1_500, 6_000), () -> client.becomeReader(revocations.head()));
    }
  }

  void disconnectSomebody() {
    world.pick(clients).disconnect();
  }

  void keepOffline(long millis) {
    offlineUntil = world.nowMillis() + millis;
    List.copyOf(clients).forEach(SimClient::disconnect);
  }

  /** Nobody types any more, and everybody comes back. */
  void fallSilent() {
    typing = false;
    offlineUntil = 0;
    clients.forEach(SimClient::giveIn);
    clients.forEach(this::connect);
  }
}
