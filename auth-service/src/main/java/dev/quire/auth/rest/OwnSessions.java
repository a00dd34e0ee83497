package dev.quire.auth.rest;

import dev.quire.auth.account.Account;
import dev.quire.auth.account.Accounts;
import dev.quire.auth.account.Passwords;
import dev.quire.auth.account.Registration;
import dev.quire.auth.limit.AuthLimits;
import dev.quire.auth.session.Sessions;
import dev.quire.kit.rest.Problem;
import dev.quire.kit.rest.Replies;
import dev.quire.kit.rest.RestCall;
import dev.quire.wire.rest.RestReply;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Optional;
import java.util.UUID;

/** Where somebody is signed in, and the password that lets him in. */
public final class OwnSessions {
  private final Authority authority;
  private final Accounts accounts;
  private final Passwords passwords;
  private final Sessions sessions;
  private final AuthLimits limits;

  public OwnSessions(
      Authority authority,
      Accounts accounts,
      Passwords passwords,
      Sessions sessions,
      AuthLimits limits) {
    this.authority = authority;
    this.accounts = accounts;
    this.passwords = passwords;
    this.sessions = sessions;
    this.limits = limits;
  }

  /** {@code GET /api/v1/auth/sessions}. */
  public Future<RestReply> list(RestCall call) {
    UUID present = Authority.session(call);
    return account(call)
        .compose(account -> sessions.list(account.id(), authority.now()))
        .map(
            all -> {
              JsonArray items = new JsonArray();
              for (Sessions.Listed each : all) {
                items.add(
                    new JsonObject()
                        .put("id", each.id().toString())
                        .put("current", each.id().equals(present))
                        .put("createdAt", each.createdAt().toString())
                        .put("refreshedAt", each.refreshedAt().toString())
                        .put("expiresAt", each.expiresAt().toString()));
              }
              return Replies.json(200, new JsonObject().put("items", items).putNull("nextCursor"));
            });
  }

  /** {@code DELETE /api/v1/auth/sessions/{id}}: signs out there, at once. */
  public Future<RestReply> end(RestCall call) {
    UUID session = id(call.parameter("id"));
    return account(call)
        .compose(account -> sessions.endOne(account.id(), session, authority.now()))
        .compose(
            ended ->
                ended.isEmpty()
                    ? Future.failedFuture(Problem.notFound("You have no such session."))
                    : authority.tellEnded())
        .map(told -> Replies.noContent());
  }

  /**
   * {@code POST /api/v1/auth/password} {@code {currentPassword, newPassword}}: every other session
   * ends, for whoever knew the old password may have one.
   */
  public Future<RestReply> changePassword(RestCall call) {
    JsonObject body = Authority.body(call);
    String current = Registration.text(body, "currentPassword");
    String next = Registration.password(body, "newPassword");
    UUID session = Authority.session(call);
    return account(call)
        .compose(
            account ->
                limits
                    .attempt(
                        account.email(), attempt -> change(call, account, session, current, next))
                    .apply(call));
  }

  private Future<RestReply> change(
      RestCall call, Account account, UUID session, String current, String next) {
    return accounts
        .find(account.email())
        .compose(
            found ->
                passwords
                    .verify(current, found.map(Accounts.Credentials::passwordHash))
                    .compose(
                        right ->
                            right ? passwords.hash(next) : Future.failedFuture(wrongPassword()))
                    .compose(
                        hash ->
                            accounts.changePassword(
                                found.orElseThrow(), hash, session, authority.now())))
        .compose(
            changed -> changed ? Future.succeededFuture() : Future.failedFuture(wrongPassword()))
        .onSuccess(changed -> limits.succeeded(account.email(), call))
        .compose(changed -> authority.tellEnded())
        .map(told -> Replies.noContent());
  }

  private Future<Account> account(RestCall call) {
    return accounts
        .ofLiveSession(Authority.session(call), authority.now())
        .map(found -> found.orElseThrow(Authority::sessionOver));
  }

  private static UUID id(String text) {
    try {
      return Optional.of(text).filter(id -> id.length() == 36).map(UUID::fromString).orElseThrow();
    } catch (RuntimeException malformed) {
      throw Problem.notFound("You have no such session.");
    }
  }

  private static Problem wrongPassword() {
    return new Problem(
        403, "wrong-password", "Not changed", "That is not your present password. Try again.");
  }
}
