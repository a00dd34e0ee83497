package dev.quire.edge.socket;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quire.crdt.lib0.Lib0Writer;
import dev.quire.wire.Bytes;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

final class OwnClientTest {
  @Test
  void isTheOneWhoseStateTheUpdateHolds() {
    assertThat(OwnClient.of(awareness("{}", 7))).hasValue(7);
    assertThat(OwnClient.of(awareness("null", 7))).isEmpty();
    assertThat(OwnClient.of(awareness("{}", 7, 8))).isEmpty();
    assertThat(OwnClient.of(awareness("{}"))).isEmpty();
  }

  @Test
  void isNobodyWhereTheUpdateIsNone() {
    byte[] whole = awareness("{}", 300).array();
    for (int length = 0; length < whole.length; length++) {
      assertThat(OwnClient.of(Bytes.of(Arrays.copyOf(whole, length)))).isEmpty();
    }
  }

  private static Bytes awareness(String state, long... clients) {
    Lib0Writer out = new Lib0Writer(64);
    out.writeVarUint(clients.length);
    for (long client : clients) {
      out.writeVarUint(client);
      out.writeVarUint(1);
      out.writeVarString(state);
    }
    return Bytes.of(out.toByteArray());
  }
}
