package dev.quire.auth.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.quire.auth.Waiting;
import dev.quire.kit.rest.Problem;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PasswordsTest {
  private static final Passwords.Cost CHEAP = new Passwords.Cost(64, 1, 1, 4);

  private final Vertx vertx = Vertx.vertx();

  @AfterEach
  void stop() {
    Waiting.get(vertx.close());
  }

  @Test
  void aHashIsArgon2idWithItsParametersAndASaltOfItsOwn() {
    Passwords passwords = new Passwords(vertx, CHEAP);

    String first = Waiting.get(passwords.hash("correct horse"));
    String second = Waiting.get(passwords.hash("correct horse"));

    assertThat(first).startsWith("$argon2id$v=19$m=64,t=1,p=1$");
    assertThat(first).isNotEqualTo(second).doesNotContain("correct");
    assertThat(Waiting.get(passwords.verify("correct horse", Optional.of(first)))).isTrue();
    assertThat(Waiting.get(passwords.verify("correct Horse", Optional.of(first)))).isFalse();
  }

  @Test
  void olderParametersStillVerify() {
    String older =
        Waiting.get(new Passwords(vertx, new Passwords.Cost(128, 2, 1, 4)).hash("secret!!"));

    assertThat(Waiting.get(new Passwords(vertx, CHEAP).verify("secret!!", Optional.of(older))))
        .isTrue();
  }

  @Test
  void whereThereIsNoHashTheSameWorkIsDoneAndTheAnswerIsNo() {
    Passwords passwords = new Passwords(vertx, CHEAP);

    assertThat(Waiting.get(passwords.verify("anything", Optional.empty()))).isFalse();

    assertThat(passwords.computed()).isEqualTo(1);
  }

  @Test
  void overItsBoundNothingIsComputedAndTheAnswerSaysSo() {
    Passwords passwords = new Passwords(vertx, new Passwords.Cost(1024, 1, 1, 2));
    List<Future<String>> hashing = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      hashing.add(passwords.hash("correct horse"));
    }

    assertThatThrownBy(() -> Waiting.get(hashing.get(9)))
        .isInstanceOfSatisfying(
            Problem.class, problem -> assertThat(problem.status()).isEqualTo(503));
    assertThat(Waiting.get(hashing.get(0))).startsWith("$argon2id$");
    Waiting.get(Future.join(hashing).recover(refused -> Future.succeededFuture()));
    assertThat(passwords.computed()).isLessThan(10);
    assertThat(Waiting.get(passwords.hash("again and again"))).startsWith("$argon2id$");
  }
}
