package dev.quire.edge.world;

import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.auth.JWTOptions;
import io.vertx.ext.auth.PubSecKeyOptions;
import io.vertx.ext.auth.jwt.JWTAuth;
import io.vertx.ext.auth.jwt.JWTAuthOptions;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.interfaces.EdECPrivateKey;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;

/** Signs tokens, good and bad. */
public final class TestTokens {
  private final Vertx vertx;
  private final FakeServices services;
  private final JWTAuth external;
  private final JsonObject privateKey;

  TestTokens(Vertx vertx, FakeServices services) {
    this.vertx = vertx;
    this.services = services;
    external = hmac("HS256", EdgeWorld.SECRET);
    privateKey = generateKey("key-1");
    publish();
  }

  /** Makes the key known to edges that ask. */
  public void publish() {
    JsonObject open = privateKey.copy();
    open.remove("d");
    services.keys = new JsonObject().put("keys", new JsonArray().add(open)).encode();
  }

  /** What is public of the key. */
  public String publicKey() {
    return privateKey.getString("x");
  }

  public static JsonObject generateKey(String kid) {
    try {
      KeyPair pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
      byte[] x509 = pair.getPublic().getEncoded();
      byte[] open = Arrays.copyOfRange(x509, x509.length - 32, x509.length);
      byte[] secret = ((EdECPrivateKey) pair.getPrivate()).getBytes().orElseThrow();
      Base64.Encoder base64 = Base64.getUrlEncoder().withoutPadding();
      return new JsonObject()
          .put("kty", "OKP")
          .put("crv", "Ed25519")
          .put("alg", "EdDSA")
          .put("use", "sig")
          .put("kid", kid)
          .put("x", base64.encodeToString(open))
          .put("d", base64.encodeToString(secret));
    } catch (GeneralSecurityException impossible) {
      throw new AssertionError(impossible);
    }
  }

  public JWTAuth hmac(String algorithm, String secret) {
    return JWTAuth.create(
        vertx,
        new JWTAuthOptions()
            .addPubSecKey(new PubSecKeyOptions().setAlgorithm(algorithm).setBuffer(secret)));
  }

  public static JsonObject externalClaims(String role) {
    return new JsonObject()
        .put("sub", "someone")
        .put("name", "Some One")
        .put("exp", Instant.now().getEpochSecond() + 3_600)
        .put("documents", new JsonObject().put("*", role));
  }

  /** An external token for every document. */
  public String external(String role) {
    return external(externalClaims(role));
  }

  public String external(JsonObject claims) {
    return external.generateToken(claims, options("HS256"));
  }

  public static JsonObject ownClaims() {
    return new JsonObject()
        .put("iss", "quire")
        .put("aud", "quire")
        .put("sub", "0190a000-0000-7000-8000-000000000001")
        .put("name", "Alice")
        .put("sid", "session-1")
        .put("iat", Instant.now().getEpochSecond())
        .put("exp", Instant.now().getEpochSecond() + 600);
  }

  /** A token of Quire's own, signed with the published key. */
  public String own(JsonObject claims) {
    return own(claims, privateKey, "key-1");
  }

  public String own(JsonObject claims, JsonObject key, String kid) {
    JWTAuth signer = JWTAuth.create(vertx, new JWTAuthOptions().addJwk(key));
    return signer.generateToken(
        claims, options("EdDSA").setHeader(new JsonObject().put("kid", kid)));
  }

  public static JWTOptions options(String algorithm) {
    return new JWTOptions().setAlgorithm(algorithm).setNoTimestamp(true);
  }
}
