package dev.quire.auth.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class OpaqueTokenTest {
  @Test
  void aTokenIsTwoHundredAndFiftySixRandomBits() {
    Set<OpaqueToken> tokens = new HashSet<>();
    for (int i = 0; i < 1000; i++) {
      OpaqueToken token = OpaqueToken.random();
      assertThat(Base64.getUrlDecoder().decode(token.value())).hasSize(32);
      assertThat(OpaqueToken.parse(token.value())).contains(token);
      tokens.add(token);
    }
    assertThat(tokens).hasSize(1000);
  }

  @Test
  void atRestItIsItsSha256() throws Exception {
    OpaqueToken token = OpaqueToken.random();

    assertThat(token.hash())
        .isEqualTo(
            MessageDigest.getInstance("SHA-256")
                .digest(token.value().getBytes(StandardCharsets.US_ASCII)));
  }

  @Test
  void theSuccessorFollowsFromTokenAndSecretTogetherOnly() {
    OpaqueToken token = OpaqueToken.random();
    byte[] secret = OpaqueToken.randomBytes();

    assertThat(token.successor(secret)).isEqualTo(token.successor(secret.clone()));
    assertThat(token.successor(secret)).isNotEqualTo(token.successor(OpaqueToken.randomBytes()));
    assertThat(token.successor(secret)).isNotEqualTo(OpaqueToken.random().successor(secret));
  }

  @Test
  void whatCannotBeOneIsNotRead() {
    assertThat(OpaqueToken.parse("")).isEmpty();
    assertThat(OpaqueToken.parse("x".repeat(42))).isEmpty();
    assertThat(OpaqueToken.parse("x".repeat(44))).isEmpty();
    assertThat(OpaqueToken.parse("x".repeat(42) + "'")).isEmpty();
  }

  @Test
  void itDoesNotPrintItself() {
    OpaqueToken token = OpaqueToken.random();

    assertThat(token.toString()).doesNotContain(token.value());
    assertThat(new Beginnings.Begun(java.util.UUID.randomUUID(), token, java.util.List.of()))
        .asString()
        .doesNotContain(token.value());
  }
}
