package dev.quire.auth.rest;

import dev.quire.auth.account.Account;
import dev.quire.auth.key.AccessTokens;
import dev.quire.auth.session.Beginnings;
import dev.quire.auth.session.EndedSessions;
import dev.quire.auth.session.OpaqueToken;
import dev.quire.auth.session.RefreshCookie;
import dev.quire.kit.rest.Problem;
import dev.quire.kit.rest.Replies;
import dev.quire.kit.rest.RestCall;
import dev.quire.wire.Principal;
import dev.quire.wire.rest.RestReply;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.time.InstantSource;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the calls have in common: the time, tokens and cookies put into answers, who calls, and the
 * news that sessions have ended.
 */
public final class Authority {
  private static final Logger log = LoggerFactory.getLogger(Authority.class);
  private static final int MAX_BODY_BYTES = 16 * 1024;

  private final InstantSource clock;
  private final AccessTokens tokens;
  private final RefreshCookie cookie;
  private final EndedSessions ended;

  public Authority(
      InstantSource clock, AccessTokens tokens, RefreshCookie cookie, EndedSessions ended) {
    this.clock = clock;
    this.tokens = tokens;
    this.cookie = cookie;
    this.ended = ended;
  }

  Instant now() {
    return clock.instant();
  }

  RefreshCookie cookie() {
    return cookie;
  }

  /** Signed in or registered: the account, an access token, and a refresh token in its cookie. */
  RestReply begun(int status, Account account, Beginnings.Begun begun) {
    if (!begun.ended().isEmpty()) {
      tellEndedSoon();
    }
    JsonObject body = tokens.issue(account, begun.session(), now()).put("user", account.toJson());
    return withCookie(Replies.json(status, body), begun.token());
  }

  RestReply renewed(Account account, UUID session, OpaqueToken next) {
    return withCookie(Replies.json(200, tokens.issue(account, session, now())), next);
  }

  RestReply withoutCookie(RestReply reply) {
    return Replies.with(reply, "set-cookie", cookie.clear());
  }

  private RestReply withCookie(RestReply reply, OpaqueToken token) {
    return Replies.with(reply, "set-cookie", cookie.set(token));
  }

  /** Done when edges and owners will know, within a second, which sessions have ended. */
  Future<Void> tellEnded() {
    return ended.tell();
  }

  /** The same where nobody waits for it: what fails is told in the next round. */
  void tellEndedSoon() {
    ended.tell().onFailure(fault -> log.warn("event=ends-untold fault={}", fault.toString()));
  }

  /**
   * The session that the access token speaks for.
   *
   * @throws Problem 401 without one, 403 where the token is another application's
   */
  static UUID session(RestCall call) {
    Principal caller = call.caller();
    if (caller.realm() != Principal.Realm.QUIRE) {
      throw Problem.forbidden("This call is for accounts of Quire's own; this token is not one's.");
    }
    return UUID.fromString(caller.session());
  }

  /**
   * @throws Problem 400 or 413
   */
  static JsonObject body(RestCall call) {
    if (call.request().body().length() > MAX_BODY_BYTES) {
      throw new Problem(
          413, "too-large", "Too large", "The body may have at most " + MAX_BODY_BYTES + " bytes.");
    }
    return call.json();
  }

  static Problem sessionOver() {
    return Problem.unauthenticated("This session is over. Sign in again.");
  }

  /**
   * A form on another site can't set a header.
   *
   * @throws Problem 403 without it
   */
  static void requireCsrfHeader(RestCall call) {
    if (!call.header("x-quire-csrf").filter("1"::equals).isPresent()) {
      throw new Problem(
          403, "csrf", "Not allowed", "Send the header 'X-Quire-CSRF: 1' with this call.");
    }
  }
}
