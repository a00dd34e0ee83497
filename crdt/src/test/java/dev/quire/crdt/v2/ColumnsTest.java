package dev.quire.crdt.v2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.quire.crdt.fault.MalformedUpdateException;
import dev.quire.crdt.lib0.Lib0Reader;
import dev.quire.crdt.lib0.Lib0Writer;
import dev.quire.crdt.struct.Struct;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ColumnsTest {
  private static final long SEED = Long.getLong("quire.seed", 7);

  /** Runs, steps and jumps, as clocks and clients come. */
  private static long[] values(Random random, long max) {
    long[] values = new long[random.nextInt(60)];
    long value = 0;
    long step = 0;
    for (int i = 0; i < values.length; i++) {
      switch (random.nextInt(6)) {
        case 0 -> value = random.nextLong(max + 1);
        case 1 -> step = random.nextInt(-2, 3);
        default -> value = Math.max(0, Math.min(max, value + step));
      }
      values[i] = value;
    }
    return values;
  }

  @Test
  void numbersComeBack() {
    Random random = new Random(SEED);
    for (int round = 0; round < 2000; round++) {
      long[] values = values(random, Struct.MAX_CLOCK);
      UintColumnWriter uints = new UintColumnWriter();
      ClockColumnWriter clocks = new ClockColumnWriter();
      ByteColumnWriter bytes = new ByteColumnWriter();
      for (long value : values) {
        uints.write(value);
        clocks.write(value);
        bytes.write((int) value & 0xff);
      }
      UintColumnReader uintsIn = new UintColumnReader(reader(uints.finish()));
      ClockColumnReader clocksIn = new ClockColumnReader(reader(clocks.finish()));
      ByteColumnReader bytesIn = new ByteColumnReader(reader(bytes.finish()));
      for (long value : values) {
        assertThat(uintsIn.read()).as("seed %d", SEED).isEqualTo(value);
        assertThat(clocksIn.read()).as("seed %d", SEED).isEqualTo(value);
        assertThat(bytesIn.read()).as("seed %d", SEED).isEqualTo((int) value & 0xff);
      }
      uintsIn.expectEnd();
      clocksIn.expectEnd();
      bytesIn.expectEnd();
    }
  }

  @Test
  void columnsHaveTheBytesOfLib0() {
    UintColumnWriter uints = new UintColumnWriter();
    for (long value : new long[] {0, 0, 5, 7, 7, 7}) {
      uints.write(value);
    }
    // Zero twice: negative zero, 2 - 2; five once; seven three times: -7, 3 - 2.
    assertThat(hex(uints.finish())).isEqualTo("4000" + "05" + "4701");
    ClockColumnWriter clocks = new ClockColumnWriter();
    for (long value : new long[] {10, 11, 12, 12, 2}) {
      clocks.write(value);
    }
    // +10 once; +1 twice: 1 * 2 + 1, 2 - 2; +0 once; -10 once.
    assertThat(hex(clocks.finish())).isEqualTo("14" + "0300" + "00" + "54");
    ByteColumnWriter bytes = new ByteColumnWriter();
    for (int value : new int[] {4, 4, 4, 132}) {
      bytes.write(value);
    }
    assertThat(hex(bytes.finish())).isEqualTo("0402" + "84");
  }

  @Test
  void textsComeBackWhereverTheyAreCut() {
    Random random = new Random(SEED);
    String[] some = {"", "a", "typing", "äöü", "漢字", "😀", "a😀b", "👩‍👩‍👧"};
    for (int round = 0; round < 500; round++) {
      TextColumnWriter out = new TextColumnWriter();
      String[] texts = new String[random.nextInt(20)];
      for (int i = 0; i < texts.length; i++) {
        texts[i] = some[random.nextInt(some.length)];
        byte[] bytes = texts[i].getBytes(StandardCharsets.UTF_8);
        out.write(bytes, 0, bytes.length, texts[i].length());
      }
      byte[] column = out.finish().toByteArray();
      TextColumnReader in = new TextColumnReader(column, new Lib0Reader(column));
      for (String text : texts) {
        in.next();
        assertThat(in.text()).as("seed %d", SEED).isEqualTo(text);
        assertThat(in.units()).isEqualTo(text.length());
      }
      in.expectEnd();
    }
  }

  @Test
  void halvesOfAPairBecomeReplacementCharacters() {
    byte[] text = "a😀😀b".getBytes(StandardCharsets.UTF_8);
    UintColumnWriter lengths = new UintColumnWriter();
    int[] cuts = {2, 2, 0, 2};
    for (int length : cuts) {
      lengths.write(length);
    }
    Lib0Writer column = new Lib0Writer();
    column.writeVarBytes(text);
    column.writeAll(lengths.finish());
    byte[] bytes = column.toByteArray();
    TextColumnReader in = new TextColumnReader(bytes, new Lib0Reader(bytes));
    String[] expected = {"a\ufffd", "\ufffd\ufffd", "", "\ufffdb"};
    for (String text2 : expected) {
      in.next();
      assertThat(in.text()).isEqualTo(text2);
    }
    in.expectEnd();
  }

  @Test
  void whatNobodyReadsIsRefused() {
    UintColumnReader uints = new UintColumnReader(new Lib0Reader(new byte[] {0x41, 0}));
    uints.read();
    assertThatThrownBy(uints::expectEnd).isInstanceOf(MalformedUpdateException.class);
    ClockColumnReader clocks = new ClockColumnReader(new Lib0Reader(new byte[] {2, 2}));
    clocks.read();
    assertThatThrownBy(clocks::expectEnd).isInstanceOf(MalformedUpdateException.class);
  }

  private static Lib0Reader reader(Lib0Writer written) {
    return new Lib0Reader(written.toByteArray());
  }

  private static String hex(Lib0Writer written) {
    return HexFormat.of().formatHex(written.toByteArray());
  }
}
