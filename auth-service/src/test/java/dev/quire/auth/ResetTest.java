package dev.quire.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.quire.auth.RunningAuth.Answer;
import dev.quire.auth.TestMailServer.Received;
import dev.quire.auth.mail.MailedLinks;
import dev.quire.wire.Principal;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Another password, and a new account, by mail. */
final class ResetTest {
  private URI database;
  private TestMailServer mail;
  private RunningAuth auth;

  @BeforeEach
  void start() {
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
  }

  @AfterEach
  void stop() {
    auth.close();
    mail.close();
  }

  @Test
  void aNewAccountIsOpenedWithTheLinkAndThePassword() {
    Answer registered = auth.register("ada@example.org");
    assertThat(registered.status()).isEqualTo(202);
    assertThat(auth.login("ada@example.org", "correct horse").status()).isEqualTo(401);

    Received letter = mail.letters(1).get(0);
    assertThat(letter.to()).isEqualTo("ada@example.org");
    assertThat(letter.page()).isEqualTo("confirm");
    assertThat(confirm(letter.token(), "another password").status()).isEqualTo(401);
    Answer opened = confirm(letter.token(), "correct horse");
    assertThat(opened.status()).isEqualTo(201);
    assertThat(opened.body().getJsonObject("user").getString("email")).isEqualTo("ada@example.org");
    assertThat(auth.refresh(opened.cookie()).status()).isEqualTo(200);
    assertThat(confirm(letter.token(), "correct horse").status()).isEqualTo(400);
    assertThat(auth.login("ada@example.org", "correct horse").status()).isEqualTo(200);
  }

  @Test
  void registeringTellsOnlyTheAddresssOwnerThatThereIsAnAccount() {
    open("ada@example.org");

    Answer again = auth.register("ada@example.org");
    Answer other = auth.register("grace@example.org");

    assertThat(again.status()).isEqualTo(other.status()).isEqualTo(202);
    assertThat(again.reply().headers()).isEqualTo(other.reply().headers());
    assertThat(again.body().fieldNames()).isEqualTo(other.body().fieldNames());
    List<Received> letters = mail.letters(3).subList(1, 3);
    assertThat(letters)
        .extracting(letter -> letter.to() + " " + letter.page())
        .containsExactlyInAnyOrder("ada@example.org reset", "grace@example.org confirm");
  }

  @Test
  void anotherPasswordByMailSignsOutEverywhereAtOnce() {
    Answer phone = open("ada@example.org");
    Principal onPhone = auth.principal(phone.accessToken());
    String token = askForReset("ada@example.org", 2);

    assertThat(reset(token, "battery staple").status()).isEqualTo(204);

    assertThat(auth.endedSessions).containsExactly(onPhone.session());
    assertThat(auth.refresh(phone.cookie()).status()).isEqualTo(401);
    assertThat(auth.login("ada@example.org", "correct horse").status()).isEqualTo(401);
    assertThat(auth.login("ada@example.org", "battery staple").status()).isEqualTo(200);
  }

  @Test
  void aLinkIsGoodOnceAndEndsTheOthers() {
    open("ada@example.org");
    String first = askForReset("ada@example.org", 2);
    String second = askForReset("ada@example.org", 3);

    assertThat(reset(second, "battery staple").status()).isEqualTo(204);

    assertThat(reset(second, "another password").type()).isEqualTo("link-over");
    assertThat(reset(first, "another password").type()).isEqualTo("link-over");
    assertThat(auth.login("ada@example.org", "battery staple").status()).isEqualTo(200);
  }

  @Test
  void aLinkIsOverAfterHalfAnHour() {
    open("ada@example.org");
    String token = askForReset("ada@example.org", 2);
    auth.clock.passes(Duration.ofMinutes(31));
    assertThat(reset(token, "battery staple").type()).isEqualTo("link-over");
  }

  @Test
  void aPasswordThatIsTooShortDoesNotSpendTheLink() {
    open("ada@example.org");
    String token = askForReset("ada@example.org", 2);
    assertThat(reset(token, "short").status()).isEqualTo(400);
    assertThat(reset(token, "battery staple").status()).isEqualTo(204);
  }

  @Test
  void theDatabaseHoldsNoTokenThatCouldBeUsed() {
    open("ada@example.org");
    String token = askForReset("ada@example.org", 2);
    TestPostgres.execute(
        database,
        "DO $$ BEGIN IF EXISTS (SELECT FROM quire_auth.password_reset WHERE hash ="
            + " convert_to('"
            + token
            + "', 'UTF8')) OR NOT EXISTS (SELECT FROM quire_auth.password_reset WHERE hash ="
            + " sha256(convert_to('"
            + token
            + "', 'UTF8'))) THEN RAISE 'not hashed'; END IF; END $$");
  }

  @Test
  void nobodyCanTellByTheAnswerWhetherThereIsAnAccount() {
    open("ada@example.org");
    Answer known = ask("ada@example.org");
    Answer unknown = ask("nobody@example.org");
    assertThat(known.status()).isEqualTo(unknown.status()).isEqualTo(202);
    assertThat(known.body()).isEqualTo(unknown.body());
    assertThat(known.reply().headers()).isEqualTo(unknown.reply().headers());
  }

  @Test
  void theAnswerDoesNotWaitForTheDatabase() {
    TestPostgres.execute(database, "DROP TABLE quire_auth.password_reset");
    assertThat(ask("ada@example.org").status()).isEqualTo(202);
  }

  @Test
  void nobodysMailboxIsFilledHoweverManyAsk() {
    open("ada@example.org");
    open("grace@example.org");
    for (int i = 0; i < 3 * MailedLinks.MAX_OPEN; i++) {
      auth.address = "198.51.100." + i;
      assertThat(ask("ada@example.org").status()).isEqualTo(202);
    }
    ask("grace@example.org");
    // Links are made in the order in which they were asked for: with Grace's all are decided.
    mail.letters(3 + MailedLinks.MAX_OPEN);
    assertThat(mail.letters(1))
        .filteredOn(letter -> letter.to().equals("ada@example.org"))
        .hasSize(1 + MailedLinks.MAX_OPEN);
  }

  @Test
  void oneAskerIsLimitedForEachAddressKnownOrNot() {
    for (int i = 0; i < 10; i++) {
      assertThat(ask("nobody@example.org").status()).isEqualTo(202);
    }
    assertThat(ask("nobody@example.org").status()).isEqualTo(429);
    assertThat(ask("somebody@example.org").status()).isEqualTo(202);
  }

  @Test
  void madeUpTokensOpenNothing() {
    for (String token : List.of("", "x", "A".repeat(43))) {
      assertThat(reset(token, "battery staple").type()).isEqualTo("link-over");
      assertThat(confirm(token, "battery staple").type()).isEqualTo("link-over");
    }
  }

  /** An account, by mail. */
  private Answer open(String email) {
    auth.register(email);
    await().until(() -> mail.letters(1).stream().anyMatch(letter -> letter.to().equals(email)));
    Received letter =
        mail.letters(1).stream().filter(each -> each.to().equals(email)).findFirst().orElseThrow();
    return confirm(letter.token(), "correct horse");
  }

  private String askForReset(String email, int lettersThen) {
    ask(email);
    return mail.letters(lettersThen).get(lettersThen - 1).token();
  }

  private Answer ask(String email) {
    return auth.post("reset-request", new JsonObject().put("email", email));
  }

  private Answer reset(String token, String password) {
    return auth.post("reset", new JsonObject().put("token", token).put("password", password));
  }

  private Answer confirm(String token, String password) {
    return auth.post("confirm", new JsonObject().put("token", token).put("password", password));
  }
}
