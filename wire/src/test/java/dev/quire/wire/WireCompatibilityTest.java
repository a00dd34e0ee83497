package dev.quire.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.quire.wire.codec.WireCodec;
import dev.quire.wire.codec.WireFormatException;
import io.vertx.core.buffer.Buffer;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Processes of two versions talk to each other during a rolling upgrade. */
public final class WireCompatibilityTest {
  public record Old(int a, String b) implements WireMessage {}

  public record New(
      int a, String b, long c, @Nullable String d, List<Bytes> e, boolean f, Bytes g, String h)
      implements WireMessage {}

  private static final WireCodec OLD = new WireCodec(Map.of(7, Old.class));
  private static final WireCodec NEW = new WireCodec(Map.of(7, New.class));

  @Test
  void aNewReaderFillsInWhatAnOldWriterDidNotKnow() {
    Buffer buffer = Buffer.buffer();
    OLD.encodeToWire(buffer, new Old(3, "x"));

    assertThat(NEW.decodeFromWire(0, buffer))
        .isEqualTo(new New(3, "x", 0, null, List.of(), false, Bytes.EMPTY, ""));
  }

  @Test
  void anOldReaderSkipsWhatANewWriterAdded() {
    Buffer buffer = Buffer.buffer();
    NEW.encodeToWire(
        buffer, new New(3, "x", 4, "d", List.of(Bytes.of(new byte[] {1})), true, Bytes.EMPTY, "h"));

    assertThat(OLD.decodeFromWire(0, buffer)).isEqualTo(new Old(3, "x"));
  }

  @Test
  void theBytesOfAMessageStayWhatTheyAre() {
    Buffer buffer = Buffer.buffer();
    OLD.encodeToWire(buffer, new Old(258, "é"));

    assertThat(buffer.getBytes())
        .containsExactly(1, 0, 7, 0, 0, 0, 10, 0, 0, 1, 2, 0, 0, 0, 2, 0xc3, 0xa9);
  }

  @Test
  void aTypeOrFormatFromTheFutureIsRefusedByName() {
    assertThatThrownBy(() -> OLD.decodeFromWire(0, Buffer.buffer(new byte[] {1, 0, 9, 0, 0, 0, 0})))
        .isInstanceOf(WireFormatException.class)
        .hasMessageContaining("message type 9");
    assertThatThrownBy(() -> OLD.decodeFromWire(0, Buffer.buffer(new byte[] {2, 0, 7, 0, 0, 0, 0})))
        .isInstanceOf(WireFormatException.class)
        .hasMessageContaining("format 2");
  }

  @Test
  void aListThatClaimsMoreThanThereIsIsRefusedBeforeMemoryIsTaken() {
    WireCodec lists = new WireCodec(Map.of(1, Listed.class));
    Buffer buffer = Buffer.buffer(new byte[] {1, 0, 1, 0, 0, 0, 4, 0x7f, -1, -1, -1});
    assertThatThrownBy(() -> lists.decodeFromWire(0, buffer))
        .isInstanceOf(WireFormatException.class);
  }

  public record Listed(List<String> all) implements WireMessage {}
}
