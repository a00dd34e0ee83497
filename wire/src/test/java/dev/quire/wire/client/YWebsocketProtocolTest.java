package dev.quire.wire.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quire.wire.Bytes;
import java.util.List;
import org.junit.jupiter.api.Test;

class YWebsocketProtocolTest {
  private static final Bytes UPDATE = Bytes.of(new byte[] {1, 2, 3});

  @Test
  void readsEveryFrameThatProvidersSend() {
    assertThat(YWebsocketProtocol.decode(new byte[] {0, 0, 3, 1, 2, 3}))
        .isEqualTo(new YWebsocketProtocol.SyncStep1(UPDATE));
    assertThat(YWebsocketProtocol.decode(new byte[] {0, 1, 3, 1, 2, 3}))
        .isEqualTo(new YWebsocketProtocol.Edit(UPDATE));
    assertThat(YWebsocketProtocol.decode(new byte[] {0, 2, 3, 1, 2, 3}))
        .isEqualTo(new YWebsocketProtocol.Edit(UPDATE));
    assertThat(YWebsocketProtocol.decode(new byte[] {1, 3, 1, 2, 3}))
        .isEqualTo(new YWebsocketProtocol.Awareness(UPDATE));
    assertThat(YWebsocketProtocol.decode(new byte[] {3}))
        .isEqualTo(new YWebsocketProtocol.QueryAwareness());
  }

  @Test
  void writesWhatProvidersRead() {
    assertThat(YWebsocketProtocol.syncStep1(UPDATE)).containsExactly(0, 0, 3, 1, 2, 3);
    assertThat(YWebsocketProtocol.syncStep2Head(3)).containsExactly(0, 1, 3);
    assertThat(YWebsocketProtocol.update(UPDATE)).containsExactly(0, 2, 3, 1, 2, 3);
    assertThat(YWebsocketProtocol.awareness(UPDATE)).containsExactly(1, 3, 1, 2, 3);
    assertThat(YWebsocketProtocol.permissionDenied("no")).containsExactly(2, 0, 2, 'n', 'o');
  }

  @Test
  void refusesWithAReason() {
    assertThat(reason(new byte[] {2, 0, 0})).contains("message type 2");
    assertThat(reason(new byte[] {0, 5, 0})).contains("sync message 5");
    assertThat(reason(new byte[] {0, 2, 9, 1})).contains("more bytes declared than bytes left");
    assertThat(reason(new byte[] {3, 3})).contains("unexpected bytes");
    assertThat(reason(new byte[0])).contains("ends early");
  }

  @Test
  void readsNoiseWithoutAFault() {
    List<byte[]> honest =
        List.of(YWebsocketProtocol.update(UPDATE), YWebsocketProtocol.awareness(UPDATE));
    assertThat(HostileFrames.of(43, 10_000, honest))
        .allSatisfy(
            bytes -> {
              assertThat(YWebsocketProtocol.decode(bytes)).isNotNull();
              assertThat(YWebsocketProtocol.describe(bytes)).isNotEmpty();
            });
  }

  @Test
  void printsFramesWithoutWhatTheyHold() {
    assertThat(YWebsocketProtocol.describe(YWebsocketProtocol.update(UPDATE)))
        .isEqualTo("sync.update 6 bytes");
    assertThat(YWebsocketProtocol.describe(new byte[] {3})).isEqualTo("query-awareness 1 bytes");
  }

  private static String reason(byte[] frame) {
    return ((YWebsocketProtocol.Malformed) YWebsocketProtocol.decode(frame)).reason();
  }
}
