package dev.quire.auth;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quire.auth.RunningAuth.Answer;
import dev.quire.wire.Principal;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Where somebody is signed in, and another password. */
final class OwnSessionsTest {
  private RunningAuth auth;
  private Answer phone;
  private Principal onPhone;
  private Answer laptop;
  private Principal onLaptop;

  @BeforeEach
  void signInTwice() {
    auth = new RunningAuth(TestPostgres.freshDatabase());
    phone = auth.register("ada@example.org");
    onPhone = auth.principal(phone.accessToken());
    laptop = auth.login("ada@example.org", "correct horse");
    onLaptop = auth.principal(laptop.accessToken());
  }

  @AfterEach
  void stop() {
    auth.close();
  }

  @Test
  void allOfSomebodysSessionsAreListedAndNobodyElses() {
    auth.register("grace@example.org");
    List<JsonObject> items = sessionsSeenBy(onLaptop);
    assertThat(items)
        .extracting(each -> each.getString("id"))
        .containsExactlyInAnyOrder(onPhone.session(), onLaptop.session());
    assertThat(items)
        .filteredOn(each -> each.getBoolean("current"))
        .extracting(each -> each.getString("id"))
        .containsExactly(onLaptop.session());
  }

  @Test
  void oneOfThemIsEndedAtOnce() {
    assertThat(auth.callAs(onLaptop, "DELETE", "sessions/" + onPhone.session()).status())
        .isEqualTo(204);
    assertThat(auth.endedSessions).containsExactly(onPhone.session());
    assertThat(auth.refresh(phone.cookie()).status()).isEqualTo(401);
    assertThat(auth.refresh(laptop.cookie()).status()).isEqualTo(200);
    assertThat(sessionsSeenBy(onLaptop)).hasSize(1);
  }

  @Test
  void nobodyEndsTheSessionsOfOthers() {
    Principal grace = auth.principal(auth.register("grace@example.org").accessToken());
    for (String id : List.of(onPhone.session(), UUID.randomUUID().toString(), "1")) {
      assertThat(auth.callAs(grace, "DELETE", "sessions/" + id).status()).isEqualTo(404);
    }
    assertThat(auth.refresh(phone.cookie()).status()).isEqualTo(200);
  }

  @Test
  void anotherPasswordSignsOutEverywhereElseAtOnce() {
    assertThat(change("correct horse", "battery staple").status()).isEqualTo(204);

    assertThat(auth.endedSessions).containsExactly(onPhone.session());
    assertThat(auth.refresh(phone.cookie()).status()).isEqualTo(401);
    assertThat(auth.refresh(laptop.cookie()).status()).isEqualTo(200);
    assertThat(auth.login("ada@example.org", "correct horse").status()).isEqualTo(401);
    assertThat(auth.login("ada@example.org", "battery staple").status()).isEqualTo(200);
  }

  @Test
  void whoDoesNotKnowThePasswordCannotChangeItAndCannotGuessItEither() {
    for (int i = 0; i < 10; i++) {
      assertThat(change("wrong horse", "battery staple").status()).isEqualTo(403);
    }
    assertThat(change("correct horse", "battery staple").status()).isEqualTo(429);
    assertThat(auth.refresh(phone.cookie()).status()).isEqualTo(200);
  }

  @Test
  void aPasswordThatIsTooShortIsRefusedByName() {
    Answer refused = change("correct horse", "short");
    assertThat(refused.status()).isEqualTo(400);
    assertThat(refused.body().getString("detail")).contains("newPassword");
  }

  private Answer change(String current, String next) {
    return auth.callAs(
        onLaptop,
        "POST",
        "password",
        new JsonObject().put("currentPassword", current).put("newPassword", next));
  }

  private List<JsonObject> sessionsSeenBy(Principal somebody) {
    return auth.callAs(somebody, "GET", "sessions").body().getJsonArray("items").stream()
        .map(JsonObject.class::cast)
        .toList();
  }
}
