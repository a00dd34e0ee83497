package dev.quire.collab.lease;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.hazelcast.core.HazelcastInstance;
import dev.quire.kit.Health;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Members that Hazelcast ends at the worst moments; what real ones do is LockMembershipTest's. */
final class LockRejoiningTest {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  /** Longer than it takes until a second attempt would be made. */
  private static final Duration SECOND_ATTEMPT = Duration.ofSeconds(3);

  private final Vertx vertx = Vertx.vertx();
  private final Context context = vertx.getOrCreateContext();
  private final List<FakeMember> joined = new CopyOnWriteArrayList<>();
  private volatile Callable<FakeMember> next = FakeMember::new;
  private LockMembership membership;

  @BeforeEach
  void join() {
    membership = on(() -> Future.succeededFuture(membership())).await();
    on(membership::join).await();
  }

  @AfterEach
  void stop() {
    on(membership::leave).eventually(vertx::close).await();
  }

  @ParameterizedTest
  @EnumSource(FakeMember.Moment.class)
  void aMemberThatEndsWhileItBeginsIsFollowedByOneAndNotByTwo(FakeMember.Moment moment) {
    next =
        () -> {
          next = FakeMember::new;
          return new FakeMember().endsAt(moment);
        };
    joined.get(0).end();

    await().atMost(PATIENCE).until(() -> joined.size() == 3);
    await().during(SECOND_ATTEMPT).atMost(PATIENCE).until(() -> joined.size() == 3);
    assertThat(joined).filteredOn(FakeMember::isRunning).containsExactly(joined.get(2));
    assertThat(membership.status()).isEqualTo(Health.Status.UP);
  }

  @Test
  void whoLeavesWhileItJoinsLeavesNoMemberBehind() {
    CountDownLatch slow = new CountDownLatch(1);
    CountDownLatch begun = new CountDownLatch(1);
    next =
        () -> {
          begun.countDown();
          slow.await();
          return new FakeMember();
        };
    joined.get(0).end();
    await().atMost(PATIENCE).until(() -> begun.getCount() == 0);

    Future<Void> left = on(membership::leave);
    on(Future::<Void>succeededFuture).await();
    assertThat(left.isComplete()).as("before it has joined").isFalse();
    slow.countDown();
    left.await();
    assertThat(joined).hasSize(2).noneMatch(FakeMember::isRunning);
  }

  private LockMembership membership() {
    return new LockMembership(vertx, this::hazelcast, 0, "collab-1", new Silent(), live -> {});
  }

  private HazelcastInstance hazelcast() throws Exception {
    FakeMember member = next.call();
    joined.add(member);
    return member.hazelcast();
  }

  /** Runs it on the membership's context. */
  private <T> Future<T> on(Supplier<Future<T>> work) {
    Promise<T> done = Promise.promise();
    context.runOnContext(turn -> work.get().onComplete(done));
    return done.future();
  }

  private static final class Silent implements LockRounds.Listener {
    @Override
    public void heard() {}

    @Override
    public void locked(int shard, long fence) {}

    @Override
    public void released(int shard) {}

    @Override
    public void lost(int shard) {}
  }
}
