package dev.quire.auth.account;

import com.password4j.Argon2Function;
import com.password4j.Password;
import com.password4j.types.Argon2;
import dev.quire.kit.rest.Problem;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Argon2id (RFC 9106) on workers of its own. At most so many are computed at once and so many wait;
 * one more fails with a 503 problem, and nothing is computed for it.
 */
public final class Passwords {
  private static final int OUTPUT_BYTES = 32;
  private static final int SALT_BYTES = 16;
  private static final int PARALLELISM = 1;

  private final WorkerExecutor workers;
  private final Argon2Function argon2;
  private final int bound;
  private final AtomicInteger pending = new AtomicInteger();
  private final AtomicLong computed = new AtomicLong();
  private final String decoy;

  /**
   * The cost of a hash.
   *
   * @param threads how many are computed at once
   * @param queue how many may wait; more are answered with 503
   */
  public record Cost(int memoryKib, int iterations, int threads, int queue) {}

  /** On a worker: the first hash function loads and configures the library. */
  public static Future<Passwords> open(Vertx vertx, Cost cost) {
    return vertx.executeBlocking(() -> new Passwords(vertx, cost));
  }

  public Passwords(Vertx vertx, Cost cost) {
    workers = vertx.createSharedWorkerExecutor("quire-passwords", cost.threads());
    argon2 =
        Argon2Function.getInstance(
            cost.memoryKib(), cost.iterations(), PARALLELISM, OUTPUT_BYTES, Argon2.ID);
    bound = cost.threads() + cost.queue();
    decoy = decoy(cost);
  }

  /** The hash with its salt and parameters, as a PHC string. */
  public Future<String> hash(String password) {
    return compute(() -> encoded(password));
  }

  /**
   * Whether the password is the one that was hashed; false where there is no hash to compare with,
   * after the same computation.
   */
  public Future<Boolean> verify(String password, Optional<String> hash) {
    String against = hash.orElse(decoy);
    return compute(
        () ->
            Password.check(password, against).with(Argon2Function.getInstanceFromHash(against))
                && hash.isPresent());
  }

  /** How many computations have been done. */
  public long computed() {
    return computed.get();
  }

  public Future<Void> close() {
    return workers.close();
  }

  private String encoded(String password) {
    return Password.hash(password).addRandomSalt(SALT_BYTES).with(argon2).getResult();
  }

  private <T> Future<T> compute(Callable<T> work) {
    if (pending.incrementAndGet() > bound) {
      pending.decrementAndGet();
      return Future.failedFuture(
          new Problem(
              503,
              "overloaded",
              "Too busy",
              "Too many people are signing in just now. Try again in a few seconds."));
    }
    return workers
        .executeBlocking(
            () -> {
              computed.incrementAndGet();
              return work.call();
            },
            false)
        .onComplete(done -> pending.decrementAndGet());
  }

  /** A hash of the present cost that no password has: its parts are random. */
  private static String decoy(Cost cost) {
    return "$argon2id$v=19$m=%d,t=%d,p=%d$%s$%s"
        .formatted(
            cost.memoryKib(),
            cost.iterations(),
            PARALLELISM,
            random(SALT_BYTES),
            random(OUTPUT_BYTES));
  }

  private static String random(int length) {
    byte[] bytes = new byte[length];
    new SecureRandom().nextBytes(bytes);
    return Base64.getEncoder().withoutPadding().encodeToString(bytes);
  }
}
