package dev.quire.collab.sim;

import dev.quire.crdt.YDoc;
import dev.quire.wire.DocumentId;
import dev.quire.wire.Rendezvous;
import dev.quire.wire.Shards;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** One history: a world made from a seed, its bad times, its recovery, and the reckoning. */
final class Simulation {
  /** As many of the shards as there are in a simulated world: the first ones. */
  static final int SHARDS = 8;

  private static final long MIN_INPUTS = 400;
  private static final long BAD_TIMES_MILLIS = 12_000;
  private static final long MAX_BAD_TIMES_MILLIS = 30_000;
  private static final long SILENCE_MILLIS = 3000;
  private static final long RECOVERY_MILLIS = 150_000;
  private static final long DELIVERY_MILLIS = 30_000;
  private static final long FORGETTING_MILLIS = 12_000;
  private static final int EDGES = 2;

  private final World world;
  private final Network network;
  private final SimLog log;
  private final Checker checker;
  private final Cluster cluster;
  private final Chaos chaos;
  private final People people;
  private final Faults faults;
  private final List<DocumentId> documents;

  Simulation(long seed, boolean tellsStory) {
    world = new World(seed, tellsStory);
    faults = Faults.of(world.random());
    world.tell("this world:", faults);
    network = new Network(world, faults);
    log = new SimLog(world::nowMillis);
    checker = new Checker(world, log);
    SimRevocations revocations = new SimRevocations();
    DocRoad docs =
        new DocRoad(world, faults, network, new SimDoc(world, log, checker, revocations));
    SimLocks locks = new SimLocks(world, faults.majorityRules());
    cluster = new Cluster(world, faults, network, docs, locks, checker, SHARDS);
    people = new People(world, checker, cluster);
    chaos =
        new Chaos(world, faults, cluster, network, locks, docs, people, log, revocations, checker);
    int shard = world.random().nextInt(SHARDS);
    int other = (shard + 1 + world.random().nextInt(SHARDS - 1)) % SHARDS;
    documents = List.of(document(1, shard), document(2, other), document(3, shard));
  }

  private static DocumentId document(long high, int shard) {
    DocumentId document = new DocumentId(high, 0);
    for (long low = 1; Shards.of(document) != shard; low++) {
      document = new DocumentId(high, low);
    }
    return document;
  }

  World world() {
    return world;
  }

  /** Lives it through; throws where a promise is broken. */
  void run() {
    for (int i = 0; i < faults.processes(); i++) {
      cluster.addProcess();
    }
    for (int i = 0; i < EDGES; i++) {
      cluster.addEdge();
    }
    people.begin(documents);
    chaos.begin();
    world.runUntil(BAD_TIMES_MILLIS);
    while (world.inputs() < MIN_INPUTS && world.nowMillis() < MAX_BAD_TIMES_MILLIS) {
      world.runUntil(world.nowMillis() + 1000);
    }
    fallSilent();
    world.tell("all is well from here on");
    world.heal();
    chaos.heal();
    recover();
    settle();
    endGhosts();
    forgetEdges();
    reckon();
    recover();
    Violation broken = checker.broken();
    if (broken != null) {
      throw broken;
    }
  }

  // The end.

  /** Nobody types any more, while messages are still lost: the last ones too. */
  private void fallSilent() {
    world.tell("everybody falls silent");
    chaos.end();
    people.fallSilent();
    world.runUntil(world.nowMillis() + SILENCE_MILLIS);
  }

  private void recover() {
    long until = world.nowMillis() + RECOVERY_MILLIS;
    while (!isRecovered()) {
      if (world.nowMillis() > until) {
        throw new Violation("not recovered: " + state());
      }
      world.runUntil(world.nowMillis() + 500);
      if (until - world.nowMillis() < RECOVERY_MILLIS - DELIVERY_MILLIS) {
        people.clients().forEach(this::reloadIfLeftBehind);
      }
      people.clients().forEach(people::connect);
    }
  }

  /**
   * A reader may have seen what a restored log no longer has, and whose author has begun anew:
   * nobody can bring it in any more. Not before there was time to deliver all there is.
   */
  private void reloadIfLeftBehind(SimClient client) {
    if (log.isRestored() && client.isSettled() && !client.mayEdit() && !isTruth(client)) {
      client.reload();
    }
  }

  private boolean isRecovered() {
    for (SimClient client : people.clients()) {
      if (!client.isSettled()) {
        return false;
      }
    }
    for (SimClient client : people.clients()) {
      if (!isTruth(client)) {
        return false;
      }
    }
    return true;
  }

  /** No owner keeps a session that no edge has, whatever word of its end was lost. */
  private void endGhosts() {
    long until = world.nowMillis() + RECOVERY_MILLIS;
    while (!documents.stream().allMatch(this::isWithoutGhosts)) {
      if (world.nowMillis() > until) {
        throw new Violation("owners keep sessions that no edge has");
      }
      world.count(RarePath.GHOST_AWAITED);
      world.runUntil(world.nowMillis() + 500);
    }
  }

  private boolean isWithoutGhosts(DocumentId document) {
    int open = cluster.edges().stream().mapToInt(edge -> edge.sessions(document)).sum();
    int owned = 0;
    for (SimProcess process : cluster.processes()) {
      owned += process.isDead() ? 0 : process.sessions(document);
    }
    return owned == open;
  }

  /** Owners hear nothing of the edges and give them up, and no edge knows of it. */
  private void forgetEdges() {
    for (SimEdge edge : cluster.edges()) {
      for (SimProcess process : cluster.processes()) {
        network.cutOneWay(edge.name(), process.name(), FORGETTING_MILLIS);
      }
    }
    world.runUntil(world.nowMillis() + FORGETTING_MILLIS);
  }

  /** Every shard comes to rest with one process: the first by rendezvous, or its last heir. */
  private void settle() {
    long until = world.nowMillis() + RECOVERY_MILLIS;
    while (!isSettled()) {
      if (world.nowMillis() > until) {
        throw new Violation("shards are not where they belong:\n  " + log + "\n  " + cluster);
      }
      world.runUntil(world.nowMillis() + 500);
    }
  }

  private boolean isSettled() {
    List<String> live = new ArrayList<>();
    for (SimProcess process : cluster.processes()) {
      if (!process.isDead() && !process.isStopping()) {
        live.add(process.name());
      }
    }
    for (int shard = 0; shard < SHARDS; shard++) {
      String home = Rendezvous.first(shard, live).orElse("");
      int owners = 0;
      for (SimProcess process : cluster.processes()) {
        if (!process.isDead() && process.epochOf(shard) != 0) {
          owners++;
          if (!process.name().equals(home) && !process.isKeptHere(shard)) {
            return false;
          }
        }
      }
      if (owners != 1) {
        return false;
      }
    }
    return true;
  }

  private boolean isTruth(SimClient client) {
    YDoc truth = checker.rebuilt(client.document(), log.entries(client.document()).size());
    boolean mayWaitForever =
        faults.hasSmallDocuments() || log.isRestored() || people.hasEndedSignIns();
    if (mayWaitForever && truth.hasPending()) {
      // What it waits for was refused, restored away or cut off with its author's right; the order
      // in which such parts came shows.
      return truth.stateVector().equals(client.doc().stateVector());
    }
    return Arrays.equals(truth.encodeStateAsUpdate(), client.doc().encodeStateAsUpdate());
  }

  private String state() {
    List<String> lines = new ArrayList<>();
    for (SimClient client : people.clients()) {
      YDoc truth = checker.rebuilt(client.document(), log.entries(client.document()).size());
      lines.add(
          client
              + ", has "
              + client.doc().stateVector()
              + " of "
              + truth.stateVector()
              + (client.doc().hasPending() ? " and pending" : ""));
    }
    return String.join("\n  ", lines) + "\n " + cluster;
  }

  /**
   * Somebody who comes now is given exactly what the log says, at first perhaps less by an owner
   * that has yet to learn that it is none, and can go on from there.
   */
  private void reckon() {
    for (DocumentId document : documents) {
      checker.checkLog(document);
      SimClient newcomer = people.client(document, true);
      newcomer.giveIn();
      letIn(newcomer);
      newcomer.type();
      letIn(newcomer);
      checker.checkLog(document);
    }
  }

  private void letIn(SimClient newcomer) {
    long until = world.nowMillis() + RECOVERY_MILLIS;
    while (!newcomer.isSettled() || !isTruth(newcomer)) {
      if (world.nowMillis() > until) {
        throw new Violation(
            newcomer.isSettled()
                ? "a newcomer has something else than the log"
                : "nobody lets a newcomer in, or answers it: " + cluster);
      }
      people.connect(newcomer);
      world.runUntil(world.nowMillis() + 100);
    }
  }

  Map<RarePath, Long> taken() {
    return world.taken();
  }
}
