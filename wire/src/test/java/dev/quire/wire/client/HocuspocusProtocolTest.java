package dev.quire.wire.client;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.quire.crdt.lib0.Lib0Writer;
import dev.quire.wire.Bytes;
import java.util.List;
import org.junit.jupiter.api.Test;

class HocuspocusProtocolTest {
  private static final Bytes UPDATE = Bytes.of(new byte[] {1, 2, 3});

  private static byte[] frame(String address, Object... parts) {
    Lib0Writer out = new Lib0Writer();
    out.writeVarString(address);
    for (Object part : parts) {
      if (part instanceof Integer number) {
        out.writeVarUint(number);
      } else if (part instanceof String text) {
        out.writeVarString(text);
      } else {
        out.writeVarBytes((byte[]) part);
      }
    }
    return out.toByteArray();
  }

  @Test
  void readsEveryFrameThatProvidersSend() {
    assertThat(HocuspocusProtocol.decode(frame("notes", 0, 0, UPDATE.array())))
        .isEqualTo(new HocuspocusProtocol.SyncStep1("notes", UPDATE));
    assertThat(HocuspocusProtocol.decode(frame("notes", 0, 1, UPDATE.array())))
        .isEqualTo(new HocuspocusProtocol.Edit("notes", UPDATE));
    assertThat(HocuspocusProtocol.decode(frame("notes", 0, 2, UPDATE.array())))
        .isEqualTo(new HocuspocusProtocol.Edit("notes", UPDATE));
    assertThat(HocuspocusProtocol.decode(frame("notes", 1, UPDATE.array())))
        .isEqualTo(new HocuspocusProtocol.Awareness("notes", UPDATE));
    assertThat(HocuspocusProtocol.decode(frame("notes", 3)))
        .isEqualTo(new HocuspocusProtocol.QueryAwareness("notes"));
    assertThat(HocuspocusProtocol.decode(frame("notes", 5, "hello")))
        .isEqualTo(new HocuspocusProtocol.Stateless("notes"));
    assertThat(HocuspocusProtocol.decode(frame("notes", 7)))
        .isEqualTo(new HocuspocusProtocol.Close("notes"));
    assertThat(HocuspocusProtocol.decode(new byte[] {10})).isEqualTo(new HocuspocusProtocol.Pong());
  }

  @Test
  void findsTheVersionThatProvider4PutsBehindItsToken() {
    assertThat(HocuspocusProtocol.decode(frame("notes", 2, 0, "secret")))
        .isEqualTo(new HocuspocusProtocol.Token("notes", "secret", ""));
    assertThat(HocuspocusProtocol.decode(frame("notes", 2, 0, "secret", "4.8.0")))
        .isEqualTo(new HocuspocusProtocol.Token("notes", "secret", "4.8.0"));
  }

  @Test
  void keepsTheSessionThatProvider4PutsBehindTheName() {
    assertThat(HocuspocusProtocol.decode(frame("notes\0x7", 3)))
        .isEqualTo(new HocuspocusProtocol.QueryAwareness("notes\0x7"));
  }

  @Test
  void writesWhatProvidersRead() {
    assertThat(HocuspocusProtocol.authenticated("a", true)).isEqualTo(frame("a", 2, 2, "readonly"));
    assertThat(HocuspocusProtocol.authenticated("a", false))
        .isEqualTo(frame("a", 2, 2, "read-write"));
    assertThat(HocuspocusProtocol.permissionDenied("a", "no")).isEqualTo(frame("a", 2, 1, "no"));
    assertThat(HocuspocusProtocol.tokenRequest("a")).isEqualTo(frame("a", 2, 0));
    assertThat(HocuspocusProtocol.syncStep1("a", UPDATE))
        .isEqualTo(frame("a", 0, 0, UPDATE.array()));
    assertThat(HocuspocusProtocol.syncStep2Head("a", 300)).isEqualTo(frame("a", 0, 1, 300));
    assertThat(HocuspocusProtocol.update("a", UPDATE)).isEqualTo(frame("a", 0, 2, UPDATE.array()));
    assertThat(HocuspocusProtocol.awareness("a", UPDATE)).isEqualTo(frame("a", 1, UPDATE.array()));
    assertThat(HocuspocusProtocol.syncStatus("a", true)).isEqualTo(frame("a", 8, 1));
    assertThat(HocuspocusProtocol.syncStatus("a", false)).isEqualTo(frame("a", 8, 0));
    assertThat(HocuspocusProtocol.close("a", "gone")).isEqualTo(frame("a", 7, "gone"));
  }

  @Test
  void refusesWithAReason() {
    assertThat(reason(frame("notes", 9))).contains("message type 9");
    assertThat(reason(frame("notes", 0, 3, UPDATE.array()))).contains("sync message 3");
    assertThat(reason(frame("notes", 2, 2, "read-write"))).contains("auth message 2");
    assertThat(reason(frame("", 3))).contains("address");
    assertThat(reason(frame("x".repeat(1_101), 3))).contains("address");
    assertThat(reason(frame("notes", 3, 1))).contains("unexpected bytes");
    assertThat(reason(new byte[0])).contains("ends early");
  }

  @Test
  void allocatesNothingByADeclaredLength() {
    // 2 GB declared, four bytes there.
    byte[] frame = {
      1, 'a', 0, 2, (byte) 0xff, (byte) 0xff, (byte) 0xff, (byte) 0xff, 7, 1, 2, 3, 4
    };
    assertThat(reason(frame)).contains("more bytes declared than bytes left");
  }

  @Test
  void readsNoiseWithoutAFault() {
    List<byte[]> honest =
        List.of(
            frame("notes", 0, 2, UPDATE.array()),
            frame("notes", 2, 0, "secret", "4.8.0"),
            frame("notes", 1, UPDATE.array()));
    assertThat(HostileFrames.of(42, 10_000, honest))
        .allSatisfy(
            bytes -> {
              assertThat(HocuspocusProtocol.decode(bytes)).isNotNull();
              assertThat(HocuspocusProtocol.describe(bytes)).isNotEmpty();
            });
  }

  @Test
  void printsFramesWithoutWhatTheyHold() {
    byte[] token = HocuspocusProtocolTest.frame("notes\0x7", 2, 0, "secret");
    assertThat(HocuspocusProtocol.describe(token)).isEqualTo("notes#x7 auth.token 18 bytes");
    assertThat(HocuspocusProtocol.decode(token).toString()).doesNotContain("secret");
    assertThat(HocuspocusProtocol.describe(HocuspocusProtocol.syncStatus("a", true)))
        .isEqualTo("a sync-status applied 4 bytes");
  }

  @Test
  void keepsAddressesThatAreNotAscii() {
    byte[] frame = HocuspocusProtocol.tokenRequest("заметки 🎈");
    assertThat(frame[0]).isEqualTo((byte) "заметки 🎈".getBytes(UTF_8).length);
    assertThat(HocuspocusProtocol.describe(frame)).startsWith("заметки 🎈 auth.token");
  }

  private static String reason(byte[] frame) {
    return ((HocuspocusProtocol.Malformed) HocuspocusProtocol.decode(frame)).reason();
  }
}
