package dev.quire.auth;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quire.auth.RunningAuth.Answer;
import dev.quire.auth.account.Account;
import dev.quire.auth.account.Accounts;
import dev.quire.auth.account.EmailAddress;
import dev.quire.auth.account.Passwords;
import dev.quire.auth.account.TimeOrderedId;
import dev.quire.auth.key.AccessTokens;
import dev.quire.auth.key.KeySchedule;
import dev.quire.auth.key.SigningKeys;
import dev.quire.auth.limit.AuthLimits;
import dev.quire.auth.rest.Authority;
import dev.quire.auth.rest.SignIn;
import dev.quire.auth.session.Beginnings;
import dev.quire.auth.session.EndedSessions;
import dev.quire.auth.session.RefreshCookie;
import dev.quire.auth.store.Database;
import dev.quire.kit.limit.ReachedLimits;
import dev.quire.kit.redis.TestRedis;
import dev.quire.kit.rest.Problem;
import dev.quire.kit.rest.RestCall;
import dev.quire.wire.Bus;
import dev.quire.wire.Bytes;
import dev.quire.wire.rest.RestReply;
import dev.quire.wire.rest.RestRequest;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Somebody tries addresses and passwords. */
class GuessingTest {
  @Test
  void anAccountTakesTenWrongPasswordsAMinuteAndThenAsksToWait() {
    try (RunningAuth auth = new RunningAuth(TestPostgres.freshDatabase())) {
      auth.register("ada@example.org");
      for (int i = 0; i < 10; i++) {
        assertThat(auth.login("ada@example.org", "wrong password").status()).isEqualTo(401);
      }

      Answer limited = auth.login("Ada@example.org", "correct horse");

      assertThat(limited.status()).isEqualTo(429);
      assertThat(limited.type()).isEqualTo("too-many-requests");
      assertThat(Integer.parseInt(limited.header("retry-after"))).isBetween(1, 60);
      assertThat(auth.login("grace@example.org", "wrong password").status()).isEqualTo(401);
    }
  }

  @Test
  void guessesAtOneProcessCountAtTheOtherAndRedisMayGoAway() {
    try (TestRedis redis = new TestRedis()) {
      Map<String, String> settings =
          Map.of(
              "QUIRE_REDIS_URL",
              redis.url().toString(),
              "QUIRE_LIMIT_AUTH_PER_ACCOUNT_PER_MINUTE",
              "1");
      URI database = TestPostgres.freshDatabase();
      try (RunningAuth one = new RunningAuth(database, settings);
          RunningAuth other = new RunningAuth(database, settings)) {
        one.register("ada@example.org");
        assertThat(one.login("ada@example.org", "wrong password").status()).isEqualTo(401);
        assertThat(one.login("ada@example.org", "correct horse").status()).isEqualTo(429);
        assertThat(other.login("ada@example.org", "correct horse").status()).isEqualTo(429);

        redis.goesAway();
        one.register("grace@example.org");
        assertThat(one.login("grace@example.org", "wrong password").status()).isEqualTo(401);
        assertThat(one.login("grace@example.org", "correct horse").status()).isEqualTo(429);
        assertThat(other.login("grace@example.org", "correct horse").status()).isEqualTo(200);
      }
    }
  }

  @Test
  void aStrangersGuessesDoNotLockTheOwnerOut() {
    try (RunningAuth auth = new RunningAuth(TestPostgres.freshDatabase());
        ReachedLimits limits = new ReachedLimits()) {
      auth.register("ada@example.org");
      auth.address = "198.51.100.1";
      for (int i = 0; i < 30; i++) {
        auth.login("ada@example.org", "wrong password");
      }
      assertThat(auth.login("ada@example.org", "correct horse").status()).isEqualTo(429);
      assertThat(limits.reached("auth_per_account_per_minute")).isPositive();
      auth.address = "203.0.113.7";
      assertThat(auth.login("ada@example.org", "correct horse").status()).isEqualTo(200);
    }
  }

  @Test
  void guessesFromEverywhereAtOnceComeToAnEnd() {
    try (RunningAuth auth = new RunningAuth(TestPostgres.freshDatabase())) {
      int refused = 0;
      for (int i = 0; i < 220; i++) {
        auth.address = "198.51.100." + i;
        refused += auth.login("ada@example.org", "wrong password").status() == 429 ? 1 : 0;
      }
      assertThat(refused).isBetween(5, 20);
    }
  }

  @Test
  void rightPasswordsDoNotCount() {
    try (RunningAuth auth = new RunningAuth(TestPostgres.freshDatabase())) {
      auth.register("ada@example.org");
      for (int i = 0; i < 15; i++) {
        assertThat(auth.login("ada@example.org", "correct horse").status()).isEqualTo(200);
      }
    }
  }

  @Test
  void anAddressIsLimitedOverAllAccounts() {
    try (RunningAuth auth =
            new RunningAuth(
                TestPostgres.freshDatabase(),
                Map.of("QUIRE_LIMIT_AUTH_PER_ADDRESS_PER_MINUTE", "5"));
        ReachedLimits limits = new ReachedLimits()) {
      for (int i = 0; i < 5; i++) {
        auth.login("nobody" + i + "@example.org", "wrong password");
      }

      assertThat(auth.register("ada@example.org").status()).isEqualTo(429);
      assertThat(limits.reached("auth_per_address_per_minute")).isEqualTo(1);
    }
  }

  @Test
  void signingInAndRegisteringCostOneHashWhetherTheAddressExistsOrNot() {
    Vertx vertx = Vertx.vertx();
    Database database = Waiting.get(Database.open(vertx, TestPostgres.freshDatabase(), 2));
    Passwords passwords = new Passwords(vertx, new Passwords.Cost(64, 1, 1, 4));
    Accounts accounts = new Accounts(database);
    SignIn signIn = signIn(vertx, database, passwords, accounts);
    Account ada =
        new Account(TimeOrderedId.at(Instant.now()), new EmailAddress("ada@example.org"), "Ada");
    Waiting.get(
        passwords.hash("correct horse").compose(hash -> accounts.add(ada, hash, Instant.now())));

    for (String email : List.of("ada@example.org", "nobody@example.org", "not an address")) {
      long before = passwords.computed();
      problemOf(signIn.login(call(email)));
      assertThat(passwords.computed() - before).as(email).isEqualTo(1);
    }
    long before = passwords.computed();
    assertThat(problemOf(signIn.register(call("ada@example.org"))).status()).isEqualTo(409);
    assertThat(passwords.computed() - before).isEqualTo(1);
    Waiting.get(database.close());
    Waiting.get(vertx.close());
  }

  private static SignIn signIn(
      Vertx vertx, Database database, Passwords passwords, Accounts accounts) {
    InstantSource clock = InstantSource.system();
    AccessTokens tokens =
        new AccessTokens(
            vertx,
            new SigningKeys(
                database,
                new KeySchedule(Duration.ofDays(30), Instant.EPOCH, Duration.ofMinutes(10)),
                clock),
            Duration.ofMinutes(10));
    return new SignIn(
        new Authority(
            clock,
            tokens,
            new RefreshCookie(true, Duration.ofDays(1)),
            new EndedSessions(database, Bus.on(vertx))),
        accounts,
        passwords,
        new Beginnings(database, Duration.ofDays(1)),
        new AuthLimits(new AuthLimits.Rates(0, 0), null, System::nanoTime));
  }

  private static RestCall call(String email) {
    JsonObject body =
        new JsonObject()
            .put("email", email)
            .put("password", "wrong password")
            .put("displayName", "Eve");
    return new RestCall(
        new RestRequest(
            "POST",
            "/",
            List.of(),
            List.of(),
            null,
            "203.0.113.7",
            Bytes.of(body.encode().getBytes(StandardCharsets.UTF_8))),
        Map.of());
  }

  private static Problem problemOf(Future<RestReply> reply) {
    return Waiting.get(
        reply
            .<Problem>map(
                answered -> {
                  throw new AssertionError("answered " + answered.status());
                })
            .recover(
                fault ->
                    fault instanceof Problem problem
                        ? Future.succeededFuture(problem)
                        : Future.failedFuture(fault)));
  }

  @Test
  void idsAreVersionSevenAndInTheOrderOfTime() {
    UUID early = TimeOrderedId.at(Instant.parse("2026-01-01T00:00:00Z"));
    UUID late = TimeOrderedId.at(Instant.parse("2026-01-01T00:00:00.001Z"));

    assertThat(early.version()).isEqualTo(7);
    assertThat(early.variant()).isEqualTo(2);
    assertThat(early.toString()).isLessThan(late.toString());
  }
}
