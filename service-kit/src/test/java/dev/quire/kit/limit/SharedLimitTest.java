package dev.quire.kit.limit;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.quire.kit.Health;
import dev.quire.kit.redis.RedisLink;
import dev.quire.kit.redis.TestRedis;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Two processes with one Redis, which may go away. */
class SharedLimitTest {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final TestRedis redis = new TestRedis();
  private final Member first = new Member(redis);
  private final Member second = new Member(redis);

  @BeforeEach
  void connect() throws Exception {
    first.on(first.link::open);
    second.on(second.link::open);
  }

  @AfterEach
  void stop() throws Exception {
    first.close();
    second.close();
    redis.close();
  }

  /** A process's event loop, its link, and its own idea of a limit of so many a minute. */
  private static final class Member {
    final Vertx vertx = Vertx.vertx();
    final Context loop = vertx.getOrCreateContext();
    final RedisLink link;

    /** Stands still, so that what this process counts by itself never refills. */
    private final long now = System.nanoTime();

    Member(TestRedis redis) {
      link = new RedisLink(vertx, redis.url());
    }

    SharedLimit limit(int perMinute) {
      return new SharedLimit("test", perMinute, link, () -> now);
    }

    Duration take(SharedLimit limit, String key) throws Exception {
      return on(() -> limit.take(key));
    }

    /** Redis answers one link in the order of its questions: what comes next sees it. */
    void giveBack(SharedLimit limit, String key) throws Exception {
      on(
          () -> {
            limit.giveBack(key);
            return link.send(List.of(Request.cmd(Command.PING)));
          });
    }

    <T> T on(Supplier<Future<T>> call) throws Exception {
      CompletableFuture<T> result = new CompletableFuture<>();
      loop.runOnContext(
          turn -> call.get().onSuccess(result::complete).onFailure(result::completeExceptionally));
      return result.get(PATIENCE.toSeconds(), SECONDS);
    }

    void close() throws Exception {
      on(link::close);
      vertx.close().toCompletionStage().toCompletableFuture().get(PATIENCE.toSeconds(), SECONDS);
    }
  }

  @Test
  void whatOneProcessLetThroughTheOtherCounts() throws Exception {
    SharedLimit here = first.limit(2);
    SharedLimit there = second.limit(2);
    assertThat(first.take(here, "ada")).isZero();
    assertThat(second.take(there, "ada")).isZero();

    assertThat(first.take(here, "ada")).isPositive().isLessThanOrEqualTo(Duration.ofSeconds(30));
    assertThat(second.take(there, "ada")).isPositive();
    assertThat(second.take(there, "grace")).isZero();
  }

  @Test
  void whatIsGivenBackAnywhereDoesNotCountAnywhere() throws Exception {
    SharedLimit here = first.limit(2);
    SharedLimit there = second.limit(2);
    for (int i = 0; i < 10; i++) {
      assertThat(first.take(here, "ada")).isZero();
      first.giveBack(here, "ada");
      assertThat(second.take(there, "ada")).isZero();
      second.giveBack(there, "ada");
    }
  }

  @Test
  void aBucketLeavesRedisWhenItIsFullAgainAndNamesNobody() throws Exception {
    SharedLimit here = first.limit(6_000);
    first.take(here, "ada@example.org");

    await()
        .atMost(PATIENCE)
        .until(
            () ->
                first
                        .on(() -> first.link.send(List.of(Request.cmd(Command.DBSIZE))))
                        .get(0)
                        .toLong()
                    == 0);
    SharedLimit slow = first.limit(1);
    first.take(slow, "ada@example.org");
    String keys =
        first.on(() -> first.link.send(List.of(Request.cmd(Command.KEYS).arg("*")))).toString();
    assertThat(keys).contains("quire:limit:test:").doesNotContain("ada");
  }

  @Test
  void eachCountsByItselfWhileRedisIsAwayAndTogetherWhenItIsBack() throws Exception {
    SharedLimit here = first.limit(1);
    SharedLimit there = second.limit(1);
    redis.goesAway();
    assertThat(first.take(here, "ada")).isZero();
    assertThat(second.take(there, "ada")).isZero();
    assertThat(first.take(here, "ada")).isPositive();
    assertThat(second.take(there, "ada")).isPositive();

    redis.comesBack();
    await()
        .atMost(PATIENCE)
        .until(
            () ->
                first.link.status() == Health.Status.UP
                    && second.link.status() == Health.Status.UP);
    assertThat(first.take(here, "grace")).isZero();
    assertThat(second.take(there, "grace")).isPositive();
  }
}
