package dev.quire.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.quire.auth.RunningAuth.Answer;
import dev.quire.wire.Principal;
import dev.quire.wire.WireFailure;
import dev.quire.wire.auth.AuthCalls;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class BusCallsTest {
  private URI database;
  private RunningAuth auth;

  @BeforeEach
  void start() {
    database = TestPostgres.freshDatabase();
    auth = new RunningAuth(database);
  }

  @AfterEach
  void stop() {
    auth.close();
  }

  @Test
  void keysSurviveARestartAndStillVerifyOlderTokens() {
    String token = auth.register("ada@example.org").accessToken();
    JsonArray before = auth.jwks().getJsonArray("keys");
    auth.close();

    auth = new RunningAuth(database);

    assertThat(auth.jwks().getJsonArray("keys")).isEqualTo(before);
    assertThat(auth.principal(token).displayName()).isEqualTo("Ada");
  }

  @Test
  void aSecondProcessUsesTheSameKey() {
    try (RunningAuth other = new RunningAuth(database)) {
      assertThat(auth.jwks()).isEqualTo(other.jwks());
      assertThat(auth.principal(other.register("ada@example.org").accessToken()).displayName())
          .isEqualTo("Ada");
    }
  }

  @Test
  void twoProcessesThatFindAnEmptyDatabaseAtOnceBothStart() throws Exception {
    URI empty = TestPostgres.freshDatabase();
    CompletableFuture<RunningAuth> first =
        CompletableFuture.supplyAsync(() -> new RunningAuth(empty));
    CompletableFuture<RunningAuth> second =
        CompletableFuture.supplyAsync(() -> new RunningAuth(empty));

    try (RunningAuth one = first.get(60, TimeUnit.SECONDS);
        RunningAuth two = second.get(60, TimeUnit.SECONDS)) {
      assertThat(one.jwks()).isEqualTo(two.jwks());
      assertThat(one.jwks().getJsonArray("keys")).hasSize(1);
    }
  }

  @Test
  void aNewKeyIsPublishedBeforeItSignsAndTheOldOneStillVerifiesAfterwards() {
    String before = auth.register("ada@example.org").accessToken();
    TestPostgres.execute(
        database,
        """
        INSERT INTO quire_auth.signing_key
        SELECT 'next', decode(repeat('00', 32), 'hex'), private_key, now() + interval '5 minutes'
        FROM quire_auth.signing_key
        """);
    assertThat(auth.jwks().getJsonArray("keys")).hasSize(2);
    assertThat(kidOf(auth.login("ada@example.org", "correct horse"))).isNotEqualTo("next");

    auth.clock.passes(Duration.ofMinutes(6));

    assertThat(kidOf(auth.login("ada@example.org", "correct horse"))).isEqualTo("next");
    assertThat(auth.principal(before).displayName()).isEqualTo("Ada");
  }

  @Test
  void keysChangeByAgeAndNobodyIsSignedOut() {
    Answer before = auth.register("ada@example.org");
    auth.clock.passes(Duration.ofDays(30).minusMinutes(10));
    assertThat(auth.jwks().getJsonArray("keys")).hasSize(2);
    Answer between = auth.refresh(before.cookie());
    assertThat(kidOf(between)).isEqualTo(kidOf(before));

    auth.clock.passes(Duration.ofMinutes(10));
    Answer after = auth.refresh(between.cookie());
    assertThat(kidOf(after)).isNotEqualTo(kidOf(before));
    assertThat(auth.principal(before.accessToken()).displayName()).isEqualTo("Ada");

    auth.clock.passes(Duration.ofMinutes(20));
    assertThat(auth.jwks().getJsonArray("keys")).hasSize(1);
    assertThat(auth.refresh(after.cookie()).status()).isEqualTo(200);
  }

  @Test
  void aKeyFromBeforeTheTimeThatWasSetIsReplacedAtTheNextStart() {
    String kid = kidOf(auth.register("ada@example.org"));
    auth.close();
    auth =
        new RunningAuth(
            database, Map.of("QUIRE_AUTH_KEYS_SINCE", Instant.now().plusSeconds(1).toString()));
    assertThat(auth.jwks().getJsonArray("keys")).hasSize(2);
    auth.clock.passes(Duration.ofMinutes(11));
    assertThat(kidOf(auth.login("ada@example.org", "correct horse"))).isNotEqualTo(kid);
  }

  @Test
  void aRevokedKeyVerifiesNothingAndAnotherSignsAtOnceInEveryProcess() {
    try (RunningAuth other = new RunningAuth(database)) {
      Answer before = auth.register("ada@example.org");
      String kid = kidOf(before);
      assertThat(kidOf(other.login("ada@example.org", "correct horse"))).isEqualTo(kid);

      assertThat(auth.revoke(kid)).isEqualTo(204);

      assertThat(auth.revokedKeys).containsExactly(kid);
      assertThat(auth.jwks().getJsonArray("keys")).hasSize(1);
      Answer after = auth.refresh(before.cookie());
      assertThat(kidOf(after)).isNotEqualTo(kid);
      assertThat(auth.principal(after.accessToken()).displayName()).isEqualTo("Ada");
      other.bus.publish(
          AuthCalls.SESSIONS_ENDED, new AuthCalls.SessionsEnded(List.of(), List.of(kid)));
      await().until(() -> !kidOf(other.login("ada@example.org", "correct horse")).equals(kid));
      assertThat(auth.revoke(kid)).isEqualTo(404);
      assertThat(auth.revoke("none")).isEqualTo(404);
    }
  }

  @Test
  void aVisitorsTokenIsGoodForSoLongAndForNoAccount() {
    AuthCalls.IssueVisit visit =
        new AuthCalls.IssueVisit("guest-1", "Guest Otter", UUID.randomUUID().toString(), 60);
    AuthCalls.VisitToken issued =
        Waiting.get(auth.bus.request(AuthCalls.ISSUE_VISIT, visit, RunningAuth.second()));
    assertThat(issued.expiresInSeconds()).isEqualTo(60);
    Principal visitor = auth.principal(issued.accessToken());
    assertThat(visitor.isVisitor()).isTrue();
    assertThat(visitor.displayName()).isEqualTo("Guest Otter");
    for (String call : List.of("me", "sessions")) {
      assertThat(auth.callAs(visitor, "GET", call).status()).isEqualTo(401);
    }
    assertThat(auth.callAs(visitor, "POST", "ticket").status()).isEqualTo(401);

    AuthCalls.IssueVisit forAnAccount = new AuthCalls.IssueVisit("ada", "Ada", "s", 60);
    assertThatThrownBy(
            () ->
                Waiting.get(
                    auth.bus.request(AuthCalls.ISSUE_VISIT, forAnAccount, RunningAuth.second())))
        .isInstanceOf(WireFailure.class);
  }

  @Test
  void aRevokedKeyIsToldAgainUntilItIsHeard() {
    String kid = kidOf(auth.register("ada@example.org"));
    auth.docIsAway = true;
    assertThat(auth.revoke(kid)).isEqualTo(503);
    auth.docIsAway = false;
    await().until(() -> auth.revokedKeys.contains(kid));
  }

  @Test
  void aKeyThatIsPublishedAlreadySignsAtOnceWhenTheOneBeforeIsRevoked() {
    String kid = kidOf(auth.register("ada@example.org"));
    auth.clock.passes(Duration.ofDays(30).minusMinutes(5));
    String next = auth.jwks().getJsonArray("keys").getJsonObject(1).getString("kid");

    assertThat(auth.revoke(kid)).isEqualTo(204);

    assertThat(auth.jwks().getJsonArray("keys")).hasSize(1);
    assertThat(kidOf(auth.login("ada@example.org", "correct horse"))).isEqualTo(next);
  }

  private static String kidOf(Answer answer) {
    String header = answer.accessToken().split("\\.", -1)[0];
    return new JsonObject(Buffer.buffer(Base64.getUrlDecoder().decode(header))).getString("kid");
  }

  @Test
  void onlyThePublicPartsOfKeysAreTold() {
    Answer jwks = auth.call("GET", "/.well-known/jwks.json", Map.of());

    assertThat(jwks.status()).isEqualTo(200);
    assertThat(jwks.header("cache-control")).contains("max-age");
    assertThat(jwks.body().getJsonArray("keys").getJsonObject(0).fieldNames())
        .containsExactlyInAnyOrder("kty", "crv", "alg", "use", "kid", "x");
    assertThat(jwks.body()).isEqualTo(auth.jwks());
  }

  @Test
  void aTicketIsGoodOnce() {
    Answer registered = auth.register("ada@example.org");
    String ticket = ticketOf(registered);

    Principal redeemed = redeem(ticket);

    assertThat(redeemed.userId())
        .isEqualTo(registered.body().getJsonObject("user").getString("id"));
    assertThat(redeemed.session()).isEqualTo(auth.principal(registered.accessToken()).session());
    assertUnauthenticated(ticket);
  }

  @Test
  void aTicketIsGoodForHalfAMinute() {
    String ticket = ticketOf(auth.register("ada@example.org"));
    auth.clock.passes(Duration.ofSeconds(31));

    assertUnauthenticated(ticket);
  }

  @Test
  void aTicketOfASessionThatHasEndedIsGoodForNothing() {
    Answer registered = auth.register("ada@example.org");
    String ticket = ticketOf(registered);
    auth.callAs(auth.principal(registered.accessToken()), "POST", "logout");

    assertUnauthenticated(ticket);
    assertUnauthenticated("no ticket at all");
  }

  @Test
  void usersAreFoundByTheirAddress() {
    String id = auth.register("ada@example.org").body().getJsonObject("user").getString("id");

    AuthCalls.FoundUser found = find(" ADA@example.org");

    assertThat(found).isEqualTo(new AuthCalls.FoundUser(id, "Ada"));
    assertThatThrownBy(() -> find("nobody@example.org"))
        .isInstanceOfSatisfying(
            WireFailure.class,
            failure -> assertThat(failure.code()).isEqualTo(WireFailure.Code.NOT_FOUND));
  }

  private String ticketOf(Answer signedIn) {
    Answer ticket = auth.callAs(auth.principal(signedIn.accessToken()), "POST", "ticket");
    assertThat(ticket.status()).isEqualTo(200);
    assertThat(ticket.body().getInteger("expiresIn")).isEqualTo(30);
    return ticket.body().getString("ticket");
  }

  private Principal redeem(String ticket) {
    return Waiting.get(
        auth.bus.request(
            AuthCalls.REDEEM_TICKET, new AuthCalls.RedeemTicket(ticket), RunningAuth.second()));
  }

  private void assertUnauthenticated(String ticket) {
    assertThatThrownBy(() -> redeem(ticket))
        .isInstanceOfSatisfying(
            WireFailure.class,
            failure -> assertThat(failure.code()).isEqualTo(WireFailure.Code.UNAUTHENTICATED));
  }

  private AuthCalls.FoundUser find(String email) {
    return Waiting.get(
        auth.bus.request(AuthCalls.FIND_USER, new AuthCalls.FindUser(email), RunningAuth.second()));
  }
}
