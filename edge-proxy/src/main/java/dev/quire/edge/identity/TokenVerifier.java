package dev.quire.edge.identity;

import dev.quire.kit.revocation.Revocations;
import dev.quire.wire.Bus;
import dev.quire.wire.Principal;
import dev.quire.wire.auth.AuthCalls;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
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
  private final Optional<JWTAuth> externalSecret;
  private final Optional<ExternalKeys> externalKeys;
  private final Revocations revocations;

  /**
   * @param clock milliseconds that never go back
   * @param revocations knows which sign-ins are over
   */
  public TokenVerifier(
      Vertx vertx,
      Bus bus,
      ExternalIdentity identity,
      LongSupplier clock,
      Revocations revocations) {
    this.bus = bus;
    this.revocations = revocations;
    this.keys = new SigningKeys(vertx, bus, clock);
    this.externalSecret =
        identity
            .secret()
            .map(
                secret ->
                    JWTAuth.create(
                        vertx,
                        new JWTAuthOptions()
                            .addPubSecKey(
                                new PubSecKeyOptions().setAlgorithm("HS256").setBuffer(secret))
                            .setJWTOptions(identity.expected())));
    this.externalKeys =
        identity.keys().map(url -> new ExternalKeys(vertx, url, identity.expected(), clock));
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
            externalKeys.isEmpty() || keys.knows(header.kid())
                ? own(header, token)
                : ofExternalOrOwnKey(header, token);
        case "RS256", "ES256" ->
            externalKey(header).compose(key -> check(key, token, TokenClaims::external));
        case "HS256" -> check(externalSecret, token, TokenClaims::external);
        default ->
            Future.failedFuture(
                new TokenRefused(
                    "Access tokens are signed with EdDSA, or if external with HS256, RS256 or"
                        + " ES256."));
      };
    } catch (TokenRefused refused) {
      return Future.failedFuture(refused);
    }
  }

  private Future<Principal> own(TokenHeader header, String token) {
    return keys.find(header.kid())
        .compose(key -> check(key, token, claims -> TokenClaims.own(claims, header.kid())))
        .compose(this::live);
  }

  /** Whose key it is is told by its name; neither side's being away keeps the other's out. */
  private Future<Principal> ofExternalOrOwnKey(TokenHeader header, String token) {
    return externalKey(header)
        .otherwise(Optional.empty())
        .compose(
            key -> key.isPresent() ? check(key, token, TokenClaims::external) : own(header, token));
  }

  private Future<Optional<JWTAuth>> externalKey(TokenHeader header) {
    return externalKeys
        .map(known -> known.find(header.kid(), header.algorithm()))
        .orElse(Future.succeededFuture(Optional.empty()));
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
    if (revocations.isRevoked(principal.key())) {
      throw new TokenRefused("The access token's key was revoked. Ask for a fresh token.");
    }
  }

  /** A key of Quire's own was revoked: nothing is verified with it from memory. */
  public void forget(String key) {
    keys.forget(key);
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
