package dev.quire.crdt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.quire.crdt.fault.MalformedUpdateException;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

class YDocTest {
  /** yjs: client 1 types "a", "b", "c" into text "t", an update each. */
  private static final byte[] A = hex("0101010004010174016100");

  private static final byte[] B = hex("01010101840100016200");
  private static final byte[] C = hex("01010102840101016300");
  private static final byte[] ABC = hex("01010100040101740361626300");

  @Test
  void updates_in_any_order_make_the_same_document() {
    for (List<byte[]> order : List.of(List.of(A, B, C), List.of(C, B, A), List.of(B, A, C, B))) {
      YDoc doc = new YDoc();
      order.forEach(doc::applyUpdate);
      doc.check();
      assertThat(doc.encodeStateAsUpdate()).isEqualTo(ABC);
      assertThat(doc.hasPending()).isFalse();
    }
  }

  @Test
  void what_waits_for_an_earlier_update_is_in_the_encoded_state_but_not_in_the_state_vector() {
    YDoc doc = new YDoc();
    doc.applyUpdate(A);
    doc.applyUpdate(C);
    assertThat(doc.hasPending()).isTrue();
    assertThat(doc.stateVector().get(1)).isEqualTo(1);
    assertThat(doc.encodeStateAsUpdate())
        .isEqualTo(hex("01030100040101740161" + "0a01" + "8401010163" + "00"));
    assertThat(doc.knownContents().covers(UpdateContents.read(C))).isTrue();
    assertThat(doc.knownContents().covers(UpdateContents.read(B))).isFalse();
  }

  @Test
  void a_malformed_update_changes_nothing() {
    YDoc doc = new YDoc();
    doc.applyUpdate(A);
    byte[] before = doc.encodeStateAsUpdate();
    byte[] cutShort = java.util.Arrays.copyOf(B, B.length - 1);
    assertThatThrownBy(() -> doc.applyUpdate(cutShort))
        .isInstanceOf(MalformedUpdateException.class);
    assertThat(doc.encodeStateAsUpdate()).isEqualTo(before);
  }

  private static byte[] hex(String digits) {
    return HexFormat.of().parseHex(digits);
  }
}
