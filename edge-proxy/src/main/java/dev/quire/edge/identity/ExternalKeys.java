package dev.quire.edge.identity;

import dev.quire.wire.WireFailure;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientAgent;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.auth.JWTOptions;
import io.vertx.ext.auth.jwt.JWTAuth;
import io.vertx.ext.auth.jwt.JWTAuthOptions;
import java.net.URI;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The public keys of the user's own application, from its JSON Web Key Set (RFC 7517), by name.
 *
 * <p>Each key verifies with the one algorithm that belongs to it, whatever a token's header says:
 * RS256, ES256 (P-256) or EdDSA (Ed25519); other keys, those without a {@code kid} and symmetric
 * ones are ignored. Read again when a token names a key that is not known, at most every {@link
 * #READ_AGAIN_MILLIS}, and every {@link #STALE_MILLIS} for keys that are withdrawn. A set that
 * can't be read leaves those that are known in force.
 */
final class ExternalKeys {
  static final long READ_AGAIN_MILLIS = 5_000;
  static final long STALE_MILLIS = 300_000;

  private static final Logger log = LoggerFactory.getLogger(ExternalKeys.class);
  private static final int MAX_KEYS = 64;
  private static final int MAX_BYTES = 256 << 10;
  private static final long PATIENCE_MILLIS = 5_000;

  /** A key and the one algorithm that it is good for. */
  record Key(String algorithm, JWTAuth verifier) {}

  private final Vertx vertx;
  private final HttpClientAgent http;
  private final URI url;
  private final JWTOptions expected;
  private final LongSupplier clock;
  private Map<String, Key> keys = Map.of();
  private @Nullable Future<Void> reading;
  private boolean everTried;
  private long triedAt;

  /**
   * @param expected what tokens must say of their issuer and audience
   * @param clock milliseconds that never go back
   */
  ExternalKeys(Vertx vertx, URI url, JWTOptions expected, LongSupplier clock) {
    this.vertx = vertx;
    this.url = url;
    this.expected = expected;
    this.clock = clock;
    this.http = vertx.createHttpClient(new HttpClientOptions().setMaxRedirects(0));
  }

  /**
   * Empty where there is no such key, or it is for another algorithm; fails with a {@link
   * WireFailure} where nobody can tell.
   */
  Future<Optional<JWTAuth>> find(String kid, String algorithm) {
    long since = clock.getAsLong() - triedAt;
    boolean isKnown = keys.containsKey(kid);
    if (isKnown && since >= STALE_MILLIS) {
      read().onFailure(fault -> log.warn("event=external-keys-stale fault={}", fault.toString()));
    }
    boolean mayRead = !everTried || since >= READ_AGAIN_MILLIS || reading != null;
    return isKnown || !mayRead
        ? Future.succeededFuture(known(kid, algorithm))
        : read().map(done -> known(kid, algorithm));
  }

  private Optional<JWTAuth> known(String kid, String algorithm) {
    return Optional.ofNullable(keys.get(kid))
        .filter(key -> key.algorithm().equals(algorithm))
        .map(Key::verifier);
  }

  private Future<Void> read() {
    Future<Void> underWay = reading;
    if (underWay != null) {
      return underWay;
    }
    everTried = true;
    triedAt = clock.getAsLong();
    Future<Void> read =
        http.request(
                new RequestOptions()
                    .setMethod(HttpMethod.GET)
                    .setAbsoluteURI(url.toString())
                    .setFollowRedirects(false)
                    .putHeader("accept", "application/jwk-set+json, application/json"))
            .compose(request -> request.send().compose(this::body))
            .timeout(PATIENCE_MILLIS, TimeUnit.MILLISECONDS)
            .map(this::parse)
            .<Void>map(
                parsed -> {
                  keys = parsed;
                  return null;
                })
            .recover(
                fault -> {
                  log.warn("event=external-keys-unread fault={}", fault.toString());
                  return Future.failedFuture(
                      new WireFailure(
                          WireFailure.Code.UNAVAILABLE,
                          "The keys of access tokens can't be read just now. Try again."));
                });
    reading = read;
    read.onComplete(done -> reading = null);
    return read;
  }

  /** Longer answers are cut off where they become too long. */
  private Future<Buffer> body(HttpClientResponse response) {
    if (response.statusCode() != 200) {
      response.request().reset();
      return Future.failedFuture(new IllegalStateException("status " + response.statusCode()));
    }
    Buffer body = Buffer.buffer();
    response.handler(
        part -> {
          if (body.length() + part.length() > MAX_BYTES) {
            response.request().reset();
          } else {
            body.appendBuffer(part);
          }
        });
    return response.end().map(body);
  }

  private Map<String, Key> parse(Buffer body) {
    Map<String, Key> parsed = new HashMap<>();
    try {
      JsonArray list = new JsonObject(body).getJsonArray("keys", new JsonArray());
      for (int i = 0; i < Math.min(list.size(), MAX_KEYS); i++) {
        add(parsed, list.getJsonObject(i));
      }
    } catch (DecodeException | ClassCastException malformed) {
      throw new IllegalStateException("not a JSON Web Key Set", malformed);
    }
    return Map.copyOf(parsed);
  }

  private void add(Map<String, Key> parsed, JsonObject key) {
    String kid = key.getString("kid", "");
    Optional<String> algorithm = algorithmOf(key);
    if (kid.isEmpty() || algorithm.isEmpty() || !key.getString("use", "sig").equals("sig")) {
      log.warn("event=external-key-ignored kty={} alg={}", key.getString("kty"), algorithm);
      return;
    }
    try {
      JWTAuth verifier =
          JWTAuth.create(
              vertx,
              new JWTAuthOptions()
                  .addJwk(key.copy().put("alg", algorithm.get()))
                  .setJWTOptions(expected));
      parsed.put(kid, new Key(algorithm.get(), verifier));
    } catch (RuntimeException unusable) {
      log.warn("event=external-key-ignored kid={} fault={}", kid, unusable.toString());
    }
  }

  /** Empty for keys of other kinds, and where the key names another algorithm than its kind's. */
  private static Optional<String> algorithmOf(JsonObject key) {
    Optional<String> algorithm =
        switch (key.getString("kty", "")) {
          case "RSA" -> Optional.of("RS256");
          case "EC" ->
              "P-256".equals(key.getString("crv")) ? Optional.of("ES256") : Optional.empty();
          case "OKP" ->
              "Ed25519".equals(key.getString("crv")) ? Optional.of("EdDSA") : Optional.empty();
          default -> Optional.empty();
        };
    return algorithm.filter(own -> own.equals(key.getString("alg", own)));
  }
}
