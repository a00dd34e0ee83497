package dev.quire.collab.sim;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quire.wire.DocumentId;
import dev.quire.wire.Shards;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ObjLongConsumer;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How long an edit waits for its answer when its document's owner goes, one fault at a time in an
 * otherwise calm world, in the world's time: what the protocol itself costs, without a machine.
 */
class TakeoverTest {
  private static final Logger log = LoggerFactory.getLogger(TakeoverTest.class);
  private static final int WORLDS = 40;
  private static final DocumentId DOCUMENT = document();

  /** A world with one person in it, who edits one document. */
  private static final class Calm {
    final World world;
    final Checker checker;
    final Network network;
    final SimLocks locks;
    final Cluster cluster;
    final SimClient client;
    final SimLog opLog;

    Calm(long seed, int processes, boolean majorityRules) {
      Faults faults = Faults.none(processes, majorityRules);
      world = new World(seed, false);
      network = new Network(world, faults);
      opLog = new SimLog(world::nowMillis);
      checker = new Checker(world, opLog);
      DocRoad docs = new DocRoad(world, faults, network, new SimDoc(world, opLog, checker));
      locks = new SimLocks(world, majorityRules);
      cluster = new Cluster(world, faults, network, docs, locks, checker, Simulation.SHARDS);
      for (int i = 0; i < processes; i++) {
        cluster.addProcess();
      }
      cluster.addEdge();
      world.heal();
      client = new People(world, checker, cluster).client(DOCUMENT, true);
      runFor(8000);
      client.connect(cluster.edges().get(0));
      answerMillis();
    }

    void runFor(long millis) {
      world.runUntil(world.nowMillis() + millis);
    }

    SimProcess owner() {
      return cluster.processes().stream()
          .filter(process -> !process.isDead() && process.epochOf(Shards.of(DOCUMENT)) != 0)
          .findFirst()
          .orElseThrow();
    }

    /** Types, and waits for the answer. */
    long answerMillis() {
      long begun = world.nowMillis();
      client.type();
      while (!client.isSettled() && world.nowMillis() < begun + 60_000) {
        runFor(5);
        if (!client.isConnected()) {
          client.connect(cluster.edges().get(0));
        }
      }
      return world.nowMillis() - begun;
    }
  }

  @Test
  void afterACrashTheNextOwnerAnswersWithinTwoSeconds() {
    assertThat(worst("crash", (calm, seed) -> calm.cluster.killNoticed(calm.owner(), 300)))
        .isLessThan(2000);
  }

  @Test
  void aPlannedHandoverTakesLessThanHalfASecond() {
    assertThat(worst("planned stop", (calm, seed) -> calm.cluster.stop(calm.owner(), 60_000)))
        .isLessThan(500);
  }

  @Test
  void afterAFreezeTheNextOwnerAnswersWithinTenSeconds() {
    assertThat(worst("freeze", (calm, seed) -> calm.owner().freeze())).isLessThan(10_000);
  }

  @Test
  void aCrashCostsNoMoreWhileTheLockServiceIsSilent() {
    assertThat(
            worst(
                "crash while the lock service is silent",
                (calm, seed) -> {
                  calm.locks.fallSilent(60_000);
                  calm.cluster.killNoticed(calm.owner(), 300);
                }))
        .isLessThan(2000);
  }

  /** It reads, edits nothing, and is told by nobody: only the log can say that it is none. */
  @Test
  void anOwnerThatHearsNobodyNoticesWithinTwoSecondsThatItsShardIsTaken() {
    for (long seed = 1; seed <= 10; seed++) {
      Calm calm = new Calm(seed, 2, false);
      SimProcess stale = calm.owner();
      calm.locks.split(List.of(stale));
      for (SimProcess other : calm.cluster.processes()) {
        if (other != stale) {
          calm.network.cut(stale.name(), other.name(), 600_000);
        }
      }
      long epoch = stale.epochOf(Shards.of(DOCUMENT));
      while (calm.opLog.epoch(Shards.of(DOCUMENT)) == epoch) {
        assertThat(calm.world.nowMillis()).isLessThan(60_000);
        calm.runFor(10);
      }
      calm.runFor(2000);
      assertThat(stale.epochOf(Shards.of(DOCUMENT))).isNotEqualTo(epoch);
    }
  }

  /** Each half has its locks and the database, and hears nothing of the other. */
  @Test
  void twoHalvesThatBothReachTheDatabaseComeToRest() {
    for (long seed = 1; seed <= 5; seed++) {
      Calm calm = new Calm(seed, 4, false);
      List<SimProcess> processes = calm.cluster.processes();
      List<SimProcess> some = processes.subList(0, 2);
      calm.locks.split(some);
      for (SimProcess one : some) {
        for (SimProcess other : processes.subList(2, 4)) {
          calm.network.cut(one.name(), other.name(), 600_000);
        }
      }
      calm.runFor(120_000);
      long takenBefore = calm.checker.takenSince(0);
      calm.runFor(60_000);
      long takenAtRest = calm.checker.takenSince(0) - takenBefore;
      assertThat(takenAtRest)
          .as("shards taken in the third minute, of %d before", takenBefore)
          .isLessThanOrEqualTo(2L * Simulation.SHARDS);
    }
  }

  private static long worst(String fault, ObjLongConsumer<Calm> strike) {
    List<Long> times = new ArrayList<>();
    for (long seed = 1; seed <= WORLDS; seed++) {
      Calm calm = new Calm(seed, 3, true);
      strike.accept(calm, seed);
      times.add(calm.answerMillis());
    }
    times.sort(null);
    log.info(
        "fault=\"{}\" medianMillis={} worstMillis={}",
        fault,
        times.get(WORLDS / 2),
        times.get(WORLDS - 1));
    return times.get(WORLDS - 1);
  }

  private static DocumentId document() {
    DocumentId document = new DocumentId(1, 0);
    for (long low = 1; Shards.of(document) >= Simulation.SHARDS; low++) {
      document = new DocumentId(1, low);
    }
    return document;
  }
}
