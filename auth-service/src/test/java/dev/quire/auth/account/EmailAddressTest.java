package dev.quire.auth.account;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EmailAddressTest {
  @ParameterizedTest
  @CsvSource({
    "ada@example.org, ada@example.org",
    "' Ada.Lovelace+tag@Example.ORG ', ada.lovelace+tag@example.org",
    "ada@bücher.example, ada@xn--bcher-kva.example",
    "jürgen@example.org, jürgen@example.org",
    "a@b.co, a@b.co"
  })
  void anAddressHasOneForm(String typed, String form) {
    assertThat(EmailAddress.parse(typed)).contains(new EmailAddress(form));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "ada",
        "@example.org",
        "ada@",
        "ada@example",
        "ada@127.0.0.1",
        "ada@@example.org",
        "a da@example.org",
        ".ada@example.org",
        "ada..l@example.org",
        "ada@-example.org",
        "ada@example..org",
        "ada\n@example.org",
        "ada@exa mple.org",
        "<ada@example.org>"
      })
  void whatMailCannotBeSentToIsNoAddress(String typed) {
    assertThat(EmailAddress.parse(typed)).isEmpty();
  }

  @Test
  void longAddressesAreRefusedAndQuickly() {
    assertThat(EmailAddress.parse("a".repeat(65) + "@example.org")).isEmpty();
    assertThat(EmailAddress.parse("a@" + "b.".repeat(200) + "org")).isEmpty();
    assertThat(EmailAddress.parse("a".repeat(100_000))).isEmpty();
  }

  @Test
  void itDoesNotPrintItself() {
    assertThat(new EmailAddress("ada@example.org").toString()).doesNotContain("ada");
  }
}
