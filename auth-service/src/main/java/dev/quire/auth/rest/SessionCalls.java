package dev.quire.auth.rest;

import dev.quire.auth.account.Account;
import dev.quire.auth.account.Accounts;
import dev.quire.auth.session.Attempt;
import dev.quire.auth.session.OpaqueToken;
import dev.quire.auth.session.Sessions;
import dev.quire.kit.rest.Problem;
import dev.quire.kit.rest.Replies;
import dev.quire.kit.rest.RestCall;
import dev.quire.wire.rest.RestReply;
import io.vertx.core.Future;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Carrying a session on, and ending it. */
public final class SessionCalls {
  private static final Logger log = LoggerFactory.getLogger(SessionCalls.class);

  private final Authority authority;
  private final Accounts accounts;
  private final Sessions sessions;

  public SessionCalls(Authority authority, Accounts accounts, Sessions sessions) {
    this.authority = authority;
    this.accounts = accounts;
    this.sessions = sessions;
  }

  /**
   * {@code POST /api/v1/auth/refresh}. Who has got no answer sends it again with the same {@code
   * Idempotency-Key}, within seconds.
   */
  public Future<RestReply> refresh(RestCall call) {
    Authority.requireCsrfHeader(call);
    Optional<Attempt> attempt = call.header("idempotency-key").map(SessionCalls::attempt);
    return authority
        .cookie()
        .read(call)
        .map(token -> sessions.refresh(token, attempt, authority.now()).map(this::answer))
        .orElseGet(() -> Future.succeededFuture(over()));
  }

  private static Attempt attempt(String key) {
    return Attempt.parse(key)
        .orElseThrow(
            () ->
                Problem.invalid(
                    "An Idempotency-Key has 16 to 255 visible ASCII characters here, drawn at"
                        + " random."));
  }

  private RestReply answer(Sessions.Refreshed refreshed) {
    if (refreshed instanceof Sessions.Refreshed.Renewed renewed) {
      return authority.renewed(renewed.account(), renewed.session(), renewed.token());
    }
    if (refreshed instanceof Sessions.Refreshed.Stolen stolen) {
      log.warn("event=refresh-token-reused session={}", stolen.session());
      authority.tellEndedSoon();
    }
    return over();
  }

  private RestReply over() {
    return authority.withoutCookie(Authority.sessionOver().reply());
  }

  /**
   * {@code POST /api/v1/auth/logout}: ends the access token's session, or without one the cookie's.
   * Ending it twice is no mistake.
   */
  public Future<RestReply> logout(RestCall call) {
    if (call.request().caller() != null) {
      return ended(sessions.end(Authority.session(call), authority.now()));
    }
    return ended(sessions.endByToken(tokenOf(call), authority.now()));
  }

  /** {@code POST /api/v1/auth/logout-all}: ends every session of the account. */
  public Future<RestReply> logoutAll(RestCall call) {
    Future<Account> account =
        call.request().caller() != null
            ? accountOf(Authority.session(call))
            : sessions
                .ofToken(tokenOf(call))
                .compose(session -> session.map(this::accountOf).orElseGet(SessionCalls::nobody));
    return ended(account.compose(found -> sessions.endAll(found.id(), authority.now())));
  }

  private Future<Account> accountOf(UUID session) {
    return accounts
        .ofLiveSession(session, authority.now())
        .compose(found -> found.map(Future::succeededFuture).orElseGet(SessionCalls::nobody));
  }

  private static Future<Account> nobody() {
    return Future.failedFuture(Authority.sessionOver());
  }

  private OpaqueToken tokenOf(RestCall call) {
    Authority.requireCsrfHeader(call);
    return authority
        .cookie()
        .read(call)
        .orElseThrow(() -> Problem.unauthenticated("You are not signed in."));
  }

  private Future<RestReply> ended(Future<List<UUID>> ending) {
    return ending
        .compose(ended -> authority.tellEnded())
        .map(told -> authority.withoutCookie(Replies.noContent()));
  }
}
