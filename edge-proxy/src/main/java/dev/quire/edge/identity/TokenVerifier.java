package dev.quire.edge.identity;

import dev.quire.kit.revocation.Revocations;
import dev.quire.wire.Bus;
import dev.quire.wire.Principal;
import dev.quire.wire.auth.AuthCalls;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.auth.JWTOptions;
import io.vertx.ext.auth.PubSecKeyOptions;
import io.vertx.ext.auth.User;
import io.vertx.ext.auth.authentication.TokenCredentials;
import io.vertx.ext.auth.jwt.JWTAuth;
import io.vertx.ext.auth.jwt.JWTAuthOptions;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.LongSupplier;

/** Verifies access tokens and redeems tickets, for one event loop. */
public final class TokenVerifier {
  /** How far clocks may be apart. */
  static final int LEEWAY_SECONDS = 5;

  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private final Bus bus;
  private final SigningKeys keys;
  private final Optional<JWTAuth> external;
  private final Revocations revocations;

  /**
   * @param externalSecret of the HS256 tokens of the user's own application, at least 32 characters
   * @param clock milliseconds that never go back
   * @param revocations knows which sign-ins are over
   */
  public TokenVerifier(
      Vertx vertx,
      Bus bus,
      Optional<String> externalSecret,
      LongSupplier clock,
      Revocations revocations) {
    this.bus = bus;
    this.revocations = revocations;
    this.keys = new SigningKeys(vertx, bus, clock);
    this.external =
        externalSecret.map(
            secret ->
                JWTAuth.create(
                    vertx,
                    new JWTAuthOptions()
                        .addPubSecKey(
                            new PubSecKeyOptions().setAlgorithm("HS256").setBuffer(secret))
                        .setJWTOptions(new JWTOptions().setLeeway(LEEWAY_SECONDS))));
  }

  /**
   * Whom the token speaks for. Fails with a {@link TokenRefused}, or with a {@link
   * dev.quire.wire.WireFailure} where it can't be told just now.
   */
  public Future<Principal> verify(String token) {
    try {
      TokenHeader header = TokenHeader.of(token);
      return switch (header.algorithm()) {
        case "EdDSA" ->
            keys.find(header.kid())
                .compose(key -> check(key, token, TokenClaims::own))
                .compose(this::live);
        case "HS256" -> check(external, token, TokenClaims::external);
        default ->
            Future.failedFuture(
                new TokenRefused("Access tokens are signed with EdDSA, or HS256 if external."));
      };
    } catch (TokenRefused refused) {
      return Future.failedFuture(refused);
    }
  }

  /** Whom an access token or a one-time ticket speaks for; fails as {@link #verify}. */
  public Future<Principal> verifyTokenOrTicket(String credential) {
    if (credential.indexOf('.') >= 0) {
      return verify(credential);
    }
    if (credential.isEmpty()) {
      return Future.failedFuture(new TokenRefused("Send an access token or a ticket: '?token=…'."));
    }
    return bus.request(AuthCalls.REDEEM_TICKET, new AuthCalls.RedeemTicket(credential), PATIENCE)
        .compose(this::live);
  }

  /**
   * Whether its sign-in has ended meanwhile: to be asked again when something that took time stood
   * between the verification and what it is for.
   *
   * @throws TokenRefused where it has
   */
  public void requireLive(Principal principal) {
    if (revocations.hasEnded(principal.session())) {
      throw new TokenRefused("The session has ended. Sign in again.");
    }
  }

  private Future<Principal> live(Principal principal) {
    return revocations
        .requireCurrent()
        .map(
            known -> {
              requireLive(principal);
              return principal;
            });
  }

  private static Future<Principal> check(
      Optional<JWTAuth> key, String token, Function<JsonObject, Principal> claims) {
    if (key.isEmpty()) {
      return Future.failedFuture(
          new TokenRefused("The access token is signed with a key that is not known here."));
    }
    return key.get()
        .authenticate(new TokenCredentials(token))
        .transform(
            verified ->
                verified.succeeded()
                    ? principal(verified.result(), claims)
                    : Future.failedFuture(
                        new TokenRefused("The access token is not valid, or has expired.")));
  }

  private static Future<Principal> principal(User user, Function<JsonObject, Principal> claims) {
    try {
      return Future.succeededFuture(claims.apply(user.attributes().getJsonObject("accessToken")));
    } catch (TokenRefused refused) {
      return Future.failedFuture(refused);
    } catch (ClassCastException | ArithmeticException malformed) {
      return Future.failedFuture(new TokenRefused("A claim of the access token can't be read."));
    }
  }
}
