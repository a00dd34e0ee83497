package dev.quire.edge.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.quire.edge.world.EdgeWorld;
import dev.quire.edge.world.TestTokens;
import dev.quire.kit.InvalidSetting;
import dev.quire.kit.Settings;
import dev.quire.kit.revocation.Revocations;
import dev.quire.wire.Principal;
import dev.quire.wire.WireFailure;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.auth.jwt.JWTAuth;
import io.vertx.ext.auth.jwt.JWTAuthOptions;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.interfaces.ECPrivateKey;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPrivateCrtKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Access tokens of an application that publishes its keys. */
class ExternalKeysTest {
  private static final JsonObject RSA = rsa();
  private static final JsonObject EC = ec();
  private static final JsonObject ED = TestTokens.generateKey("ed");

  private final AtomicLong clock = new AtomicLong();
  private final AtomicInteger reads = new AtomicInteger();
  private volatile String published = "";
  private volatile int status = 200;
  private EdgeWorld world;
  private Context context;
  private TokenVerifier verifier;

  @BeforeEach
  void start() {
    world = new EdgeWorld();
    context = world.vertx.getOrCreateContext();
    int port =
        EdgeWorld.await(
                world
                    .vertx
                    .createHttpServer()
                    .requestHandler(
                        request -> {
                          reads.incrementAndGet();
                          request.response().setStatusCode(status).end(published);
                        })
                    .listen(0, "127.0.0.1"))
            .actualPort();
    publish(RSA, EC, ED);
    verifier = verifier(Map.of("QUIRE_EXTERNAL_JWKS_URL", "http://127.0.0.1:" + port + "/keys"));
  }

  private TokenVerifier verifier(Map<String, String> settings) {
    return new TokenVerifier(
        world.vertx,
        world.bus,
        ExternalIdentity.from(Settings.of(settings)),
        clock::get,
        new Revocations(world.vertx, world.bus, clock::get, entry -> {}));
  }

  @AfterEach
  void stop() {
    world.close();
  }

  @Test
  void takesTokensOfEachKindOfKeyAndReadsThemOnce() {
    for (JsonObject key : new JsonObject[] {RSA, EC, ED}) {
      Principal someone = EdgeWorld.await(verify(token(key)));
      assertThat(someone.realm()).isEqualTo(Principal.Realm.EXTERNAL);
      assertThat(someone.userId()).isEqualTo("someone");
      assertThat(someone.grants()).hasSize(1);
    }
    assertThat(reads).hasValue(1);
  }

  @Test
  void stillTakesOwnTokens() {
    Principal alice = EdgeWorld.await(verify(world.tokens.own(TestTokens.ownClaims())));
    assertThat(alice.realm()).isEqualTo(Principal.Realm.QUIRE);
  }

  @Test
  void refusesAKeyUnderAnotherNameOrNone() {
    assertRefused(token(RSA, "ec", "RS256"));
    assertRefused(token(RSA, "", "RS256"));
    assertRefused(token(RSA, "unknown", "RS256"));
  }

  @Test
  void takesAKeyForItsOwnAlgorithmOnly() {
    assertRefused(token(RSA, "rsa", "RS512"));
    String secret = RSA.getString("n");
    JWTAuth confused = world.tokens.hmac("HS256", secret);
    assertRefused(
        confused.generateToken(
            TestTokens.externalClaims("owner"),
            TestTokens.options("HS256").setHeader(new JsonObject().put("kid", "rsa"))));
  }

  @Test
  void ignoresSymmetricKeysAndThoseWithoutAName() {
    JsonObject symmetric =
        new JsonObject()
            .put("kty", "oct")
            .put("kid", "oct")
            .put("k", "c2VjcmV0")
            .put("alg", "HS256");
    JsonObject nameless = EC.copy();
    nameless.remove("kid");
    publish(symmetric, nameless);
    assertRefused(token(EC, "", "ES256"));
    assertRefused(
        world
            .tokens
            .hmac("HS256", "secret")
            .generateToken(
                TestTokens.externalClaims("owner"),
                TestTokens.options("HS256").setHeader(new JsonObject().put("kid", "oct"))));
  }

  @Test
  void readsAgainForANewNameButNotForEveryMadeUpOne() {
    publish(RSA);
    EdgeWorld.await(verify(token(RSA)));
    publish(RSA, EC);
    for (int i = 0; i < 50; i++) {
      assertRefused(token(EC));
    }
    assertThat(reads).hasValue(1);
    clock.addAndGet(ExternalKeys.READ_AGAIN_MILLIS);
    EdgeWorld.await(verify(token(EC)));
    assertThat(reads).hasValue(2);
  }

  @Test
  void keepsWhatItKnowsWhereTheSetCannotBeRead() {
    EdgeWorld.await(verify(token(RSA)));
    status = 500;
    clock.addAndGet(ExternalKeys.READ_AGAIN_MILLIS);
    assertThatThrownBy(() -> EdgeWorld.await(verify(token(EC, "new", "ES256"))))
        .rootCause()
        .isInstanceOf(WireFailure.class);
    EdgeWorld.await(verify(token(RSA)));
  }

  @Test
  void takesNoSetThatIsTooLongOrIsNone() {
    for (String nonsense : new String[] {" ".repeat(300_000) + published, "[]", "{\"keys\":1}"}) {
      published = nonsense;
      clock.addAndGet(ExternalKeys.READ_AGAIN_MILLIS);
      assertThatThrownBy(() -> EdgeWorld.await(verify(token(RSA))))
          .rootCause()
          .isInstanceOf(WireFailure.class);
    }
  }

  @Test
  void refusesOtherIssuersAndAudiencesWhereTheyAreSet() {
    TokenVerifier strict =
        verifier(
            Map.of(
                "QUIRE_EXTERNAL_JWT_SECRET", EdgeWorld.SECRET,
                "QUIRE_EXTERNAL_JWT_ISSUER", "https://app.example",
                "QUIRE_EXTERNAL_JWT_AUDIENCE", "quire"));
    JsonObject right =
        TestTokens.externalClaims("editor").put("iss", "https://app.example").put("aud", "quire");
    EdgeWorld.await(strict.verify(world.tokens.external(right)));
    for (JsonObject wrong :
        new JsonObject[] {
          TestTokens.externalClaims("editor"),
          right.copy().put("iss", "https://evil.example"),
          right.copy().put("aud", "another")
        }) {
      assertThatThrownBy(() -> EdgeWorld.await(strict.verify(world.tokens.external(wrong))))
          .rootCause()
          .isInstanceOf(TokenRefused.class);
    }
  }

  @Test
  void takesNoAddressThatOthersCouldAnswerFor() {
    for (String url : new String[] {"http://app.example/keys", "keys", "ftp://x/", "https:///x"}) {
      assertThatThrownBy(
              () -> ExternalIdentity.from(Settings.of(Map.of("QUIRE_EXTERNAL_JWKS_URL", url))))
          .isInstanceOf(InvalidSetting.class)
          .hasMessageContaining("QUIRE_EXTERNAL_JWKS_URL");
    }
  }

  private Future<Principal> verify(String token) {
    Promise<Principal> verified = Promise.promise();
    context.runOnContext(turn -> verifier.verify(token).onComplete(verified));
    return verified.future();
  }

  private void assertRefused(String token) {
    assertThatThrownBy(() -> EdgeWorld.await(verify(token)))
        .rootCause()
        .isInstanceOf(TokenRefused.class);
  }

  private String token(JsonObject key) {
    return token(key, key.getString("kid"), key.getString("alg"));
  }

  private String token(JsonObject key, String kid, String algorithm) {
    return JWTAuth.create(
            world.vertx, new JWTAuthOptions().addJwk(nameless(key).put("alg", algorithm)))
        .generateToken(
            TestTokens.externalClaims("editor"),
            TestTokens.options(algorithm).setHeader(new JsonObject().put("kid", kid)));
  }

  /** Signing with a key that has a name would put it into the header, whatever is asked for. */
  private static JsonObject nameless(JsonObject key) {
    JsonObject copy = key.copy();
    copy.remove("kid");
    return copy;
  }

  private void publish(JsonObject... keys) {
    JsonArray set = new JsonArray();
    for (JsonObject key : keys) {
      JsonObject open = key.copy();
      for (String secret : new String[] {"d", "p", "q", "dp", "dq", "qi"}) {
        open.remove(secret);
      }
      set.add(open);
    }
    published = new JsonObject().put("keys", set).encode();
  }

  private static JsonObject rsa() {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
      generator.initialize(2048);
      KeyPair pair = generator.generateKeyPair();
      RSAPublicKey open = (RSAPublicKey) pair.getPublic();
      RSAPrivateCrtKey secret = (RSAPrivateCrtKey) pair.getPrivate();
      return new JsonObject()
          .put("kty", "RSA")
          .put("alg", "RS256")
          .put("kid", "rsa")
          .put("n", base64(open.getModulus(), 256))
          .put("e", base64(open.getPublicExponent(), 3))
          .put("d", base64(secret.getPrivateExponent(), 256))
          .put("p", base64(secret.getPrimeP(), 128))
          .put("q", base64(secret.getPrimeQ(), 128))
          .put("dp", base64(secret.getPrimeExponentP(), 128))
          .put("dq", base64(secret.getPrimeExponentQ(), 128))
          .put("qi", base64(secret.getCrtCoefficient(), 128));
    } catch (GeneralSecurityException impossible) {
      throw new AssertionError(impossible);
    }
  }

  private static JsonObject ec() {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(new ECGenParameterSpec("secp256r1"));
      KeyPair pair = generator.generateKeyPair();
      ECPublicKey open = (ECPublicKey) pair.getPublic();
      return new JsonObject()
          .put("kty", "EC")
          .put("crv", "P-256")
          .put("alg", "ES256")
          .put("kid", "ec")
          .put("x", base64(open.getW().getAffineX(), 32))
          .put("y", base64(open.getW().getAffineY(), 32))
          .put("d", base64(((ECPrivateKey) pair.getPrivate()).getS(), 32));
    } catch (GeneralSecurityException impossible) {
      throw new AssertionError(impossible);
    }
  }

  private static String base64(BigInteger number, int length) {
    byte[] bytes = number.toByteArray();
    byte[] padded = new byte[length];
    int from = Math.max(0, bytes.length - length);
    System.arraycopy(bytes, from, padded, length - (bytes.length - from), bytes.length - from);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(Arrays.copyOf(padded, length));
  }
}
