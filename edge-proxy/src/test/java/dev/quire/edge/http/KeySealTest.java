package dev.quire.edge.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.quire.wire.Bytes;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class KeySealTest {
  private static final Bytes ANSWER =
      Bytes.of("{\"token\":\"secret\"}".getBytes(StandardCharsets.UTF_8));

  private final KeySeal seal = new KeySeal("quire:alice", "key");

  @Test
  void whoHasTheKeyReadsTheAnswer() {
    assertThat(new KeySeal("quire:alice", "key").open(seal.seal(ANSWER))).isEqualTo(ANSWER);
  }

  @Test
  void nothingOfTheAnswerOrTheKeyIsInWhatIsStored() {
    Bytes sealed = seal.seal(ANSWER);
    assertThat(new String(sealed.array(), StandardCharsets.ISO_8859_1)).doesNotContain("secret");
    assertThat(seal.seal(ANSWER)).isNotEqualTo(sealed);
    assertThat(seal.name()).isNotEqualTo("key").matches("[\\w-]{43}");
  }

  @Test
  void anotherKeyOrCallerOpensNothing() {
    Bytes sealed = seal.seal(ANSWER);
    for (KeySeal other :
        new KeySeal[] {new KeySeal("quire:alice", "yek"), new KeySeal("quire:bob", "key")}) {
      assertThat(other.name()).isNotEqualTo(seal.name());
      assertThatThrownBy(() -> other.open(sealed)).isInstanceOf(IllegalStateException.class);
    }
    assertThatThrownBy(() -> seal.open(Bytes.EMPTY)).isInstanceOf(IllegalStateException.class);
  }
}
