package dev.quire.collab.lease;

import com.hazelcast.cluster.Member;
import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.cp.CPMember;
import com.hazelcast.cp.CPSubsystemManagementService;
import dev.quire.kit.Health;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Metrics;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the lock service whole: does what {@link CpDiagnosis} finds. Each round blocks, for seconds
 * where the service is silent; one at a time.
 */
final class CpRepair {
  private static final Logger log = LoggerFactory.getLogger(CpRepair.class);
  private static final long ASK_MILLIS = 2_000;
  private static final long WORK_MILLIS = 20_000;
  private static final Counter PROMOTED = counter("promoted", "Replacements taken into the locks");
  private static final Counter RESET = counter("reset", "Times that the locks were begun anew");

  private final HazelcastInstance hazelcast;
  private final int wanted;
  private final LongSupplier clock;
  private final CpDiagnosis diagnosis;
  private volatile Health.Status status = Health.Status.UP;

  /**
   * @param wanted how many members are to keep the locks
   * @param clock milliseconds that never go back
   */
  CpRepair(HazelcastInstance hazelcast, int wanted, LongSupplier clock) {
    this.hazelcast = hazelcast;
    this.wanted = wanted;
    this.clock = clock;
    this.diagnosis = new CpDiagnosis(clock.getAsLong());
  }

  private static Counter counter(String name, String description) {
    return Counter.builder("quire.locks." + name)
        .description(description)
        .register(Metrics.globalRegistry);
  }

  /** Degraded while the lock service is held for lost. Any thread. */
  Health.Status status() {
    return status;
  }

  /** Looks, and does what is to be done. */
  void round() throws InterruptedException {
    CPSubsystemManagementService management =
        hazelcast.getCPSubsystem().getCPSubsystemManagementService();
    if (!management.isDiscoveryCompleted()) {
      return; // Its first members have still to find each other.
    }
    boolean wasLost = diagnosis.isLost();
    CpDiagnosis.Step step = diagnosis.next(sight(management), clock.getAsLong());
    if (diagnosis.isLost() != wasLost) {
      log.warn(diagnosis.isLost() ? "the lock service is lost" : "the lock service is back");
    }
    status = diagnosis.isLost() ? Health.Status.DEGRADED : Health.Status.UP;
    switch (step) {
      case BURY -> {
        for (CPMember predecessor : keepersAt(management, self())) {
          ended("removal", management.removeCPMember(predecessor.getUuid()));
        }
      }
      case PROMOTE -> {
        if (ended("promotion", management.promoteToCPMember())) {
          log.info("this process keeps the locks with others from now on");
          PROMOTED.increment();
        }
      }
      case RESET -> {
        log.error("the lock service has lost its majority for good: begun anew");
        if (ended("reset", management.reset())) {
          RESET.increment();
        }
      }
      case NOTHING -> {}
    }
  }

  private CpDiagnosis.Sight sight(CPSubsystemManagementService management)
      throws InterruptedException {
    Set<String> live = new TreeSet<>();
    boolean oldest = false;
    for (Member member : hazelcast.getCluster().getMembers()) {
      oldest |= live.isEmpty() && member.localMember();
      live.add(member.getAddress().toString());
    }
    Set<String> keepers = null;
    try {
      keepers =
          members(management).stream()
              .map(member -> member.getAddress().toString())
              .collect(Collectors.toCollection(TreeSet::new));
    } catch (ExecutionException | TimeoutException e) {
      log.debug("the lock service does not name its members: {}", e.toString());
    }
    boolean keeps = management.getLocalCPMember() != null;
    return new CpDiagnosis.Sight(wanted, live, keepers, self(), keeps, oldest);
  }

  private String self() {
    return hazelcast.getCluster().getLocalMember().getAddress().toString();
  }

  private static Collection<CPMember> keepersAt(
      CPSubsystemManagementService management, String address) throws InterruptedException {
    try {
      return members(management).stream()
          .filter(member -> member.getAddress().toString().equals(address))
          .toList();
    } catch (ExecutionException | TimeoutException e) {
      log.debug("the lock service does not name its members: {}", e.toString());
      return List.of();
    }
  }

  private static Collection<CPMember> members(CPSubsystemManagementService management)
      throws InterruptedException, ExecutionException, TimeoutException {
    return management.getCPMembers().toCompletableFuture().get(ASK_MILLIS, TimeUnit.MILLISECONDS);
  }

  /** The next round tries again what did not come to an end. */
  private static boolean ended(String what, CompletionStage<Void> work)
      throws InterruptedException {
    try {
      work.toCompletableFuture().get(WORK_MILLIS, TimeUnit.MILLISECONDS);
      return true;
    } catch (ExecutionException | TimeoutException e) {
      log.warn("lock service: {} failed: {}", what, e.toString());
      return false;
    }
  }
}
