package dev.quire.auth.key;

import dev.quire.auth.account.Account;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.auth.JWTOptions;
import io.vertx.ext.auth.jwt.JWTAuth;
import io.vertx.ext.auth.jwt.JWTAuthOptions;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Access tokens: who somebody is, for a few minutes, provable to anyone who has the public keys.
 *
 * <p>Claims: {@code iss} and {@code aud} {@code quire}, {@code sub} the account's id, {@code name}
 * the display name, {@code sid} the session's id, {@code iat}, {@code exp}; header {@code kid}.
 */
public final class AccessTokens {
  private static final String QUIRE = "quire";

  private final Vertx vertx;
  private final SigningKeys keys;
  private final Duration life;
  private @Nullable Signer signer;

  private record Signer(String kid, JWTAuth jwt) {}

  public AccessTokens(Vertx vertx, SigningKeys keys, Duration life) {
    this.vertx = vertx;
    this.keys = keys;
    this.life = life;
  }

  public Duration life() {
    return life;
  }

  /** {@code accessToken} and {@code expiresIn} in seconds, as the API answers them. */
  public JsonObject issue(Account account, UUID session, Instant now) {
    return issue(account.id().toString(), account.displayName(), session.toString(), life, now);
  }

  /**
   * The same for whoever it is.
   *
   * @param longest how long the token is to last, if that is less than others do
   */
  public JsonObject issue(
      String subject, String displayName, String session, Duration longest, Instant now) {
    Signer signs = signer();
    Duration lasts = longest.compareTo(life) < 0 ? longest : life;
    JsonObject claims =
        new JsonObject()
            .put("iss", QUIRE)
            .put("aud", QUIRE)
            .put("sub", subject)
            .put("name", displayName)
            .put("sid", session)
            .put("iat", now.getEpochSecond())
            .put("exp", now.plus(lasts).getEpochSecond());
    JWTOptions options =
        new JWTOptions()
            .setAlgorithm("EdDSA")
            .setNoTimestamp(true)
            .setHeader(new JsonObject().put("kid", signs.kid()));
    return new JsonObject()
        .put("accessToken", signs.jwt().generateToken(claims, options))
        .put("expiresIn", lasts.toSeconds());
  }

  /** Makes the signer of the present key, on a worker: the first one loads the cryptography. */
  public Future<Void> prepare() {
    SigningKey key = keys.current();
    return vertx
        .executeBlocking(() -> signer(key))
        .onSuccess(prepared -> signer = prepared)
        .mapEmpty();
  }

  private Signer signer() {
    SigningKey key = keys.current();
    if (signer == null || !signer.kid().equals(key.kid())) {
      signer = signer(key);
    }
    return signer;
  }

  private Signer signer(SigningKey key) {
    return new Signer(
        key.kid(), JWTAuth.create(vertx, new JWTAuthOptions().addJwk(key.privateJwk())));
  }
}
