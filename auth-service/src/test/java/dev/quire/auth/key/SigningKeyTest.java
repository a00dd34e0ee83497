package dev.quire.auth.key;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class SigningKeyTest {
  @Test
  void aKeyIsNamedByItsThumbprintAndItsPublicFormHoldsNoSecret() {
    SigningKey key = SigningKey.generate(Instant.EPOCH);

    assertThat(key.kid()).hasSize(43).isNotEqualTo(SigningKey.generate(Instant.EPOCH).kid());
    assertThat(key.publicJwk().fieldNames()).doesNotContain("d");
    assertThat(key.privateJwk().getString("d")).hasSize(43);
    assertThat(key.toString()).doesNotContain(key.privateJwk().getString("d"));
  }
}
