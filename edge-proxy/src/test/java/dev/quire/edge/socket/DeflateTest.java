package dev.quire.edge.socket;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.Random;
import java.util.zip.Deflater;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is agreed on with clients that pack messages, and how the messages are unpacked. */
public class DeflateTest {
  private static final String TAKEN =
      "permessage-deflate; server_no_context_takeover; client_no_context_takeover";

  @ParameterizedTest
  @ValueSource(
      strings = {
        "permessage-deflate",
        "permessage-deflate; client_max_window_bits",
        "x-webkit-deflate-frame, permessage-deflate; client_max_window_bits=9",
        "permessage-deflate;server_no_context_takeover ; client_no_context_takeover",
        "permessage-deflate; mux, permessage-deflate"
      })
  void takesWhatBrowsersOffer(String offered) {
    assertThat(Deflate.answer(offered)).contains(TAKEN);
  }

  @Test
  void repeatsTheWindowThatIsAskedOfIt() {
    assertThat(Deflate.answer("permessage-deflate; server_max_window_bits=\"10\""))
        .contains(TAKEN + "; server_max_window_bits=10");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "permessage-bzip2",
        "permessage-deflate; server_max_window_bits",
        "permessage-deflate; server_max_window_bits=16",
        "permessage-deflate; client_max_window_bits=7",
        "permessage-deflate; level=9"
      })
  void leavesTheRest(String offered) {
    assertThat(Deflate.answer(offered)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"1,9", "100,1", "8192,6", "1000000,9"})
  void unpacksWhatWasPacked(int length, int level) throws Inflation.Refused {
    byte[] message = new byte[length];
    new Random(length).nextBytes(message);
    Arrays.fill(message, length / 2, length, (byte) 7);
    assertThat(Inflation.inflate(packed(message, level), length)).isEqualTo(message);
  }

  @Test
  void givesABombUpAtTheBound() {
    byte[] bomb = packed(new byte[50 << 20], 9);
    assertThat(bomb.length).isLessThan(64 << 10);
    assertThatThrownBy(() -> Inflation.inflate(bomb, 16 << 20))
        .isInstanceOfSatisfying(
            Inflation.Refused.class, refused -> assertThat(refused.isTooLong()).isTrue());
  }

  @Test
  void neitherNoiseNorWhatIsCutShortDoesMoreThanBeRefused() {
    Random random = new Random(3);
    byte[] packed = packed("Quire ".repeat(500).getBytes(UTF_8), 6);
    for (int i = 0; i < 2_000; i++) {
      byte[] damaged = Arrays.copyOf(packed, 1 + random.nextInt(packed.length));
      damaged[random.nextInt(damaged.length)] ^= (byte) (1 + random.nextInt(255));
      try {
        assertThat(Inflation.inflate(damaged, 5_000)).hasSizeLessThanOrEqualTo(5_000);
      } catch (Inflation.Refused refused) {
        assertThat(refused).hasNoCause();
      }
    }
  }

  /** As RFC 7692 has it: flushed, and without the four bytes that every flush ends with. */
  public static byte[] packed(byte[] message, int level) {
    Deflater deflater = new Deflater(level, true);
    deflater.setInput(message);
    byte[] packed = new byte[message.length + 1024];
    int length = deflater.deflate(packed, 0, packed.length, Deflater.SYNC_FLUSH);
    deflater.end();
    return Arrays.copyOf(packed, length - 4);
  }
}
