package dev.quire.auth.limit;

import dev.quire.auth.account.EmailAddress;
import dev.quire.kit.limit.LimitCounts;
import dev.quire.kit.limit.Network;
import dev.quire.kit.limit.SharedLimit;
import dev.quire.kit.redis.RedisLink;
import dev.quire.kit.rest.Problem;
import dev.quire.kit.rest.Replies;
import dev.quire.kit.rest.RestCall;
import dev.quire.wire.rest.RestReply;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The limits of the auth calls. Over one of them the answer is 429 with {@code Retry-After}, before
 * anything is computed or looked up.
 */
public final class AuthLimits {
  /** Everybody's browser refreshes; behind one address there may be a whole company. */
  private static final int REFRESHES_PER_SIGN_IN = 10;

  /** From so many addresses at once may wrong passwords come before the account's owner waits. */
  private static final int ADDRESSES_PER_ACCOUNT = 20;

  private static final int TICKETS_PER_MINUTE = 120;

  private static final LimitCounts COUNTS = new LimitCounts("auth");
  private static final String BY_ADDRESS = "auth_per_address_per_minute";
  private static final String BY_ACCOUNT = "auth_per_account_per_minute";

  private final SharedLimit signIns;
  private final SharedLimit refreshes;
  private final SharedLimit failures;
  private final SharedLimit failuresFromEverywhere;
  private final SharedLimit tickets;
  private final SharedLimit letters;

  /**
   * @param perAddressPerMinute requests to sign in, register or refresh from one address; 0 for any
   * @param perAccountPerMinute failed sign-ins to one account from one address, and twenty times as
   *     many from all; 0 for any
   */
  public record Rates(int perAddressPerMinute, int perAccountPerMinute) {}

  /**
   * @param redis what the auth processes count in together; null for one by itself
   * @param nanoTime as {@link System#nanoTime}
   */
  public AuthLimits(Rates limits, @Nullable RedisLink redis, LongSupplier nanoTime) {
    signIns = new SharedLimit("sign-in", limits.perAddressPerMinute(), redis, nanoTime);
    refreshes =
        new SharedLimit(
            "refresh", times(limits.perAddressPerMinute(), REFRESHES_PER_SIGN_IN), redis, nanoTime);
    failures = new SharedLimit("guess", limits.perAccountPerMinute(), redis, nanoTime);
    failuresFromEverywhere =
        new SharedLimit(
            "guess-from-everywhere",
            times(limits.perAccountPerMinute(), ADDRESSES_PER_ACCOUNT),
            redis,
            nanoTime);
    tickets = new SharedLimit("ticket", TICKETS_PER_MINUTE, redis, nanoTime);
    letters = new SharedLimit("letter", limits.perAccountPerMinute(), redis, nanoTime);
  }

  private static int times(int rate, int factor) {
    return (int) Math.min(Integer.MAX_VALUE, (long) rate * factor);
  }

  /** Registering and signing in, by the caller's address. */
  public Function<RestCall, Future<RestReply>> signIn(
      Function<RestCall, Future<RestReply>> handler) {
    return limited(signIns, handler);
  }

  /** Refreshing and signing out, by the caller's address. */
  public Function<RestCall, Future<RestReply>> refresh(
      Function<RestCall, Future<RestReply>> handler) {
    return limited(refreshes, handler);
  }

  /** Tickets, by the caller's session. */
  public Function<RestCall, Future<RestReply>> ticket(
      Function<RestCall, Future<RestReply>> handler) {
    return call ->
        tickets.take(call.caller().session()).compose(wait -> pass("tickets", wait, call, handler));
  }

  /**
   * An attempt at the account's password, whether the account exists or not. Counted for the
   * account and the caller's address together, so that a stranger's guesses do not lock its owner
   * out, who is somewhere else; and, far more slowly, for the account alone, so that guesses from
   * everywhere at once come to an end.
   */
  public Function<RestCall, Future<RestReply>> attempt(
      EmailAddress account, Function<RestCall, Future<RestReply>> handler) {
    return call -> {
      String here = account.value() + " " + Network.of(call.request().address());
      return failures
          .take(here)
          .compose(
              wait ->
                  wait.isZero()
                      ? failuresFromEverywhere.take(account.value())
                      : Future.succeededFuture(wait))
          .compose(wait -> pass(BY_ACCOUNT, wait, call, handler));
    };
  }

  /**
   * A letter to the address, whether anybody has it or not, by address and asker together; how many
   * an address gets from all askers {@link dev.quire.auth.mail.MailedLinks} bounds in silence.
   */
  public Function<RestCall, Future<RestReply>> letter(
      EmailAddress to, Function<RestCall, Future<RestReply>> handler) {
    return call ->
        letters
            .take(to.value() + " " + Network.of(call.request().address()))
            .compose(wait -> pass(BY_ACCOUNT, wait, call, handler));
  }

  /** The attempt was right, so it does not count. */
  public void succeeded(EmailAddress account, RestCall call) {
    failures.giveBack(account.value() + " " + Network.of(call.request().address()));
    failuresFromEverywhere.giveBack(account.value());
  }

  private static Function<RestCall, Future<RestReply>> limited(
      SharedLimit limit, Function<RestCall, Future<RestReply>> handler) {
    return call ->
        limit
            .take(Network.of(call.request().address()))
            .compose(wait -> pass(BY_ADDRESS, wait, call, handler));
  }

  private static Future<RestReply> pass(
      String limit, Duration wait, RestCall call, Function<RestCall, Future<RestReply>> handler) {
    return wait.isZero() ? handler.apply(call) : refused(limit, wait);
  }

  private static Future<RestReply> refused(String limit, Duration wait) {
    COUNTS.reached(limit);
    long seconds = Math.max(1, wait.plusMillis(999).toSeconds());
    Problem problem =
        new Problem(
            429,
            "too-many-requests",
            "Too many requests",
            "Too many attempts. Try again in " + seconds + " s.");
    return Future.succeededFuture(
        Replies.with(problem.reply(), "retry-after", Long.toString(seconds)));
  }
}
