package dev.quire.auth.rest;

import dev.quire.auth.key.SigningKeys;
import dev.quire.auth.limit.AuthLimits;
import dev.quire.kit.rest.Replies;
import dev.quire.kit.rest.RestCall;
import dev.quire.kit.rest.RestRouter;
import dev.quire.wire.rest.RestReply;
import io.vertx.core.Future;
import java.nio.charset.StandardCharsets;
import java.util.function.Function;

/** Which call goes where, under which limit. */
public final class AuthRoutes {
  /** Keys are published minutes before they sign, so a reader may remember them for some. */
  private static final String JWKS_CACHING = "public, max-age=60";

  private AuthRoutes() {}

  /**
   * @param registersByMail whether mail can be sent, and registering waits for it
   */
  public static RestRouter of(
      SignIn signIn,
      SessionCalls sessions,
      OwnAccount own,
      OwnSessions ownSessions,
      PasswordReset reset,
      Confirmation confirmation,
      boolean registersByMail,
      SigningKeys keys,
      AuthLimits limits) {
    Function<RestCall, Future<RestReply>> register =
        registersByMail ? confirmation::register : signIn::register;
    return new RestRouter()
        .route("POST", "/api/v1/auth/register", limits.signIn(register))
        .route("POST", "/api/v1/auth/confirm", limits.signIn(confirmation::confirm))
        .route("POST", "/api/v1/auth/reset-request", limits.signIn(reset::request))
        .route("POST", "/api/v1/auth/reset", limits.signIn(reset::reset))
        .route("POST", "/api/v1/auth/login", limits.signIn(signIn::login))
        .route("POST", "/api/v1/auth/refresh", limits.refresh(sessions::refresh))
        .route("POST", "/api/v1/auth/logout", limits.refresh(sessions::logout))
        .route("POST", "/api/v1/auth/logout-all", limits.refresh(sessions::logoutAll))
        .route("GET", "/api/v1/auth/me", own::me)
        .route("GET", "/api/v1/auth/sessions", ownSessions::list)
        .route("DELETE", "/api/v1/auth/sessions/{id}", limits.refresh(ownSessions::end))
        .route("POST", "/api/v1/auth/password", limits.signIn(ownSessions::changePassword))
        .route("POST", "/api/v1/auth/ticket", limits.ticket(own::ticket))
        .route("GET", "/.well-known/jwks.json", call -> jwks(keys));
  }

  private static Future<RestReply> jwks(SigningKeys keys) {
    byte[] body = keys.jwks().getBytes(StandardCharsets.UTF_8);
    return Future.succeededFuture(
        Replies.with(
            Replies.bytes(200, "application/jwk-set+json", body), "cache-control", JWKS_CACHING));
  }
}
