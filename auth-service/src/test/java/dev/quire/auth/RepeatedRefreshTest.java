package dev.quire.auth;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quire.auth.RunningAuth.Answer;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A lost answer is given again to who names the attempt, and to nobody else. */
class RepeatedRefreshTest {
  private static final String ATTEMPT = "3f8f6d1c-0a52-4b6e-9c1d-aa0ce6f0a4b1";
  private static final String ANOTHER = "8d2b6b06-93a5-4dd3-8a4b-0d8f9fd0b7c2";

  private RunningAuth auth;
  private String cookie;

  @BeforeEach
  void start() {
    auth = new RunningAuth(TestPostgres.freshDatabase());
    cookie = auth.register("ada@example.org").cookie();
  }

  @AfterEach
  void stop() {
    auth.close();
  }

  @Test
  void whoRepeatsTheAttemptGetsTheSameCookieAgain() {
    Answer lost = auth.refresh(cookie, ATTEMPT);
    auth.clock.passes(Duration.ofSeconds(9));

    Answer again = auth.refresh(cookie, ATTEMPT);

    assertThat(again.status()).isEqualTo(200);
    assertThat(again.cookie()).isEqualTo(lost.cookie());
    assertThat(auth.refresh(again.cookie(), ANOTHER).status()).isEqualTo(200);
  }

  @Test
  void whoDoesNotKnowTheAttemptEndsTheSession() {
    Answer first = auth.refresh(cookie, ATTEMPT);

    assertThat(auth.refresh(cookie, ANOTHER).status()).isEqualTo(401);
    assertThat(auth.refresh(first.cookie(), ATTEMPT).status()).isEqualTo(401);
  }

  @Test
  void aCopyWithoutAnAttemptEndsTheSession() {
    Answer first = auth.refresh(cookie, ATTEMPT);

    assertThat(auth.refresh(cookie).status()).isEqualTo(401);
    assertThat(auth.refresh(first.cookie()).status()).isEqualTo(401);
  }

  @Test
  void anAttemptCannotBeGivenToAUseThatHadNone() {
    auth.refresh(cookie);

    assertThat(auth.refresh(cookie, ATTEMPT).status()).isEqualTo(401);
  }

  @Test
  void afterSecondsTheSameAttemptIsAReuse() {
    auth.refresh(cookie, ATTEMPT);
    auth.clock.passes(Duration.ofSeconds(11));

    assertThat(auth.refresh(cookie, ATTEMPT).status()).isEqualTo(401);
  }

  @Test
  void aNameThatCouldBeGuessedIsRefusedAndSpendsNothing() {
    assertThat(auth.refresh(cookie, "1").status()).isEqualTo(400);
    assertThat(auth.refresh(cookie, ATTEMPT).status()).isEqualTo(200);
  }
}
