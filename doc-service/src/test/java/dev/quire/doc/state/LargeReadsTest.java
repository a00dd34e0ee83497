package dev.quire.doc.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.quire.wire.WireFailure;
import dev.quire.wire.WireFailure.Code;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LargeReadsTest {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final Vertx vertx = Vertx.vertx();
  private final LargeReads reads = new LargeReads(vertx);
  private final List<Integer> begun = new CopyOnWriteArrayList<>();
  private final List<Promise<Integer>> results = new ArrayList<>();

  @AfterEach
  void close() throws Exception {
    vertx.close().toCompletionStage().toCompletableFuture().get(30, TimeUnit.SECONDS);
  }

  private Future<Integer> read() {
    int number = results.size();
    Promise<Integer> result = Promise.promise();
    results.add(result);
    return reads.inTurn(
        () -> {
          begun.add(number);
          return result.future();
        });
  }

  @Test
  void oneIsReadAfterTheOtherInTheirOrder() {
    Future<Integer> first = read();
    Future<Integer> second = read();
    Future<Integer> third = read();
    assertThat(begun).containsExactly(0);
    results.get(0).complete(7);
    assertThat(first.result()).isEqualTo(7);
    await().atMost(PATIENCE).until(() -> begun.size() == 2);
    assertThat(begun).containsExactly(0, 1);
    assertThat(List.of(second.isComplete(), third.isComplete())).containsOnly(false);
  }

  @Test
  void oneThatFailsEndsItsTurn() {
    Future<Integer> thrown =
        reads.inTurn(
            () -> {
              throw new IllegalStateException("no");
            });
    assertThat(thrown.cause()).hasMessage("no");
    Future<Integer> failing = read();
    await().atMost(PATIENCE).until(() -> begun.size() == 1);
    results.get(0).fail("not this one");
    assertThat(failing.cause()).hasMessage("not this one");
    Future<Integer> next = read();
    await().atMost(PATIENCE).until(() -> begun.size() == 2);
    assertThat(next.isComplete()).isFalse();
  }

  @Test
  void tooManyAreRefusedAndNotKeptWaiting() {
    assertThat(read().isComplete()).isFalse();
    for (int i = 0; i < LargeReads.MOST_WAITING; i++) {
      assertThat(read().isComplete()).isFalse();
    }
    assertThat(read().cause())
        .isInstanceOfSatisfying(
            WireFailure.class, failure -> assertThat(failure.code()).isEqualTo(Code.OVERLOADED));
  }
}
