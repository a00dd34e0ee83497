package dev.quire.edge.identity;

import dev.quire.wire.Bus;
import dev.quire.wire.WireFailure;
import dev.quire.wire.auth.AuthCalls;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.auth.JWTOptions;
import io.vertx.ext.auth.jwt.JWTAuth;
import io.vertx.ext.auth.jwt.JWTAuthOptions;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * auth-service's public keys, by name. Read when a token names one that is not known, at most every
 * {@link #READ_AGAIN_MILLIS}: made-up names cost the auth-service nothing.
 */
final class SigningKeys {
  private static final Logger log = LoggerFactory.getLogger(SigningKeys.class);
  private static final Duration PATIENCE = Duration.ofSeconds(5);
  private static final long READ_AGAIN_MILLIS = 2_000;

  /** How long a key that was retired is still taken, at most. */
  private static final long STALE_MILLIS = 300_000;

  /** More keys than any rotation leaves: the rest of a longer list is not looked at. */
  private static final int MAX_KEYS = 64;

  private final Vertx vertx;
  private final Bus bus;
  private final LongSupplier clock;
  private Map<String, JWTAuth> keys = Map.of();
  private @Nullable Future<Void> reading;
  private long readAt;
  private boolean everRead;

  /**
   * @param clock milliseconds that never go back
   */
  SigningKeys(Vertx vertx, Bus bus, LongSupplier clock) {
    this.vertx = vertx;
    this.bus = bus;
    this.clock = clock;
  }

  boolean knows(String kid) {
    return keys.containsKey(kid);
  }

  /** The key is good no more. Another one may be asked for at once: it stands in its place. */
  void forget(String kid) {
    Map<String, JWTAuth> left = new HashMap<>(keys);
    left.remove(kid);
    keys = Map.copyOf(left);
    everRead = false;
  }

  /** Empty where there is no such key; fails with a {@link WireFailure} where nobody can tell. */
  Future<Optional<JWTAuth>> find(String kid) {
    JWTAuth known = keys.get(kid);
    if (known != null) {
      if (clock.getAsLong() - readAt >= STALE_MILLIS) {
        read().onFailure(fault -> log.warn("event=keys-stale fault={}", fault.toString()));
      }
      return Future.succeededFuture(Optional.of(known));
    }
    if (reading == null && everRead && clock.getAsLong() - readAt < READ_AGAIN_MILLIS) {
      return Future.succeededFuture(Optional.empty());
    }
    return read().map(done -> Optional.ofNullable(keys.get(kid)));
  }

  private Future<Void> read() {
    Future<Void> underWay = reading;
    if (underWay != null) {
      return underWay;
    }
    Future<Void> read =
        bus.request(AuthCalls.READ_KEYS, new AuthCalls.ReadKeys(), PATIENCE)
            .map(
                answer -> {
                  keys = parse(answer.jwks());
                  everRead = true;
                  readAt = clock.getAsLong();
                  return null;
                });
    reading = read;
    read.onComplete(done -> reading = null);
    return read;
  }

  private Map<String, JWTAuth> parse(String jwks) {
    Map<String, JWTAuth> parsed = new HashMap<>();
    JsonArray list = new JsonObject(jwks).getJsonArray("keys", new JsonArray());
    for (int i = 0; i < Math.min(list.size(), MAX_KEYS); i++) {
      JsonObject key = list.getJsonObject(i);
      if ("EdDSA".equals(key.getString("alg")) && "OKP".equals(key.getString("kty"))) {
        parsed.put(key.getString("kid", ""), verifier(key));
      } else {
        log.warn("event=signing-key-ignored alg={}", key.getString("alg"));
      }
    }
    parsed.remove("");
    return Map.copyOf(parsed);
  }

  private JWTAuth verifier(JsonObject key) {
    return JWTAuth.create(
        vertx,
        new JWTAuthOptions()
            .addJwk(key)
            .setJWTOptions(
                new JWTOptions()
                    .setIssuer("quire")
                    .addAudience("quire")
                    .setLeeway(TokenVerifier.LEEWAY_SECONDS)));
  }
}
