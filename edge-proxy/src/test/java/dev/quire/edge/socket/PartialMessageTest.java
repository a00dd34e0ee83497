package dev.quire.edge.socket;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class PartialMessageTest {
  private static final int LONGEST = 64 << 10;
  private static final long MOST = 1 << 20;

  private final PartialMessages all = new PartialMessages();

  @Test
  void tinyAndEmptyPiecesTakeNoMoreThanTwiceWhatIsInThem() {
    PartialMessage message = new PartialMessage(all, false, LONGEST);
    for (int i = 0; i < 10_000; i++) {
      assertThat(message.add(new byte[] {(byte) i}, MOST)).isTrue();
      assertThat(message.add(new byte[0], MOST)).isTrue();
    }
    assertThat(all.bytes()).isBetween(10_000L, 20_480L);
    byte[] whole = message.whole();
    assertThat(whole).hasSize(10_000);
    assertThat(whole[9_999]).isEqualTo((byte) 9_999);

    message.release();
    assertThat(all.bytes()).isZero();
  }

  @Test
  void whatFindsNoRoomLeavesWhatWasThere() {
    PartialMessage message = new PartialMessage(all, true, LONGEST);
    assertThat(message.add(new byte[1_000], 1_500)).isTrue();
    assertThat(message.add(new byte[1_000], 1_500)).isFalse();
    assertThat(message.bytes()).isEqualTo(1_000);
    assertThat(all.bytes()).isEqualTo(1_000);
  }
}
