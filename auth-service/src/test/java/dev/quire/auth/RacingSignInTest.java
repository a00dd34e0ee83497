package dev.quire.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.quire.auth.RunningAuth.Answer;
import dev.quire.wire.Principal;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Who knows the old password, against who gives the account another one at the same time. One of
 * the two is stopped in the middle of its transaction until the other waits for it, or is done.
 */
final class RacingSignInTest {
  private static final String ADA = "ada@example.org";
  private static final String OLD = "correct horse";
  private static final String NEW = "battery staple";

  private URI database;
  private TestMailServer mail;
  private RunningAuth auth;
  private Principal onPhone;
  private String token;

  @BeforeEach
  void askForAnotherPassword() {
    database = TestPostgres.freshDatabase();
    mail = new TestMailServer();
    auth =
        new RunningAuth(
            database,
            Map.of(
                "QUIRE_SMTP_URL", mail.url(),
                "QUIRE_SMTP_STARTTLS", "false",
                "QUIRE_MAIL_FROM", "quire@example.org",
                "QUIRE_PUBLIC_URL", "https://quire.example.org"));
    auth.register(ADA);
    JsonObject opening = new JsonObject().put("token", mail.letters(1).get(0).token());
    onPhone = auth.principal(auth.post("confirm", opening.put("password", OLD)).accessToken());
    auth.post("reset-request", new JsonObject().put("email", ADA));
    token = mail.letters(2).get(1).token();
  }

  @AfterEach
  void stop() {
    auth.close();
    mail.close();
  }

  @Test
  void aSessionThatBeginsWithTheOldPasswordDuringAResetDoesNotOutliveIt() throws Exception {
    try (Held held = Held.after(database, "INSERT ON session")) {
      Future<Answer> signIn = signIn(OLD);
      await().until(() -> held.waiting() == 1);
      Future<Answer> reset = reset();
      untilItWaitsOrIsDone(reset, held);
      held.letGo();

      assertThat(Waiting.get(reset).status()).isEqualTo(204);
      assertIsNobody(Waiting.get(signIn));
    }
  }

  @Test
  void theOldPasswordOpensNothingOnceAResetHasChangedIt() throws Exception {
    try (Held held = Held.after(database, "UPDATE ON account")) {
      Future<Answer> reset = reset();
      await().until(() -> held.waiting() == 1);
      Future<Answer> signIn = signIn(OLD);
      untilItWaitsOrIsDone(signIn, held);
      held.letGo();

      assertThat(Waiting.get(reset).status()).isEqualTo(204);
      assertIsNobody(Waiting.get(signIn));
    }
  }

  @Test
  void theOldPasswordChangesNothingOnceAResetHasChangedIt() throws Exception {
    try (Held held = Held.after(database, "UPDATE ON account")) {
      Future<Answer> reset = reset();
      await().until(() -> held.waiting() == 1);
      Future<Answer> change = change("what a thief likes");
      untilItWaitsOrIsDone(change, held);
      held.letGo();

      assertThat(Waiting.get(reset).status()).isEqualTo(204);
      assertThat(Waiting.get(change).status()).isEqualTo(403);
    }
    assertThat(auth.login(ADA, NEW).status()).isEqualTo(200);
  }

  @Test
  void aSessionThatBeginsWithTheOldPasswordDuringAChangeDoesNotOutliveIt() throws Exception {
    try (Held held = Held.after(database, "INSERT ON session")) {
      Future<Answer> signIn = signIn(OLD);
      await().until(() -> held.waiting() == 1);
      Future<Answer> change = change(NEW);
      untilItWaitsOrIsDone(change, held);
      held.letGo();

      assertThat(Waiting.get(change).status()).isEqualTo(204);
      assertIsNobody(Waiting.get(signIn));
    }
  }

  /** One waits already; so does this one, or it did not have to. */
  private static void untilItWaitsOrIsDone(Future<Answer> answer, Held held) {
    await().atMost(Duration.ofSeconds(25)).until(() -> answer.isComplete() || held.waiting() == 2);
  }

  private void assertIsNobody(Answer signedIn) {
    if (signedIn.status() == 200) {
      assertThat(auth.refresh(signedIn.cookie()).status()).isEqualTo(401);
      assertThat(auth.endedSessions).contains(auth.principal(signedIn.accessToken()).session());
    } else {
      assertThat(signedIn.status()).isEqualTo(401);
    }
  }

  private Future<Answer> signIn(String password) {
    return auth.posting(
        "login", null, new JsonObject().put("email", ADA).put("password", password));
  }

  private Future<Answer> reset() {
    return auth.posting("reset", null, new JsonObject().put("token", token).put("password", NEW));
  }

  private Future<Answer> change(String password) {
    return auth.posting(
        "password",
        onPhone,
        new JsonObject().put("currentPassword", OLD).put("newPassword", password));
  }
}
