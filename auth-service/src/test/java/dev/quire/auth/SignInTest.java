package dev.quire.auth;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quire.auth.RunningAuth.Answer;
import dev.quire.wire.Principal;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class SignInTest {
  private static RunningAuth auth;

  @BeforeAll
  static void start() {
    auth = new RunningAuth(TestPostgres.freshDatabase());
  }

  @AfterAll
  static void stop() {
    auth.close();
  }

  @Test
  void registeringSignsInWithTokensThatThePublishedKeysVerify() {
    Answer registered = auth.register("Grace@Example.ORG ");

    assertThat(registered.status()).isEqualTo(201);
    JsonObject user = registered.body().getJsonObject("user");
    assertThat(user.getString("email")).isEqualTo("grace@example.org");
    assertThat(user.getString("displayName")).isEqualTo("Ada");
    assertThat(registered.body().getInteger("expiresIn")).isEqualTo(600);
    Principal principal = auth.principal(registered.accessToken());
    assertThat(principal.userId()).isEqualTo(user.getString("id"));
    assertThat(principal.displayName()).isEqualTo("Ada");
    assertThat(principal.session()).isNotBlank();
  }

  @Test
  void theAccessTokenSaysWhatItShould() {
    String token = auth.register("claims@example.org").accessToken();

    String[] parts = token.split("\\.", -1);
    JsonObject header = decoded(parts[0]);
    JsonObject claims = decoded(parts[1]);
    assertThat(header.getString("alg")).isEqualTo("EdDSA");
    assertThat(header.getString("kid"))
        .isEqualTo(auth.jwks().getJsonArray("keys").getJsonObject(0).getString("kid"));
    assertThat(claims.getString("iss")).isEqualTo("quire");
    assertThat(claims.getString("aud")).isEqualTo("quire");
    assertThat(claims.getLong("exp") - claims.getLong("iat")).isEqualTo(600);
  }

  private static JsonObject decoded(String part) {
    return new JsonObject(
        io.vertx.core.buffer.Buffer.buffer(java.util.Base64.getUrlDecoder().decode(part)));
  }

  @Test
  void theRefreshTokenTravelsInACookieThatScriptsAndOtherSitesCannotUse() {
    assertThat(auth.register("cookie@example.org").header("set-cookie"))
        .startsWith("__Secure-quire_refresh=")
        .contains("; HttpOnly", "; SameSite=Strict", "; Path=/api/v1/auth", "; Secure");
  }

  @Test
  void plainHttpGetsACookieThatPlainHttpCanCarry() {
    try (RunningAuth plain =
        new RunningAuth(TestPostgres.freshDatabase(), Map.of("QUIRE_COOKIE_SECURE", "false"))) {
      assertThat(plain.register("plain@example.org").header("set-cookie"))
          .startsWith("quire_refresh=")
          .contains("; HttpOnly", "; SameSite=Strict")
          .doesNotContain("Secure");
    }
  }

  @Test
  void signingInTakesTheAddressInAnyCaseAndThePasswordExactly() {
    auth.register("ada@example.org");

    assertThat(auth.login("ADA@example.org", "correct horse").status()).isEqualTo(200);
    Answer wrong = auth.login("ada@example.org", "Correct horse");
    assertThat(wrong.status()).isEqualTo(401);
    assertThat(wrong.type()).isEqualTo("wrong-credentials");
    assertThat(wrong.header("content-type")).isEqualTo("application/problem+json");
  }

  @Test
  void aWrongPasswordAndAnUnknownAddressGetTheSameAnswer() {
    auth.register("known@example.org");

    assertThat(auth.login("known@example.org", "wrong password").body())
        .isEqualTo(auth.login("unknown@example.org", "wrong password").body())
        .isEqualTo(auth.login("no address at all", "wrong password").body());
  }

  @Test
  void anAddressRegistersOnce() {
    auth.register("twice@example.org");

    Answer second = auth.register("TWICE@example.org");
    assertThat(second.status()).isEqualTo(409);
    assertThat(second.type()).isEqualTo("address-taken");
  }

  @Test
  void whatCannotBeRegisteredIsRefusedWithTheFieldNamed() {
    JsonObject good =
        new JsonObject()
            .put("email", "valid@example.org")
            .put("password", "long enough")
            .put("displayName", "Ada");
    for (JsonObject bad :
        List.of(
            new JsonObject().put("email", "nobody"),
            new JsonObject().put("email", 7),
            new JsonObject().put("password", "short"),
            new JsonObject().put("password", "x".repeat(257)),
            new JsonObject().put("displayName", "  "),
            new JsonObject().put("displayName", "a\nb"),
            new JsonObject().put("displayName", "x".repeat(101)))) {
      Answer refused = auth.post("register", good.copy().mergeIn(bad));

      String field = bad.fieldNames().iterator().next();
      assertThat(refused.status()).as(bad.encode()).isEqualTo(400);
      assertThat(refused.body().getString("detail")).contains("'" + field + "'");
    }
  }

  @Test
  void aBodyThatIsNoJsonObjectOrTooLargeIsRefused() {
    assertThat(auth.call("POST", "register", Map.of()).status()).isEqualTo(400);
    assertThat(auth.post("login", new JsonObject().put("email", "x".repeat(20_000))).status())
        .isEqualTo(413);
  }

  @Test
  void meIsWhoTheTokenSpeaksFor() {
    Answer registered = auth.register("me@example.org");

    Answer me = auth.callAs(auth.principal(registered.accessToken()), "GET", "me");
    assertThat(me.status()).isEqualTo(200);
    assertThat(me.body()).isEqualTo(registered.body().getJsonObject("user"));
    assertThat(auth.callAs(null, "GET", "me").status()).isEqualTo(401);
  }

  @Test
  void aTokenOfAnotherApplicationHasNoAccountHere() {
    Principal external =
        new Principal(
            Principal.Realm.EXTERNAL, "someone", "Someone", "", Long.MAX_VALUE, List.of());

    assertThat(auth.callAs(external, "GET", "me").status()).isEqualTo(403);
  }
}
