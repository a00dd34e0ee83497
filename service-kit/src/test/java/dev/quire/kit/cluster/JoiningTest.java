package dev.quire.kit.cluster;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.Future;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

final class JoiningTest {
  private static final int TRIES = 3;

  private final AtomicInteger attempts = new AtomicInteger();

  @Test
  void whoIsSentAwayComesAgain() throws Exception {
    Future<String> joined =
        Joining.patiently(() -> failingUntil(attempts.incrementAndGet(), 3), TRIES, 1);
    assertThat(get(joined)).isEqualTo("joined");
  }

  @Test
  void afterSomeTriesItEndsWithWhatTheLastOneSaid() {
    Future<String> never =
        Joining.patiently(() -> failingUntil(attempts.incrementAndGet(), 9), TRIES, 1);
    assertThatThrownBy(() -> get(never)).hasRootCauseMessage("attempt 3");
    assertThat(attempts).hasValue(TRIES);
  }

  @Test
  void whatNoTryCanMendIsToldAtOnce() {
    Future<String> never =
        Joining.patiently(
            () -> Future.failedFuture(new IOException("port " + attempts.incrementAndGet())),
            TRIES,
            1);
    assertThatThrownBy(() -> get(never)).hasRootCauseMessage("port 1");
  }

  private static Future<String> failingUntil(int attempt, int success) {
    return attempt < success
        ? Future.failedFuture(new IllegalStateException("attempt " + attempt))
        : Future.succeededFuture("joined");
  }

  private static <T> T get(Future<T> future) throws Exception {
    return future.toCompletionStage().toCompletableFuture().get(30, SECONDS);
  }
}
