package dev.quire.crdt.lib0;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.quire.crdt.fault.MalformedUpdateException;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Expected bytes are those of lib0 0.2.120. */
class Lib0CodecTest {

  @ParameterizedTest
  @CsvSource({
    "0, 00",
    "127, 7f",
    "128, 8001",
    "16384, 808001",
    "4294967295, ffffffff0f",
    "9007199254740991, ffffffffffffff0f"
  })
  void unsigned_integers_have_the_bytes_of_lib0(long value, String hex) {
    Lib0Writer out = new Lib0Writer();
    out.writeVarUint(value);
    assertThat(out.toByteArray()).isEqualTo(bytes(hex));
    assertThat(new Lib0Reader(bytes(hex)).readVarUint()).isEqualTo(value);
  }

  @ParameterizedTest
  @CsvSource({"0, 00", "63, 3f", "64, 8001", "-1, 41", "-64, c001", "2147483647, bfffffff0f"})
  void signed_integers_have_the_bytes_of_lib0(long value, String hex) {
    Lib0Writer out = new Lib0Writer();
    out.writeVarInt(Math.abs(value), value < 0);
    assertThat(out.toByteArray()).isEqualTo(bytes(hex));
    assertThat(new Lib0Reader(bytes(hex)).readVarInt()).isEqualTo(value);
  }

  @Test
  void negative_zero_is_a_signed_integer_of_its_own() {
    assertThat(new Lib0Reader(bytes("40")).readVarInt()).isEqualTo(-0.0);
  }

  @ParameterizedTest
  @ValueSource(strings = {"ffffffffffffff1f", "808080808080808001", "ff", ""})
  void integers_that_are_too_large_or_cut_short_are_refused(String hex) {
    assertThatThrownBy(() -> new Lib0Reader(bytes(hex)).readVarUint())
        .isInstanceOf(MalformedUpdateException.class);
  }

  @ParameterizedTest
  @CsvSource({
    "abc, 03616263",
    "'', 00",
    "ä, 02c3a4",
    "\uD83D\uDE00, 04f09f9880",
    "\uFEFFx, 04efbbbf78",
    "\uFFFD, 03efbfbd"
  })
  void strings_are_utf8_with_their_length(String value, String hex) {
    Lib0Writer out = new Lib0Writer();
    out.writeVarString(value);
    assertThat(out.toByteArray()).isEqualTo(bytes(hex));
    assertThat(new Lib0Reader(bytes(hex)).readVarString()).isEqualTo(value);
  }

  @ParameterizedTest
  @ValueSource(chars = {'\uD83D', '\uDE00'})
  void an_unpaired_surrogate_is_written_as_a_replacement_character(char surrogate) {
    for (String around :
        new String[] {"", "a long text that needs its length counted ".repeat(3)}) {
      Lib0Writer out = new Lib0Writer();
      out.writeVarString(around + surrogate + "x");
      assertThat(new Lib0Reader(out.toByteArray()).readVarString()).isEqualTo(around + "\uFFFDx");
    }
  }

  @Test
  void a_long_string_survives() {
    String text = "日本語 😀 text ".repeat(10_000);
    Lib0Writer out = new Lib0Writer();
    out.writeVarString(text);
    assertThat(new Lib0Reader(out.toByteArray()).readVarString()).isEqualTo(text);
  }

  @ParameterizedTest
  @ValueSource(strings = {"01ff", "02c080", "03eda080", "04f4908080", "02c3", "03e282"})
  void invalid_utf8_is_refused(String hex) {
    assertThatThrownBy(() -> new Lib0Reader(bytes(hex)).readVarString())
        .isInstanceOf(MalformedUpdateException.class);
  }

  @Test
  void a_length_beyond_the_input_allocates_nothing() {
    assertThatThrownBy(() -> new Lib0Reader(bytes("ffffffff0761")).readVarBytes())
        .isInstanceOf(MalformedUpdateException.class)
        .hasMessageContaining("more bytes declared than bytes left");
  }

  private static byte[] bytes(String hex) {
    return HexFormat.of().parseHex(hex);
  }
}
