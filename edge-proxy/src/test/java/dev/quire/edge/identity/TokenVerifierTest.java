package dev.quire.edge.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.quire.edge.world.EdgeWorld;
import dev.quire.edge.world.TestTokens;
import dev.quire.kit.revocation.Following;
import dev.quire.kit.revocation.Revocations;
import dev.quire.wire.Principal;
import dev.quire.wire.Role;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TokenVerifierTest {
  private Context context;
  private final AtomicLong clock = new AtomicLong();
  private EdgeWorld world;
  private TokenVerifier verifier;

  @BeforeEach
  void start() {
    world = new EdgeWorld();
    context = world.vertx.getOrCreateContext();
    Revocations revocations = new Revocations(world.vertx, world.bus, clock::get, entry -> {});
    verifier =
        new TokenVerifier(
            world.vertx, world.bus, identity(Optional.empty()), clock::get, revocations);
  }

  @AfterEach
  void stop() {
    world.close();
  }

  private static ExternalIdentity identity(Optional<URI> keys) {
    return new ExternalIdentity(
        Optional.of(EdgeWorld.SECRET), keys, Optional.empty(), Optional.empty());
  }

  private static long now() {
    return Instant.now().getEpochSecond();
  }

  private Principal verify(String token) {
    return EdgeWorld.await(verifying(token));
  }

  private Future<Principal> verifying(String token) {
    Promise<Principal> verified = Promise.promise();
    context.runOnContext(turn -> verifier.verify(token).onComplete(verified));
    return verified.future();
  }

  private void assertRefused(String token) {
    Future<Principal> verified = verifying(token);
    assertThatThrownBy(() -> EdgeWorld.await(verified))
        .rootCause()
        .isInstanceOf(TokenRefused.class);
  }

  @Test
  void knowsWhomAnOwnTokenSpeaksFor() {
    Principal alice = verify(world.tokens.own(TestTokens.ownClaims()));
    assertThat(alice.realm()).isEqualTo(Principal.Realm.QUIRE);
    assertThat(alice.displayName()).isEqualTo("Alice");
    assertThat(alice.session()).isEqualTo("session-1");
    assertThat(alice.grants()).isEmpty();
    assertThat(alice.expiresAtMillis()).isGreaterThan(System.currentTimeMillis());
  }

  @Test
  void knowsWhatAnExternalTokenGrants() {
    JsonObject claims = TestTokens.externalClaims("editor");
    claims.put("documents", new JsonObject().put("notes-*", "editor").put("handbook", "viewer"));
    Principal someone = verify(world.tokens.external(claims));
    assertThat(someone.realm()).isEqualTo(Principal.Realm.EXTERNAL);
    assertThat(someone.session()).isEmpty();
    assertThat(someone.grants())
        .containsExactly(
            new Principal.Grant("notes-*", Role.EDITOR),
            new Principal.Grant("handbook", Role.VIEWER));
  }

  @Test
  void refusesATokenWithoutASignature() {
    Base64.Encoder base64 = Base64.getUrlEncoder().withoutPadding();
    String claims = base64.encodeToString(TestTokens.ownClaims().toBuffer().getBytes());
    for (String algorithm : List.of("none", "None", "NONE", "")) {
      String header =
          base64.encodeToString(
              ("{\"alg\":\"" + algorithm + "\",\"kid\":\"key-1\"}")
                  .getBytes(StandardCharsets.UTF_8));
      assertRefused(header + "." + claims + ".");
    }
    String signed = world.tokens.own(TestTokens.ownClaims());
    assertRefused(signed.substring(0, signed.lastIndexOf('.') + 1));
  }

  @Test
  void refusesAPublicKeyUsedAsASecret() {
    String key = world.tokens.publicKey();
    for (String secret : List.of(key, world.services.keys)) {
      assertRefused(
          world
              .tokens
              .hmac("HS256", secret)
              .generateToken(
                  TestTokens.ownClaims(),
                  TestTokens.options("HS256").setHeader(new JsonObject().put("kid", "key-1"))));
    }
  }

  @Test
  void refusesOtherAlgorithmsOfTheSameSecret() {
    for (String algorithm : List.of("HS384", "HS512")) {
      assertRefused(
          world
              .tokens
              .hmac(algorithm, EdgeWorld.SECRET)
              .generateToken(TestTokens.externalClaims("editor"), TestTokens.options(algorithm)));
    }
  }

  @Test
  void doesNotTakeAnExternalTokenForAnOwnOne() {
    Principal claimed =
        verify(
            world.tokens.external(
                TestTokens.externalClaims("editor").put("iss", "quire").put("aud", "quire")));
    assertThat(claimed.realm()).isEqualTo(Principal.Realm.EXTERNAL);
  }

  @Test
  void refusesAKeyThatIsNotPublishedUnderItsName() {
    JsonObject forged = TestTokens.generateKey("key-1");
    assertRefused(world.tokens.own(TestTokens.ownClaims(), forged, "key-1"));
    assertRefused(world.tokens.own(TestTokens.ownClaims(), forged, "key-2"));
    assertRefused(world.tokens.own(TestTokens.ownClaims(), forged, ""));
  }

  @Test
  void asksForKeysAgainWhenANewOneTurnsUpButNotForEveryMadeUpName() {
    world.services.keys = "{\"keys\":[]}";
    assertRefused(world.tokens.own(TestTokens.ownClaims()));
    int reads = world.services.keyReads.get();
    world.tokens.publish();
    for (int i = 0; i < 50; i++) {
      assertRefused(world.tokens.own(TestTokens.ownClaims()));
    }
    assertThat(world.services.keyReads.get()).isEqualTo(reads);
    clock.addAndGet(2_000);
    verify(world.tokens.own(TestTokens.ownClaims()));
    assertThat(world.services.keyReads.get()).isEqualTo(reads + 1);
  }

  @Test
  void refusesWhatIsNotValidNow() {
    assertRefused(world.tokens.own(TestTokens.ownClaims().put("exp", now() - 30)));
    assertRefused(world.tokens.own(TestTokens.ownClaims().put("nbf", now() + 60)));
    verify(world.tokens.own(TestTokens.ownClaims().put("exp", now() - 2)));
    assertRefused(
        world.tokens.external(TestTokens.externalClaims("editor").put("exp", now() - 30)));
  }

  @Test
  void refusesOtherIssuersAndAudiences() {
    assertRefused(world.tokens.own(TestTokens.ownClaims().put("iss", "other")));
    assertRefused(world.tokens.own(TestTokens.ownClaims().put("aud", "other")));
  }

  @Test
  void refusesTokensThatLackWhatTheyMustSay() {
    JsonObject withoutEnd = TestTokens.externalClaims("editor");
    withoutEnd.remove("exp");
    assertRefused(world.tokens.external(withoutEnd));
    JsonObject withoutSubject = TestTokens.externalClaims("editor");
    withoutSubject.remove("sub");
    assertRefused(world.tokens.external(withoutSubject));
    JsonObject withoutDocuments = TestTokens.externalClaims("editor");
    withoutDocuments.remove("documents");
    assertRefused(world.tokens.external(withoutDocuments));
    assertRefused(world.tokens.external("emperor"));
    assertRefused(world.tokens.external(TestTokens.externalClaims("editor").put("documents", 7)));
  }

  @Test
  void refusesASubjectThatTheLogCannotKeepAsAnAuthor() {
    for (String subject : List.of("a\0b", "a\nb")) {
      assertRefused(world.tokens.external(TestTokens.externalClaims("editor").put("sub", subject)));
    }
    verify(world.tokens.external(TestTokens.externalClaims("editor").put("sub", "Ada 🙂")));
  }

  @Test
  void refusesATamperedToken() {
    String[] parts = world.tokens.external("viewer").split("\\.", -1);
    String claims =
        new String(Base64.getUrlDecoder().decode(parts[1]), StandardCharsets.UTF_8)
            .replace("viewer", "editor");
    String forged =
        Base64.getUrlEncoder()
            .withoutPadding()
            .encodeToString(claims.getBytes(StandardCharsets.UTF_8));
    assertRefused(parts[0] + "." + forged + "." + parts[2]);
  }

  @Test
  void refusesWhatIsNoTokenAtAll() {
    for (String nonsense : List.of("", "x", "a.b", "a.b.c", "....", "\u0000.\u0000.\u0000")) {
      assertRefused(nonsense);
    }
    assertRefused("a.b." + "c".repeat(20_000));
  }

  @Test
  void refusesWhatWasSignedWithAKeyThatWasRevokedThoughItKnowsTheKey() {
    String token = world.tokens.own(TestTokens.ownClaims());
    verify(token);
    world.services.revokeKey("key-2");
    clock.addAndGet(Following.LEASE_MILLIS);
    verify(token);
    world.services.revokeKey("key-1");
    clock.addAndGet(Following.LEASE_MILLIS);
    assertRefused(token);
  }

  @Test
  void readsTheKeysAnewForTheNextTokenAfterOneIsForgotten() {
    String token = world.tokens.own(TestTokens.ownClaims());
    verify(token);
    int reads = world.services.keyReads.get();
    context.runOnContext(turn -> verifier.forget("key-1"));
    verify(token);
    assertThat(world.services.keyReads.get()).isEqualTo(reads + 1);
  }

  @Test
  void refusesTheTokensOfASessionThatHasEnded() {
    String token = world.tokens.own(TestTokens.ownClaims());
    verify(token);
    world.services.endSignIn("session-1");
    clock.addAndGet(Following.LEASE_MILLIS);
    assertRefused(token);
  }
}
