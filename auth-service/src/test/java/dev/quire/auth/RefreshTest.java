package dev.quire.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.quire.auth.RunningAuth.Answer;
import dev.quire.wire.Principal;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RefreshTest {
  private static final Duration AFTER_GRACE = Duration.ofSeconds(6);
  private static final Duration WITHIN_GRACE = Duration.ofSeconds(3);

  private RunningAuth auth;

  @BeforeEach
  void start() {
    auth =
        new RunningAuth(
            TestPostgres.freshDatabase(), Map.of("QUIRE_AUTH_REFRESH_GRACE_MILLIS", "5000"));
  }

  @AfterEach
  void stop() {
    auth.close();
  }

  @Test
  void eachRefreshGivesAnAccessTokenOfTheSameSessionAndAnotherCookie() {
    Answer registered = auth.register("ada@example.org");

    Answer once = auth.refresh(registered.cookie());
    Answer twice = auth.refresh(once.cookie());

    assertThat(once.status()).isEqualTo(200);
    assertThat(twice.status()).isEqualTo(200);
    assertThat(Set.of(registered.cookie(), once.cookie(), twice.cookie())).hasSize(3);
    assertThat(auth.principal(twice.accessToken()).session())
        .isEqualTo(auth.principal(registered.accessToken()).session());
    assertThat(once.body().fieldNames()).containsExactlyInAnyOrder("accessToken", "expiresIn");
  }

  @Test
  void aReusedTokenEndsTheWholeFamily() {
    Answer registered = auth.register("ada@example.org");
    Answer once = auth.refresh(registered.cookie());
    Answer twice = auth.refresh(once.cookie());

    assertThat(auth.refresh(registered.cookie()).status()).isEqualTo(401);
    assertThat(auth.refresh(twice.cookie()).status()).isEqualTo(401);
    String session = auth.principal(registered.accessToken()).session();
    await().untilAsserted(() -> assertThat(auth.endedSessions).containsExactly(session));
  }

  @Test
  void withoutAGraceTheSecondUseIsAReuseAtOnce() {
    try (RunningAuth strict = new RunningAuth(TestPostgres.freshDatabase())) {
      String cookie = strict.register("ada@example.org").cookie();
      Answer first = strict.refresh(cookie);

      assertThat(strict.refresh(cookie).status()).isEqualTo(401);
      assertThat(strict.refresh(first.cookie()).status()).isEqualTo(401);
    }
  }

  @Test
  void aLostAnswerIsGivenAgainWithinTheGrace() {
    String cookie = auth.register("ada@example.org").cookie();
    Answer lost = auth.refresh(cookie);
    auth.clock.passes(WITHIN_GRACE);

    Answer again = auth.refresh(cookie);

    assertThat(again.status()).isEqualTo(200);
    assertThat(again.cookie()).isEqualTo(lost.cookie());
    assertThat(auth.refresh(again.cookie()).status()).isEqualTo(200);
  }

  @Test
  void afterTheGraceTheSecondUseIsAReuse() {
    String cookie = auth.register("ada@example.org").cookie();
    Answer first = auth.refresh(cookie);
    auth.clock.passes(AFTER_GRACE);

    assertThat(auth.refresh(cookie).status()).isEqualTo(401);
    assertThat(auth.refresh(first.cookie()).status()).isEqualTo(401);
  }

  @Test
  void withinTheGraceTooAUsedSuccessorMakesItAReuse() {
    String cookie = auth.register("ada@example.org").cookie();
    Answer first = auth.refresh(cookie);
    Answer second = auth.refresh(first.cookie());

    assertThat(auth.refresh(cookie).status()).isEqualTo(401);
    assertThat(auth.refresh(second.cookie()).status()).isEqualTo(401);
  }

  @Test
  void concurrentRefreshesOfOneTokenAllGetTheSameSuccessor() {
    String cookie = auth.register("ada@example.org").cookie();
    // The first rounds open the pool's connections; only then do requests really overlap.
    for (int round = 0; round < 10; round++) {
      List<Future<Answer>> refreshing = new ArrayList<>();
      for (int i = 0; i < 20; i++) {
        refreshing.add(auth.refreshing(cookie));
      }
      Set<String> cookies = new HashSet<>();
      for (Future<Answer> each : refreshing) {
        Answer answer = Waiting.get(each);
        assertThat(answer.status()).isEqualTo(200);
        cookies.add(answer.cookie());
      }
      assertThat(cookies).hasSize(1);
      cookie = cookies.iterator().next();
    }
  }

  @Test
  void aReuseOfOneSessionLeavesTheOthersAlone() {
    Answer stolen = auth.register("ada@example.org");
    Answer other = auth.login("ada@example.org", "correct horse");
    auth.refresh(stolen.cookie());
    auth.clock.passes(AFTER_GRACE);

    auth.refresh(stolen.cookie());

    assertThat(auth.refresh(other.cookie()).status()).isEqualTo(200);
  }

  @Test
  void anUnusedSessionExpires() {
    String cookie = auth.register("ada@example.org").cookie();
    auth.clock.passes(Duration.ofDays(29));
    String refreshed = auth.refresh(cookie).cookie();
    auth.clock.passes(Duration.ofDays(29));
    String again = auth.refresh(refreshed).cookie();
    auth.clock.passes(Duration.ofDays(31));

    assertThat(auth.refresh(again).status()).isEqualTo(401);
  }

  @Test
  void withoutTheHeaderThatOtherSitesCannotSetNothingHappens() {
    String cookie = auth.register("ada@example.org").cookie();

    assertThat(auth.call("POST", "refresh", Map.of("cookie", cookie)).status()).isEqualTo(403);
    assertThat(auth.call("POST", "logout", Map.of("cookie", cookie)).status()).isEqualTo(403);
    assertThat(auth.refresh(cookie).status()).isEqualTo(200);
  }

  @Test
  void anUnknownOrMissingTokenIsRefusedAndItsCookieTakenAway() {
    Answer unknown = auth.refresh("__Secure-quire_refresh=" + "A".repeat(43));

    assertThat(unknown.status()).isEqualTo(401);
    assertThat(unknown.header("set-cookie")).contains("Max-Age=0");
    assertThat(auth.refresh("").status()).isEqualTo(401);
    assertThat(auth.refresh("__Secure-quire_refresh='; DROP TABLE x").status()).isEqualTo(401);
  }

  @Test
  void logoutEndsTheSessionAndSaysSo() {
    Answer registered = auth.register("ada@example.org");
    Principal caller = auth.principal(registered.accessToken());

    Answer out = auth.callAs(caller, "POST", "logout");

    assertThat(out.status()).isEqualTo(204);
    assertThat(out.header("set-cookie")).contains("Max-Age=0");
    assertThat(auth.endedSessions).containsExactly(caller.session());
    assertThat(auth.refresh(registered.cookie()).status()).isEqualTo(401);
    assertThat(auth.callAs(caller, "GET", "me").status()).isEqualTo(401);
    assertThat(auth.callAs(caller, "POST", "logout").status()).isEqualTo(204);
  }

  @Test
  void logoutWorksWithTheCookieAloneWhenTheAccessTokenHasExpired() {
    Answer registered = auth.register("ada@example.org");

    Answer out =
        auth.call("POST", "logout", Map.of("cookie", registered.cookie(), "x-quire-csrf", "1"));

    assertThat(out.status()).isEqualTo(204);
    assertThat(auth.refresh(registered.cookie()).status()).isEqualTo(401);
  }

  @Test
  void logoutAllEndsEverySessionOfTheAccountAndOfNobodyElse() {
    Answer first = auth.register("ada@example.org");
    Answer second = auth.login("ada@example.org", "correct horse");
    Answer other = auth.register("grace@example.org");

    Answer out = auth.callAs(auth.principal(second.accessToken()), "POST", "logout-all");

    assertThat(out.status()).isEqualTo(204);
    assertThat(auth.endedSessions).hasSize(2);
    assertThat(auth.refresh(first.cookie()).status()).isEqualTo(401);
    assertThat(auth.refresh(second.cookie()).status()).isEqualTo(401);
    assertThat(auth.refresh(other.cookie()).status()).isEqualTo(200);
  }

  @Test
  void anAccountHasABoundedNumberOfSessions() {
    Answer oldest = auth.register("ada@example.org");
    for (int i = 0; i < 100; i++) {
      auth.clock.passes(Duration.ofMillis(1));
      auth.login("ada@example.org", "correct horse");
    }

    assertThat(auth.refresh(oldest.cookie()).status()).isEqualTo(401);
    String session = auth.principal(oldest.accessToken()).session();
    await().untilAsserted(() -> assertThat(auth.endedSessions).containsExactly(session));
  }

  @Test
  void anEndThatNobodyHeardOfIsToldAgainUntilItIsHeard() {
    Answer registered = auth.register("ada@example.org");
    Principal caller = auth.principal(registered.accessToken());
    auth.docIsAway = true;
    assertThat(auth.callAs(caller, "POST", "logout").status()).isEqualTo(503);
    assertThat(auth.refresh(registered.cookie()).status()).isEqualTo(401);

    auth.docIsAway = false;
    await().untilAsserted(() -> assertThat(auth.endedSessions).contains(caller.session()));
    assertThat(auth.callAs(caller, "POST", "logout").status()).isEqualTo(204);
  }
}
