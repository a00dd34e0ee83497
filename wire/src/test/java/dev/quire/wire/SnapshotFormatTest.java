package dev.quire.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.quire.wire.doc.SnapshotFormat;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class SnapshotFormatTest {

  @Test
  void aStateComesBackByteForByte() {
    Random random = new Random(4);
    for (int length : new int[] {0, 1, 100, 100_000}) {
      byte[] state = new byte[length];
      random.nextBytes(state);
      Arrays.fill(state, 0, length / 2, (byte) 'a');
      byte[] snapshot = SnapshotFormat.compress(state);
      assertThat(SnapshotFormat.decompress(snapshot, length)).isEqualTo(state);
    }
  }

  @Test
  void damageAndBombsAreRefused() {
    byte[] snapshot = SnapshotFormat.compress(new byte[1_000_000]);
    assertThat(snapshot.length).isLessThan(10_000);
    assertThatThrownBy(() -> SnapshotFormat.decompress(snapshot, 999_999))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> SnapshotFormat.decompress(Arrays.copyOf(snapshot, 50), 1_000_000))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> SnapshotFormat.decompress(new byte[] {9, 0, 0, 0, 0}, 10))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
