package dev.quire.doc.background;

import static dev.quire.doc.RunningDoc.join;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntFunction;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class BackgroundTurnsTest {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final Vertx vertx = Vertx.vertx();
  private final Context loop = vertx.getOrCreateContext();
  private final AtomicInteger begun = new AtomicInteger();

  @AfterEach
  void close() {
    join(vertx.close());
  }

  /**
   * @param turn given its number, from 1
   */
  private BackgroundTurns started(IntFunction<Future<Long>> turn) {
    BackgroundTurns turns =
        new BackgroundTurns(vertx, "test", 1, () -> turn.apply(begun.incrementAndGet()));
    loop.runOnContext(now -> turns.start(1));
    return turns;
  }

  private Future<Void> stop(BackgroundTurns turns) {
    Promise<Void> stopped = Promise.promise();
    loop.runOnContext(now -> turns.stop().onComplete(stopped));
    return stopped.future();
  }

  /** Time for many turns goes by. */
  private void awaitTicks() {
    AtomicInteger ticks = new AtomicInteger();
    loop.runOnContext(now -> vertx.setPeriodic(1, tick -> ticks.incrementAndGet()));
    await().atMost(PATIENCE).until(() -> ticks.get() > 30);
  }

  @Test
  void aTurnBeginsOnlyWhenTheOneBeforeHasEnded() {
    Promise<Long> first = Promise.promise();
    started(number -> number == 1 ? first.future() : Future.succeededFuture(1L));
    await().atMost(PATIENCE).until(() -> begun.get() == 1);
    awaitTicks();
    assertThat(begun).hasValue(1);
    first.complete(1L);
    await().atMost(PATIENCE).until(() -> begun.get() > 5);
  }

  @Test
  void afterAFaultOfWhateverKindTheyGoOn() {
    started(
        number -> {
          if (number % 2 == 0) {
            throw new IllegalStateException("thrown");
          }
          return Future.failedFuture("failed");
        });
    await().atMost(PATIENCE).until(() -> begun.get() > 5);
  }

  @Test
  void aTurnSaysHowLongToWaitForTheNext() {
    started(number -> Future.succeededFuture(number < 3 ? 1L : 3_600_000L));
    await().atMost(PATIENCE).until(() -> begun.get() == 3);
    awaitTicks();
    assertThat(begun).hasValue(3);
  }

  @Test
  void stoppingWaitsForTheTurnUnderWayAndNoneBeginsAnyMore() {
    Promise<Long> turn = Promise.promise();
    BackgroundTurns turns = started(number -> turn.future());
    await().atMost(PATIENCE).until(() -> begun.get() == 1);
    assertThat(turns.isEnding()).isFalse();
    Future<Void> stopped = stop(turns);
    awaitTicks();
    assertThat(stopped.isComplete()).isFalse();
    assertThat(turns.isEnding()).isTrue();
    turn.complete(1L);
    join(stopped);
    awaitTicks();
    assertThat(begun).hasValue(1);
  }
}
