package dev.quire.crdt.id;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.quire.crdt.fault.MalformedUpdateException;
import dev.quire.crdt.lib0.Lib0Writer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class StateVectorTest {
  @Test
  void clients_may_come_in_any_order() {
    Map<Long, Long> clocks = new TreeMap<>();
    for (long client = 1; client <= 100; client++) {
      clocks.put(client * client, client);
    }
    List<Map.Entry<Long, Long>> entries = new ArrayList<>(clocks.entrySet());
    Collections.shuffle(entries, new Random(1));

    StateVector decoded = StateVector.decode(encoded(entries));

    assertThat(decoded).isEqualTo(StateVector.of(clocks));
    assertThat(StateVector.decode(decoded.encode())).isEqualTo(decoded);
  }

  @Test
  void a_client_named_twice_is_refused() {
    List<Map.Entry<Long, Long>> twice =
        List.of(Map.entry(7L, 1L), Map.entry(9L, 1L), Map.entry(7L, 1L));
    assertThatThrownBy(() -> StateVector.decode(encoded(twice)))
        .isInstanceOf(MalformedUpdateException.class)
        .hasMessageContaining("client named twice");
  }

  @Test
  void what_is_announced_must_follow() {
    assertThatThrownBy(() -> StateVector.decode(new byte[] {3, 1, 1, 2, 1}))
        .isInstanceOf(MalformedUpdateException.class);
    assertThat(StateVector.decode(new byte[0])).isEqualTo(StateVector.EMPTY);
  }

  private static byte[] encoded(List<Map.Entry<Long, Long>> entries) {
    Lib0Writer out = new Lib0Writer();
    out.writeVarUint(entries.size());
    for (Map.Entry<Long, Long> entry : entries) {
      out.writeVarUint(entry.getKey());
      out.writeVarUint(entry.getValue());
    }
    return out.toByteArray();
  }
}
