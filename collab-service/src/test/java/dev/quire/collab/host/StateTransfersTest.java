package dev.quire.collab.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.quire.wire.Bytes;
import dev.quire.wire.WireFailure;
import dev.quire.wire.session.ReadState;
import java.io.ByteArrayOutputStream;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class StateTransfersTest {
  private static final int CHUNK = StateTransfers.CHUNK_BYTES;
  private final StateTransfers transfers = new StateTransfers(10L * CHUNK, CHUNK);

  @Test
  void aSmallStateNeedsNoTransfer() {
    assertThat(transfers.begin(random(CHUNK), 0)).hasValue(0);
    assertThat(transfers.heldBytes()).isZero();
  }

  @Test
  void aLargeStateIsReadPartByPartAndThenForgotten() {
    Bytes state = random(3 * CHUNK + 17);
    long transfer = transfers.begin(state, 0).orElseThrow();
    ByteArrayOutputStream read = new ByteArrayOutputStream();
    read.writeBytes(transfers.head(state).array());
    while (read.size() < state.length()) {
      read.writeBytes(transfers.read(new ReadState(transfer, read.size()), 0).bytes().array());
    }

    assertThat(read.toByteArray()).isEqualTo(state.array());
    assertThat(transfers.heldBytes()).isZero();
    assertThatThrownBy(() -> transfers.read(new ReadState(transfer, 0), 0))
        .isInstanceOf(WireFailure.class);
  }

  @Test
  void manyReadersOfOneStateCountOnceTowardTheBound() {
    Bytes state = random(9 * CHUNK);
    for (int i = 0; i < 20; i++) {
      assertThat(transfers.begin(state, 0)).isPresent();
    }
    assertThat(transfers.begin(random(2 * CHUNK), 0)).isEmpty();
    assertThat(transfers.heldBytes()).isEqualTo(9L * CHUNK);
  }

  @Test
  void aReaderThatStopsAskingGivesItsRoomBackAfterHalfAMinute() {
    long transfer = transfers.begin(random(9 * CHUNK), 0).orElseThrow();
    transfers.read(new ReadState(transfer, CHUNK), 20_000);
    transfers.expire(49_999);
    assertThat(transfers.heldBytes()).isPositive();
    transfers.expire(50_000);
    assertThat(transfers.heldBytes()).isZero();
  }

  @Test
  void anOffsetOutsideTheStateIsRefused() {
    long transfer = transfers.begin(random(2 * CHUNK), 0).orElseThrow();
    for (int offset : new int[] {-1, 2 * CHUNK, Integer.MAX_VALUE}) {
      assertThatThrownBy(() -> transfers.read(new ReadState(transfer, offset), 0))
          .isInstanceOf(WireFailure.class);
    }
  }

  private static Bytes random(int length) {
    byte[] bytes = new byte[length];
    new Random(length).nextBytes(bytes);
    return Bytes.of(bytes);
  }
}
