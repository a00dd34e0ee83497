package dev.quire.crdt;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quire.crdt.struct.Struct;
import dev.quire.crdt.struct.StructReader;
import dev.quire.crdt.struct.StructWriter;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class StructRoundTripTest {
  /** yjs 13.6: client 1 inserts "abc" into text "t", formats, sets a map entry, deletes "b". */
  private static final String UPDATE =
      "010601000401017401618401000162840101016346010004626f6c640474727565"
          + "c60101010204626f6c64046e756c6c2801016d016b017d050101010101";

  @Test
  void what_is_read_is_written_again_byte_for_byte() {
    byte[] update = HexFormat.of().parseHex(UPDATE);
    StructReader reader = new StructReader(update);
    StructWriter writer = new StructWriter();
    for (Struct struct = reader.next(); struct != null; struct = reader.next()) {
      writer.write(struct, 0);
    }
    assertThat(writer.finish(reader.readDeletes())).isEqualTo(update);
  }
}
