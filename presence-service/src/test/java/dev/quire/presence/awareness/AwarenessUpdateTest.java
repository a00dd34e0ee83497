package dev.quire.presence.awareness;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.quire.crdt.fault.MalformedUpdateException;
import dev.quire.crdt.lib0.Lib0Writer;
import dev.quire.wire.Bytes;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class AwarenessUpdateTest {
  /** What y-protocols 1 writes for client 300 at clock 5 with state {"a":1}, and 2 at 9 gone. */
  private static final Bytes FROM_YJS =
      Bytes.of(HexFormat.of().parseHex("02ac0205077b2261223a317d0209046e756c6c"));

  @Test
  void readsAndWritesWhatYjsWrites() {
    List<AwarenessEntry> entries = AwarenessUpdate.decode(FROM_YJS);

    assertThat(entries)
        .containsExactly(new AwarenessEntry(300, 5, "{\"a\":1}"), new AwarenessEntry(2, 9, null));
    assertThat(AwarenessUpdate.encode(entries)).isEqualTo(FROM_YJS);
  }

  @Test
  void everyTruncationIsRefused() {
    for (int length = 0; length < FROM_YJS.length(); length++) {
      Bytes cut = FROM_YJS.slice(0, length);
      assertThatThrownBy(() -> AwarenessUpdate.decode(cut))
          .isInstanceOf(MalformedUpdateException.class);
    }
  }

  @Test
  void randomBytesAreRefusedOrReadAndNothingElse() {
    Random random = new Random(42);
    int refused = 0;
    for (int i = 0; i < 20_000; i++) {
      byte[] bytes = new byte[random.nextInt(40)];
      random.nextBytes(bytes);
      try {
        AwarenessUpdate.decode(Bytes.of(bytes));
      } catch (MalformedUpdateException malformed) {
        refused++;
      }
    }
    assertThat(refused).isGreaterThan(15_000);
  }

  @Test
  void aFrameOfTooManyClientsIsRefused() {
    Lib0Writer out = new Lib0Writer();
    out.writeVarUint(10_001);
    for (int i = 0; i < 10_001; i++) {
      out.writeVarUint(i);
      out.writeVarUint(1);
      out.writeVarString("{}");
    }
    assertThatThrownBy(() -> AwarenessUpdate.decode(Bytes.of(out.toByteArray())))
        .isInstanceOf(MalformedUpdateException.class)
        .hasMessageContaining("clients");
  }

  @Test
  void anIdentityReplacesWhatTheClientClaimsAndKeepsTheRest() {
    Identity ada = new Identity("1", "Ada \"A\"");

    assertThat(ada.stamp("{\"user\":{\"id\":\"9\",\"color\":\"red\"},\"cursor\":null}"))
        .contains(
            "{\"user\":{\"id\":\"1\",\"color\":\"red\",\"name\":\"Ada \\\"A\\\"\"},\"cursor\":null}");
    assertThat(ada.stamp("{\"user\":\"Eve\"}"))
        .contains("{\"user\":{\"id\":\"1\",\"name\":\"Ada \\\"A\\\"\"}}");
    assertThat(ada.stamp("{}")).contains("{\"user\":{\"id\":\"1\",\"name\":\"Ada \\\"A\\\"\"}}");
    assertThat(ada.stamp("17")).isEmpty();
    assertThatThrownBy(() -> ada.stamp("{")).isInstanceOf(IllegalArgumentException.class);
  }
}
