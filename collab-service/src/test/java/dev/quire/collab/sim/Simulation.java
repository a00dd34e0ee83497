package dev.quire.collab.sim;

import dev.quire.crdt.YDoc;
import dev.quire.wire.Bytes;
import dev.quire.wire.DocumentId;
import dev.quire.wire.Shards;
import dev.quire.wire.session.Routes;
import dev.quire.wire.session.ToEdge;
import dev.quire.wire.session.ToOwner;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One history: a world made from a seed, its bad times, its recovery, and the reckoning. */
final class Simulation implements SimHost.Surroundings, SimEdge.Surroundings {
  private static final long MIN_INPUTS = 500;
  private static final long BAD_TIMES_MILLIS = 6_000;
  private static final long SILENCE_MILLIS = 3000;
  private static final long RECOVERY_MILLIS = 300_000;
  private static final int HOSTS = 3;
  private static final int EDGES = 2;
  private static final int CLIENTS = 5;

  private final World world;
  private final Faults faults;
  private final Network network;
  private final SimLog log;
  private final LogCalls calls;
  private final Checker checker;
  private final Ownership ownership;
  private final Chaos chaos;
  private final List<DocumentId> documents;
  private final List<SimHost> hosts = new ArrayList<>();
  private final List<SimEdge> edges = new ArrayList<>();
  private final List<SimClient> clients = new ArrayList<>();
  private long edgesMade;
  private long clientsMade;
  private long offlineUntil;
  private boolean typing = true;

  Simulation(long seed, boolean tellsStory) {
    world = new World(seed, tellsStory);
    faults = Faults.of(world.random());
    world.tell("this world:", faults);
    network = new Network(world, faults);
    log = new SimLog(world::nowMillis);
    calls = new LogCalls(world, faults, log);
    checker = new Checker(world, log);
    documents = List.of(new DocumentId(1, seed), new DocumentId(2, seed));
    List<Integer> shards = documents.stream().map(Shards::of).distinct().toList();
    ownership = new Ownership(world, calls, shards);
    chaos = new Chaos(world, faults, this);
  }

  World world() {
    return world;
  }

  Network network() {
    return network;
  }

  Ownership ownership() {
    return ownership;
  }

  List<SimHost> hosts() {
    return hosts;
  }

  List<SimEdge> edges() {
    return edges;
  }

  List<SimClient> clients() {
    return clients;
  }

  /** Lives it through; throws where a promise is broken. */
  void run() {
    for (int i = 0; i < HOSTS; i++) {
      hosts.add(host("collab-" + i));
    }
    for (int i = 0; i < EDGES; i++) {
      edges.add(edge());
    }
    ownership.hosts(hosts);
    ownership.assignAll();
    for (int i = 0; i < CLIENTS; i++) {
      SimClient client = client(documents.get(i % documents.size()), i != CLIENTS - 1);
      clients.add(client);
      live(client);
    }
    chaos.begin();
    world.runUntil(BAD_TIMES_MILLIS);
    while (world.inputs() < MIN_INPUTS) {
      world.runUntil(world.nowMillis() + 1000);
    }
    fallSilent();
    heal();
    recover();
    reckon();
  }

  // What people do.

  private void live(SimClient client) {
    world.after(
        world.between(20, 400),
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
    if (!client.isConnected() && world.chance(0.5)) {
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

  private void connect(SimClient client) {
    if (!client.isConnected() && world.nowMillis() >= offlineUntil) {
      world.count(RarePath.CLIENT_RECONNECTED);
      client.connect(world.pick(edges));
    }
  }

  void keepOffline(long millis) {
    offlineUntil = world.nowMillis() + millis;
  }

  private SimClient client(DocumentId document, boolean mayEdit) {
    long number = ++clientsMade;
    return new SimClient("client-" + number, number, document, mayEdit, world, checker);
  }

  // Processes.

  private SimHost host(String name) {
    return new SimHost(name, world, calls, faults.limits(), this, checker);
  }

  private SimEdge edge() {
    return new SimEdge("edge-" + ++edgesMade, world, this, checker);
  }

  void kill(SimHost host) {
    host.die();
    ownership.died(host);
  }

  void restart(SimHost host) {
    int index = hosts.indexOf(host);
    if (index >= 0 && host.isDead()) {
      world.tell(host.name(), "is back");
      hosts.set(index, host(host.name()));
    }
  }

  void thaw(SimHost host) {
    if (host.isFrozen()) {
      world.tell(host.name(), "goes on");
      host.thaw();
    }
  }

  void replace(SimEdge edge) {
    edge.die();
    edges.set(edges.indexOf(edge), edge());
  }

  // The bus.

  @Override
  public void toEdge(SimHost from, String edge, ToEdge.Output output, Optional<Bytes> whole) {
    for (SimEdge to : edges) {
      if (to.name().equals(edge)) {
        network.send(from.name(), edge, to, () -> to.receive(from.name(), output, whole));
      }
    }
  }

  @Override
  public void routes(SimHost from, Routes routes) {
    for (SimEdge to : edges) {
      network.send(from.name(), to.name(), to, () -> to.receive(routes));
    }
  }

  @Override
  public void toOwner(SimEdge from, String process, ToOwner.@Nullable Input message) {
    for (SimHost to : hosts) {
      if (to.name().equals(process)) {
        network.send(from.name(), process, to, () -> to.receive(from.name(), message));
      }
    }
  }

  @Override
  public void fenced(SimHost host, int shard) {
    ownership.fenced(host, shard);
  }

  // The end.

  /** Nobody types any more, while messages are still lost: the last ones too. */
  private void fallSilent() {
    world.tell("everybody falls silent");
    typing = false;
    chaos.end();
    offlineUntil = 0;
    clients.forEach(this::connect);
    world.runUntil(world.nowMillis() + SILENCE_MILLIS);
  }

  private void heal() {
    world.tell("all is well from here on");
    world.heal();
    network.joinAll();
    for (SimHost host : List.copyOf(hosts)) {
      thaw(host);
      restart(host);
    }
  }

  private void recover() {
    long until = world.nowMillis() + RECOVERY_MILLIS;
    while (!isRecovered()) {
      if (world.nowMillis() > until) {
        throw new Violation("not recovered: " + state());
      }
      world.runUntil(world.nowMillis() + 500);
      clients.forEach(this::connect);
    }
  }

  private boolean isRecovered() {
    for (SimClient client : clients) {
      if (!client.isSettled()) {
        return false;
      }
    }
    for (SimClient client : clients) {
      if (!isTruth(client)) {
        return false;
      }
    }
    return true;
  }

  private boolean isTruth(SimClient client) {
    return Arrays.equals(truth(client.document()), client.doc().encodeStateAsUpdate());
  }

  private byte[] truth(DocumentId document) {
    return checker.rebuilt(document, log.entries(document).size()).encodeStateAsUpdate();
  }

  private String state() {
    List<String> lines = new ArrayList<>();
    for (SimClient client : clients) {
      YDoc truth = checker.rebuilt(client.document(), log.entries(client.document()).size());
      lines.add(
          client
              + ", has "
              + client.doc().stateVector()
              + " of "
              + truth.stateVector()
              + (client.doc().hasPending() ? " and pending" : ""));
    }
    return String.join("\n  ", lines);
  }

  /**
   * Somebody who comes now is given exactly what the log says; at first perhaps less, by an owner
   * that has yet to learn that it is none.
   */
  private void reckon() {
    for (DocumentId document : documents) {
      checker.checkLog(document);
      SimClient newcomer = client(document, true);
      long until = world.nowMillis() + RECOVERY_MILLIS;
      while (!newcomer.isSettled() || !isTruth(newcomer)) {
        if (world.nowMillis() > until) {
          throw new Violation(
              newcomer.isSettled()
                  ? "a newcomer was given something else"
                  : "nobody lets a newcomer in");
        }
        connect(newcomer);
        world.runUntil(world.nowMillis() + 100);
      }
    }
  }

  Map<RarePath, Long> taken() {
    return world.taken();
  }
}
