package dev.quire.collab.lease;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.hazelcast.cluster.MembershipEvent;
import com.hazelcast.cluster.MembershipListener;
import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.core.LifecycleEvent;
import dev.quire.kit.Health;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Real members of the lock service, in one JVM, that go as if they were killed. */
@Tag("slow")
final class CpRepairTest {
  private static final Duration PATIENCE = Duration.ofSeconds(90);

  private final LockPlaces places = new LockPlaces(6);
  private final Map<HazelcastInstance, CpRepair> members = new HashMap<>();
  private final AtomicLong ahead = new AtomicLong();
  private int started;

  @AfterEach
  void stop() {
    members.keySet().forEach(member -> member.getLifecycleService().terminate());
  }

  @Test
  void replacementsAreTakenInAndALostMajorityIsBegunAnew() {
    List<HazelcastInstance> first = start(3);
    await().atMost(PATIENCE).until(() -> isDiscovered(first.get(0)));
    assertThat(new HazelcastLocks(first.get(0)).tryLock(1)).isPositive();

    kill(first.get(2));
    HazelcastInstance again = start(1, 2).get(0);
    awaitThatAllKeepLocks(again);

    kill(first.get(1));
    HazelcastInstance replacement = start(1).get(0);
    awaitThatAllKeepLocks(replacement);

    kill(first.get(0));
    kill(again);
    List<HazelcastInstance> others = start(2);
    HazelcastLocks locks = new HazelcastLocks(replacement);
    ahead.addAndGet(CpDiagnosis.LOST_MILLIS);
    look();
    assertThat(status(replacement)).isEqualTo(Health.Status.DEGRADED);
    ahead.addAndGet(CpDiagnosis.RESET_MILLIS);
    await()
        .atMost(PATIENCE)
        .ignoreExceptions()
        .untilAsserted(
            () -> {
              look();
              assertThat(keepers(others.get(0))).hasSize(3);
              assertThat(locks.tryLock(1)).isPositive();
            });
    look();
    assertThat(status(replacement)).isEqualTo(Health.Status.UP);
  }

  /**
   * They notice one after the other that it is gone; the first must not leave the second behind.
   */
  @Test
  void theSurvivorsOfTheOldestStayTogether() {
    List<HazelcastInstance> all = new ArrayList<>(start(3));
    all.sort(Comparator.comparing(CpRepairTest::place));
    await().atMost(PATIENCE).until(() -> all.stream().allMatch(CpRepairTest::isDiscovered));
    Queue<String> parted = new ConcurrentLinkedQueue<>();
    all.forEach(each -> tellOfPartings(each, parted));

    for (int round = 0; round < 3; round++) {
      HazelcastInstance oldest = all.remove(0);
      kill(oldest);
      await()
          .atMost(PATIENCE)
          .untilAsserted(() -> assertThat(all).allMatch(each -> size(each) == 2));
      assertThat(parted).isEmpty();
      if (round < 2) {
        HazelcastInstance next = start(1).get(0);
        tellOfPartings(next, parted);
        all.add(next);
        await()
            .atMost(PATIENCE)
            .untilAsserted(() -> assertThat(all).allMatch(each -> size(each) == 3));
      }
    }
  }

  /** Who merges was apart. */
  private static void tellOfPartings(HazelcastInstance member, Queue<String> parted) {
    member
        .getLifecycleService()
        .addLifecycleListener(
            event -> {
              if (event.getState() == LifecycleEvent.LifecycleState.MERGING) {
                parted.add(member.getName());
              }
            });
    member
        .getCluster()
        .addMembershipListener(
            new MembershipListener() {
              @Override
              public void memberAdded(MembershipEvent event) {}

              @Override
              public void memberRemoved(MembershipEvent event) {
                if (event.getMembers().size() < 2) {
                  parted.add(member.getName() + " is alone");
                }
              }
            });
  }

  private static int size(HazelcastInstance member) {
    return member.getCluster().getMembers().size();
  }

  /** In the order in which they joined. */
  private static int place(HazelcastInstance member) {
    return List.copyOf(member.getCluster().getMembers())
        .indexOf(member.getCluster().getLocalMember());
  }

  private void awaitThatAllKeepLocks(HazelcastInstance newest) {
    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () -> {
              look();
              assertThat(members.keySet()).allMatch(each -> keepsLocks(each)).hasSize(3);
              assertThat(keepers(newest)).isEqualTo(live(newest)).hasSize(3);
            });
  }

  private static boolean keepsLocks(HazelcastInstance member) {
    return member.getCPSubsystem().getLocalCPMember() != null;
  }

  /** What each process does every two seconds. */
  private void look() {
    for (CpRepair each : members.values()) {
      try {
        each.round();
      } catch (InterruptedException e) {
        throw new AssertionError(e);
      }
    }
  }

  private List<HazelcastInstance> start(int count) {
    List<HazelcastInstance> joined = start(count, started);
    started += count;
    return joined;
  }

  private List<HazelcastInstance> start(int count, int firstPort) {
    List<CompletableFuture<HazelcastInstance>> starting = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      String process = "collab-" + (firstPort + i);
      LockCluster cluster = places.at(firstPort + i);
      CompletableFuture<HazelcastInstance> joined = new CompletableFuture<>();
      new Thread(() -> joined.complete(cluster.join(process)), process).start();
      starting.add(joined);
    }
    List<HazelcastInstance> joined = starting.stream().map(CompletableFuture::join).toList();
    joined.forEach(each -> members.put(each, new CpRepair(each, 3, this::nowMillis)));
    return joined;
  }

  private Health.Status status(HazelcastInstance member) {
    return Objects.requireNonNull(members.get(member)).status();
  }

  private long nowMillis() {
    return System.nanoTime() / 1_000_000 + ahead.get();
  }

  private void kill(HazelcastInstance member) {
    members.remove(member);
    member.getLifecycleService().terminate();
  }

  private static boolean isDiscovered(HazelcastInstance member) {
    return member.getCPSubsystem().getCPSubsystemManagementService().isDiscoveryCompleted();
  }

  private static Set<String> live(HazelcastInstance member) {
    Set<String> live = new HashSet<>();
    member.getCluster().getMembers().forEach(each -> live.add(each.getAddress().toString()));
    return live;
  }

  private static Set<String> keepers(HazelcastInstance member) {
    return member
        .getCPSubsystem()
        .getCPSubsystemManagementService()
        .getCPMembers()
        .toCompletableFuture()
        .join()
        .stream()
        .map(each -> each.getAddress().toString())
        .collect(Collectors.toSet());
  }
}
