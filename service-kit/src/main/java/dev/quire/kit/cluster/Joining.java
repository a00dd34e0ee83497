package dev.quire.kit.cluster;

import io.vertx.core.Future;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Joins a cluster that takes in nobody just now: while two parts of it become one, whoever wants to
 * come in is sent away, and Hazelcast's member then ends.
 */
public final class Joining {
  /** Longer than {@link Thaw} waits. */
  private static final int TRIES = 30;

  private static final long PAUSE_MILLIS = 1000;
  private static final Logger log = LoggerFactory.getLogger(Joining.class);

  private Joining() {}

  /**
   * The first attempt that succeeds, made again a second after each at which the member was sent
   * away ({@code IllegalStateException}: "Node failed to start").
   *
   * @return fails with what the thirtieth attempt fails with, and at once with anything else: a
   *     port that is taken, a setting that can't be
   */
  public static <T> Future<T> patiently(Supplier<Future<T>> attempt) {
    return patiently(attempt, TRIES, PAUSE_MILLIS);
  }

  static <T> Future<T> patiently(Supplier<Future<T>> attempt, int tries, long pauseMillis) {
    return attempt
        .get()
        .recover(
            fault -> {
              if (tries <= 1 || !(fault instanceof IllegalStateException)) {
                return Future.failedFuture(fault);
              }
              log.warn("event=not-joined tries-left={} fault={}", tries - 1, fault.toString());
              return pause(pauseMillis)
                  .compose(again -> patiently(attempt, tries - 1, pauseMillis));
            });
  }

  /** Without a Vert.x, which there may not be yet. */
  private static Future<Void> pause(long millis) {
    return Future.fromCompletionStage(
        CompletableFuture.runAsync(
            () -> {}, CompletableFuture.delayedExecutor(millis, TimeUnit.MILLISECONDS)));
  }
}
