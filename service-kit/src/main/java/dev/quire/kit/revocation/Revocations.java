package dev.quire.kit.revocation;

import dev.quire.wire.Bus;
import dev.quire.wire.DocumentId;
import dev.quire.wire.WireFailure;
import dev.quire.wire.doc.DocCalls;
import dev.quire.wire.doc.ReadRevocations;
import dev.quire.wire.doc.Revocation;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Follows the revocation stream over the bus, for one context. */
public final class Revocations {
  private static final Logger log = LoggerFactory.getLogger(Revocations.class);

  /** How often is asked. */
  public static final long HEARTBEAT_MILLIS = 250;

  /** A later answer would be good for nothing. */
  private static final Duration PATIENCE = Duration.ofMillis(Following.LEASE_MILLIS);

  /** How long somebody who must know is kept waiting. */
  private static final long CONFIRM_MILLIS = 5_000;

  /** So many may wait; one more is told at once that nobody can tell. */
  private static final int MAX_WAITING = 10_000;

  /** Questions under way at the same time: lost ones must not hold up the next. */
  private static final int MAX_ASKING = 8;

  private final Vertx vertx;
  private final Bus bus;
  private final LongSupplier clock;
  private final Consumer<Revocation> revoked;
  private final Following following = new Following();
  private final Set<Promise<Void>> waiting = new LinkedHashSet<>();
  private int asking;
  private boolean askAgain;
  private boolean wasSilent;

  /**
   * @param clock milliseconds that never go back, not even while the process is stopped
   * @param revoked told of each entry once, in order
   */
  public Revocations(Vertx vertx, Bus bus, LongSupplier clock, Consumer<Revocation> revoked) {
    this.vertx = vertx;
    this.bus = bus;
    this.clock = clock;
    this.revoked = revoked;
  }

  /** Begins to follow, until the context is closed. */
  public void start() {
    ask();
    vertx.setPeriodic(HEARTBEAT_MILLIS, timer -> beat());
  }

  private void beat() {
    ask();
    boolean silent = !isCurrent();
    if (silent != wasSilent) {
      wasSilent = silent;
      log.warn("event={}", silent ? "revocations-not-heard" : "revocations-heard-again");
    }
  }

  /** Asks at once: somebody has said that there is news. */
  public void ask() {
    if (asking >= MAX_ASKING) {
      askAgain = true;
      return;
    }
    asking++;
    long askedAt = clock.getAsLong();
    bus.request(DocCalls.READ_REVOCATIONS, new ReadRevocations(following.position()), PATIENCE)
        .onComplete(
            page -> {
              asking--;
              take(askedAt, page);
            },
            fault -> {
              asking--;
              log.debug("event=revocations-unanswered fault={}", fault.getMessage());
              askAgainIfAsked();
            });
  }

  private void take(long askedAt, ReadRevocations.Page page) {
    following.answered(askedAt, page).forEach(this::tell);
    if (following.position() < page.head()) {
      ask();
    } else {
      askAgainIfAsked();
    }
    if (isCurrent()) {
      List<Promise<Void>> confirmed = List.copyOf(waiting);
      waiting.clear();
      confirmed.forEach(Promise::tryComplete);
    }
  }

  /** A fault over one entry must not keep the others from being heard. */
  private void tell(Revocation entry) {
    try {
      revoked.accept(entry);
    } catch (RuntimeException fault) {
      log.error("event=revocation-not-followed number={}", entry.number(), fault);
    }
  }

  private void askAgainIfAsked() {
    if (askAgain) {
      askAgain = false;
      ask();
    }
  }

  /** As in {@link Following#isCurrent}. */
  public boolean isCurrent() {
    return following.isCurrent(clock.getAsLong());
  }

  /**
   * Done as soon as everything that was revoked more than a second ago is known: mostly at once.
   * However many wait, one question is asked for all.
   */
  public Future<Void> whenCurrent() {
    return isCurrent() ? Future.succeededFuture() : await(Promise.promise());
  }

  /**
   * Done if everything that was revoked more than {@link Following#FRESH_MILLIS} ago is known, or
   * else after an answer, when it is to be asked again.
   */
  public Future<Void> whenFresh() {
    return following.isFresh(clock.getAsLong())
        ? Future.succeededFuture()
        : await(Promise.promise());
  }

  private Future<Void> await(Promise<Void> known) {
    waiting.add(known);
    if (asking == 0) {
      ask();
    }
    return known.future();
  }

  /** The same; fails with {@link WireFailure.Code#UNAVAILABLE} where nobody can tell for long. */
  public Future<Void> requireCurrent() {
    if (isCurrent()) {
      return Future.succeededFuture();
    }
    if (waiting.size() >= MAX_WAITING) {
      return Future.failedFuture(unknown());
    }
    Promise<Void> known = Promise.promise();
    long timer =
        vertx.setTimer(
            CONFIRM_MILLIS,
            late -> {
              waiting.remove(known);
              known.tryFail(unknown());
            });
    return await(known).onSuccess(done -> vertx.cancelTimer(timer));
  }

  private static WireFailure unknown() {
    return new WireFailure(
        WireFailure.Code.UNAVAILABLE, "Rights can't be checked just now. Try again in a moment.");
  }

  /** As in {@link Following#position}. */
  public long position() {
    return following.position();
  }

  /** As in {@link Following#mayHaveChanged}. */
  public boolean mayHaveChanged(
      long asOf,
      DocumentId document,
      String organisation,
      String userId,
      String signIn,
      String key) {
    return following.mayHaveChanged(asOf, document, organisation, userId, signIn, key);
  }

  /** As in {@link Following#hasEnded}. */
  public boolean hasEnded(String signIn) {
    return following.hasEnded(signIn);
  }

  /** As in {@link Following#isRevoked}. */
  public boolean isRevoked(String key) {
    return following.isRevoked(key);
  }
}
