package dev.quire.auth;

import dev.quire.auth.account.Accounts;
import dev.quire.auth.account.EmailAddress;
import dev.quire.auth.key.AccessTokens;
import dev.quire.auth.key.SigningKeys;
import dev.quire.auth.session.OpaqueToken;
import dev.quire.auth.session.Tickets;
import dev.quire.wire.Principal;
import dev.quire.wire.WireFailure;
import dev.quire.wire.auth.AuthCalls;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the other services ask. */
final class AuthAnswers {
  private static final Logger log = LoggerFactory.getLogger(AuthAnswers.class);

  private final InstantSource clock;
  private final AccessTokens tokens;
  private final SigningKeys keys;
  private final Tickets tickets;
  private final Accounts accounts;
  private final Duration sessionLife;

  /**
   * @param sessionLife how long what a ticket opens may last before it must prove itself again
   */
  AuthAnswers(
      InstantSource clock,
      AccessTokens tokens,
      SigningKeys keys,
      Tickets tickets,
      Accounts accounts,
      Duration sessionLife) {
    this.clock = clock;
    this.tokens = tokens;
    this.keys = keys;
    this.tickets = tickets;
    this.accounts = accounts;
    this.sessionLife = sessionLife;
  }

  /** Reads them anew: whoever asks may have met a key that was made elsewhere a moment ago. */
  Future<AuthCalls.Keys> keys(AuthCalls.ReadKeys request) {
    return keys.load()
        .recover(
            fault -> {
              log.warn("event=keys-not-reloaded fault={}", fault.toString());
              return Future.succeededFuture();
            })
        .map(loaded -> new AuthCalls.Keys(keys.jwks()));
  }

  Future<Principal> redeem(AuthCalls.RedeemTicket request) {
    Instant now = clock.instant();
    return OpaqueToken.parse(request.ticket())
        .map(ticket -> tickets.redeem(ticket, now))
        .orElseGet(() -> Future.failedFuture(unknownTicket()))
        .map(
            found ->
                found
                    .map(redeemed -> principal(redeemed, now))
                    .orElseThrow(AuthAnswers::unknownTicket));
  }

  private Principal principal(Tickets.Redeemed redeemed, Instant now) {
    return new Principal(
        Principal.Realm.QUIRE,
        redeemed.account().id().toString(),
        redeemed.account().displayName(),
        redeemed.session().toString(),
        now.plus(sessionLife).toEpochMilli(),
        List.of(),
        redeemed.key());
  }

  private static WireFailure unknownTicket() {
    return new WireFailure(
        WireFailure.Code.UNAUTHENTICATED,
        "This ticket is unknown, used or too old. Ask for a new one.");
  }

  /**
   * Whoever asks has found that somebody without an account may visit; this only vouches for it.
   */
  Future<AuthCalls.VisitToken> visit(AuthCalls.IssueVisit request) {
    if (!request.visitor().startsWith(Principal.VISITOR) || request.lifeSeconds() < 1) {
      return Future.failedFuture(
          new WireFailure(WireFailure.Code.INVALID, "This is no visitor, or his visit is over."));
    }
    JsonObject issued =
        tokens.issue(
            request.visitor(),
            request.displayName(),
            request.session(),
            Duration.ofSeconds(request.lifeSeconds()),
            clock.instant());
    return Future.succeededFuture(
        new AuthCalls.VisitToken(issued.getString("accessToken"), issued.getLong("expiresIn")));
  }

  Future<AuthCalls.FoundUser> find(AuthCalls.FindUser request) {
    return EmailAddress.parse(request.email())
        .map(accounts::find)
        .orElseGet(() -> Future.failedFuture(nobody()))
        .map(
            found ->
                found
                    .map(Accounts.Credentials::account)
                    .map(
                        account ->
                            new AuthCalls.FoundUser(account.id().toString(), account.displayName()))
                    .orElseThrow(AuthAnswers::nobody));
  }

  private static WireFailure nobody() {
    return new WireFailure(WireFailure.Code.NOT_FOUND, "Nobody here has this address.");
  }
}
