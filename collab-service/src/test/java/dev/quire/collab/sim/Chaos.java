package dev.quire.collab.sim;

import java.util.ArrayList;
import java.util.List;

/** What goes wrong at large: one disaster after another, for as long as it lasts. */
final class Chaos {
  private final World world;
  private final Faults faults;
  private final Cluster cluster;
  private final Network network;
  private final SimLocks locks;
  private final DocRoad docs;
  private final People people;
  private final SimLog log;
  private final SimRevocations revocations;
  private final Checker checker;
  private boolean over;

  Chaos(
      World world,
      Faults faults,
      Cluster cluster,
      Network network,
      SimLocks locks,
      DocRoad docs,
      People people,
      SimLog log,
      SimRevocations revocations,
      Checker checker) {
    this.revocations = revocations;
    this.log = log;
    this.checker = checker;
    this.world = world;
    this.faults = faults;
    this.cluster = cluster;
    this.network = network;
    this.locks = locks;
    this.docs = docs;
    this.people = people;
  }

  void begin() {
    world.after(
        world.between(1, 2 * faults.chaosMillis()),
        () -> {
          if (!over) {
            strike();
            begin();
          }
        });
  }

  void end() {
    over = true;
  }

  /** Everything that was done to the world is undone, as far as it can be. */
  void heal() {
    network.joinAll();
    locks.recover();
    docs.recover();
    for (SimProcess process : List.copyOf(cluster.processes())) {
      cluster.thaw(process);
      cluster.restart(process);
    }
  }

  private void strike() {
    switch (world.random().nextInt(31)) {
      case 0, 1 -> kill();
      case 2, 3, 4 -> freeze();
      case 5, 6 -> stop();
      case 7, 8 -> join();
      case 9, 10 -> splitLocks();
      case 11 -> silenceLocks();
      case 12 -> jumpClock();
      case 13, 14 -> cutFromDatabase();
      case 15 -> troubleDatabase();
      case 16, 17 -> cutFromEdge();
      case 18 -> cutFromEachOther();
      case 19 -> killEdge();
      case 20 -> everybodyLeaves();
      case 21 -> backUpOrRestore();
      case 22 -> isolate();
      case 23 -> endSignIn();
      case 24, 25 -> impersonate();
      default -> people.disconnectSomebody();
    }
  }

  private SimProcess process() {
    return world.pick(cluster.processes());
  }

  private void kill() {
    SimProcess process = process();
    if (!process.isDead() && !process.isStopping()) {
      world.count(RarePath.OWNER_KILLED);
      cluster.kill(process);
      world.after(world.between(20, 6000), () -> cluster.restart(process));
    }
  }

  private void freeze() {
    SimProcess process = process();
    if (!process.isDead() && !process.isFrozen()) {
      world.count(RarePath.OWNER_FROZEN);
      world.tell(process.name(), "stands still");
      process.freeze();
      world.after(world.between(50, 12_000), () -> cluster.thaw(process));
    }
  }

  /** Planned: shards are handed over, the process goes and comes back. */
  private void stop() {
    SimProcess process = process();
    if (!process.isDead() && !process.isStopping()) {
      cluster.stop(process, world.between(20, 5000));
    }
  }

  private void join() {
    if (cluster.hasRoom()) {
      world.count(RarePath.PROCESS_JOINED);
      cluster.addProcess();
    }
  }

  private void splitLocks() {
    List<SimProcess> some = new ArrayList<>(cluster.processes());
    some.removeIf(process -> world.chance(0.5));
    world.tell("the lock service falls in two; away go", names(some));
    locks.split(some);
    long millis = world.between(500, 15_000);
    boolean alsoTheBus = world.chance(0.5);
    if (alsoTheBus) {
      for (SimProcess one : some) {
        for (SimProcess other : cluster.processes()) {
          if (!some.contains(other)) {
            network.cut(one.name(), other.name(), millis);
          }
        }
      }
    }
    world.after(millis, locks::merge);
  }

  private static List<String> names(List<SimProcess> processes) {
    return processes.stream().map(SimProcess::name).toList();
  }

  private void silenceLocks() {
    world.tell("the lock service falls silent");
    locks.fallSilent(world.between(500, 8000));
  }

  private void jumpClock() {
    SimProcess process = process();
    world.count(RarePath.CLOCK_JUMPED);
    world.tell(process.name(), "has its clock jump");
    cluster.jumps(process);
    process.jumpClock(world.chance(0.5) ? world.between(1, 5000) : world.between(5000, 100_000));
  }

  private void cutFromDatabase() {
    world.count(RarePath.CUT_FROM_DATABASE);
    SimProcess process = process();
    world.tell(process.name(), "is cut from the database");
    cut(process.name(), DocRoad.DOC);
  }

  private void troubleDatabase() {
    if (world.chance(0.5)) {
      world.tell("the database refuses");
      docs.refuse(world.between(100, 6000));
    } else {
      world.tell("the database hangs");
      world.count(RarePath.DATABASE_HANGS);
      docs.hang(world.between(100, 6000));
    }
  }

  /** At times for so long that an owner gives the edge up, and the edge does not know. */
  private void cutFromEdge() {
    String process = process().name();
    String edge = world.pick(cluster.edges()).name();
    if (world.chance(0.25)) {
      world.count(RarePath.CUT_ONE_WAY);
      network.cutOneWay(edge, process, world.between(10_500, 14_000));
    } else {
      cut(process, edge);
    }
  }

  private void cutFromEachOther() {
    SimProcess one = process();
    SimProcess other = process();
    if (one != other) {
      world.count(RarePath.CUT_FROM_EACH_OTHER);
      cut(one.name(), other.name());
    }
  }

  /** Its machine has lost the network: no process, no edge, no database, no locks; and it runs. */
  private void isolate() {
    SimProcess process = process();
    world.count(RarePath.ISOLATED);
    world.tell(process.name(), "is by itself");
    long millis = world.between(100, 13_000);
    for (SimProcess other : cluster.processes()) {
      network.cut(process.name(), other.name(), millis);
    }
    for (SimEdge edge : cluster.edges()) {
      network.cut(process.name(), edge.name(), millis);
    }
    network.cut(process.name(), DocRoad.DOC, millis);
    locks.split(List.of(process));
    world.after(millis, locks::merge);
  }

  private void cut(String one, String other) {
    long millis = world.between(100, 13_000);
    switch (world.random().nextInt(4)) {
      case 0 -> {
        world.count(RarePath.CUT_ONE_WAY);
        network.cutOneWay(one, other, millis);
      }
      case 1 -> {
        world.count(RarePath.CUT_ONE_WAY);
        network.cutOneWay(other, one, millis);
      }
      default -> {
        world.count(RarePath.CUT);
        network.cut(one, other, millis);
      }
    }
  }

  /** As the handbook says: no process runs while a backup is restored. Edges go on. */
  private void backUpOrRestore() {
    if (!log.isBackedUp()) {
      world.tell("the log is backed up");
      log.backUp();
      return;
    }
    world.count(RarePath.RESTORED);
    world.tell("a backup is restored");
    cluster.processes().stream().filter(process -> !process.isDead()).forEach(cluster::kill);
    checker.restoring(log::restore);
    for (SimProcess process : List.copyOf(cluster.processes())) {
      world.after(world.between(20, 3000), () -> cluster.restart(process));
    }
  }

  /** At times while an owner can't ask what was revoked. */
  private void endSignIn() {
    if (world.chance(0.5)) {
      cutFromDatabase();
    }
    people.endSignIn(revocations);
  }

  /** Of each session that is certainly there, the next words are put into its mouth. */
  private void impersonate() {
    for (Impostor.Attempt attempt : checker.impostor().attempts("not me")) {
      for (SimProcess process : cluster.processes()) {
        if (process.tell(attempt.owner(), attempt.message())) {
          world.count(RarePath.IMPERSONATED);
          world.tell("somebody impersonates others at", process.name());
        }
      }
    }
  }

  private void killEdge() {
    SimEdge edge = world.pick(cluster.edges());
    world.count(RarePath.EDGE_DIED);
    world.tell(edge.name(), "dies");
    cluster.replace(edge);
  }

  private void everybodyLeaves() {
    people.keepOffline(world.between(1000, 9000));
  }
}
