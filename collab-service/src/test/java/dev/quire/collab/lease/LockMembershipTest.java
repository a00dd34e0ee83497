package dev.quire.collab.lease;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.hazelcast.core.Hazelcast;
import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.core.HazelcastInstanceNotActiveException;
import dev.quire.kit.Health;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Real members of the lock service, in one JVM. */
@Tag("slow")
final class LockMembershipTest {
  private static final Duration PATIENCE = Duration.ofSeconds(90);

  private final Vertx vertx = Vertx.vertx();
  private final LockPlaces places = new LockPlaces(3);
  private final List<Member> processes = new ArrayList<>();

  @AfterEach
  void stop() {
    Future.join(processes.stream().map(each -> each.on(each.membership::leave)).toList())
        .eventually(vertx::close)
        .await();
  }

  @Test
  void aMemberThatIsEndedByHazelcastJoinsAgainAndAsksForTheSameLocks() {
    List<Member> all = start(3);
    Member first = all.get(0);
    first.want(Set.of(1, 2));
    until(() -> first.locked.keySet().equals(Set.of(1, 2)));
    first.hazelcast().getLifecycleService().terminate();

    until(() -> first.lost.containsAll(Set.of(1, 2)));
    until(() -> all.stream().allMatch(each -> each.members.size() == 3 && each.isThere()));
    until(() -> first.locked.keySet().equals(Set.of(1, 2)));
    until(() -> first.membership.status() == Health.Status.UP);

    // What it is told later reaches the member that it is now.
    first.want(Set.of(3));
    until(() -> first.locked.containsKey(3));
  }

  @Test
  void whoLeavesStaysAway() {
    List<Member> all = start(3);
    Member first = all.get(0);
    first.on(first.membership::leave).await();
    until(() -> all.get(1).members.size() == 2 && all.get(2).members.size() == 2);
    until(() -> instances(first.name).isEmpty());
    assertThat(first.membership.status()).isEqualTo(Health.Status.DEGRADED);
  }

  private List<Member> start(int count) {
    for (int place = 0; place < count; place++) {
      processes.add(new Member(place));
    }
    Future.all(processes.stream().map(each -> each.on(each.membership::join)).toList()).await();
    until(() -> processes.stream().allMatch(each -> each.members.size() == count));
    return processes;
  }

  private static void until(Callable<Boolean> condition) {
    await()
        .atMost(PATIENCE)
        .ignoreException(HazelcastInstanceNotActiveException.class) // One ends while it is asked.
        .until(condition);
  }

  private static List<HazelcastInstance> instances(String process) {
    return Hazelcast.getAllHazelcastInstances().stream()
        .filter(
            each ->
                process.equals(each.getCluster().getLocalMember().getAttribute("quire.process")))
        .toList();
  }

  /** A process's membership, and what it has been told. */
  private final class Member implements LockRounds.Listener {
    final String name;
    final Map<Integer, Long> locked = new ConcurrentHashMap<>();
    final List<Integer> lost = new CopyOnWriteArrayList<>();
    final Context context = vertx.getOrCreateContext();
    final LockMembership membership;
    volatile Set<String> members = Set.of();

    Member(int place) {
      name = "collab-" + place + "-" + System.identityHashCode(places);
      membership =
          on(() ->
                  Future.succeededFuture(
                      new LockMembership(
                          vertx, places.at(place), name, this, live -> members = live)))
              .await();
    }

    void want(Set<Integer> shards) {
      on(() -> {
            membership.want(shards);
            return Future.succeededFuture();
          })
          .await();
    }

    /** Runs it on this process's context. */
    <T> Future<T> on(Supplier<Future<T>> work) {
      var done = Promise.<T>promise();
      context.runOnContext(turn -> work.get().onComplete(done));
      return done.future();
    }

    HazelcastInstance hazelcast() {
      return instances(name).get(0);
    }

    boolean isThere() {
      return instances(name).size() == 1;
    }

    @Override
    public void heard() {}

    @Override
    public void locked(int shard, long fence) {
      locked.put(shard, fence);
    }

    @Override
    public void released(int shard) {
      locked.remove(shard);
    }

    @Override
    public void lost(int shard) {
      locked.remove(shard);
      lost.add(shard);
    }
  }
}
