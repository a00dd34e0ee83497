package dev.quire.auth.mail;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quire.auth.account.EmailAddress;
import dev.quire.auth.session.OpaqueToken;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

final class LettersTest {
  private static final EmailAddress ADA = new EmailAddress("ada@example.org");
  private final OpaqueToken token = OpaqueToken.random();
  private final Letters letters =
      new Letters(URI.create("https://quire.example.org/"), Duration.ofMinutes(30));

  @Test
  void saysOnlyWhatIsTheSameForEverybodyAndTheLink() {
    OpaqueToken another = OpaqueToken.random();
    EmailAddress grace = new EmailAddress("grace@example.org");
    for (List<Letter> pair :
        List.of(
            List.of(letters.reset(ADA, token), letters.reset(grace, another)),
            List.of(letters.confirm(ADA, token), letters.confirm(grace, another)),
            List.of(
                letters.registeredAlready(ADA, token),
                letters.registeredAlready(grace, another)))) {
      assertThat(pair.get(1).text().replace(another.value(), token.value()))
          .isEqualTo(pair.get(0).text());
    }
  }

  @Test
  void keepsTheTokenBehindTheHashWhereNoServerSeesIt() {
    for (Letter letter :
        List.of(
            letters.reset(ADA, token),
            letters.confirm(ADA, token),
            letters.registeredAlready(ADA, token))) {
      assertThat(letter.link().getFragment()).isEqualTo(token.value());
      assertThat(letter.text()).contains("\n" + letter.link() + "\n").contains("30 minutes");
      assertThat(letter.link().getHost()).isEqualTo("quire.example.org");
      assertThat(letter.toString()).doesNotContain(token.value());
    }
  }
}
