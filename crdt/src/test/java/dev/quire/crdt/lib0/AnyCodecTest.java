package dev.quire.crdt.lib0;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.quire.crdt.fault.MalformedUpdateException;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Expected bytes are those of lib0 0.2.120. */
class AnyCodecTest {

  static Stream<Arguments> values() {
    return Stream.of(
        Arguments.of(Undefined.UNDEFINED, "7f"),
        Arguments.of(null, "7e"),
        Arguments.of(5L, "7d05"),
        Arguments.of(-0.0, "7d40"),
        Arguments.of(2147483647L, "7dbfffffff0f"),
        Arguments.of(2147483648L, "7c4f000000"),
        Arguments.of(0.5, "7c3f000000"),
        Arguments.of(0.1, "7b3fb999999999999a"),
        Arguments.of(9007199254740991L, "7b433fffffffffffff"),
        Arguments.of(Double.NaN, "7b7ff8000000000000"),
        Arguments.of(Double.NEGATIVE_INFINITY, "7cff800000"),
        Arguments.of(BigInteger.valueOf(-2), "7afffffffffffffffe"),
        Arguments.of(false, "79"),
        Arguments.of(true, "78"),
        Arguments.of("hi", "77026869"),
        Arguments.of(Map.of("a", List.of(1L, "b")), "76010161" + "75027d01770162"));
  }

  @ParameterizedTest
  @MethodSource("values")
  void values_have_the_bytes_of_lib0_both_ways(@Nullable Object value, String hex) {
    Lib0Writer out = new Lib0Writer();
    AnyCodec.write(out, value);
    assertThat(HexFormat.of().formatHex(out.toByteArray())).isEqualTo(hex);
    assertThat(read(hex)).isEqualTo(value);
  }

  @Test
  void binary_is_a_byte_array() {
    assertThat((byte[]) read("7403010203")).containsExactly(1, 2, 3);
  }

  @Test
  void another_encoding_of_a_number_becomes_the_one_of_lib0() {
    Lib0Writer out = new Lib0Writer();
    AnyCodec.write(out, read("7b3ff0000000000000"));
    assertThat(HexFormat.of().formatHex(out.toByteArray())).isEqualTo("7d01");
  }

  @Test
  void keys_stand_in_the_order_of_javascript() {
    assertThat(read("7604" + "01627e" + "0231307e" + "01617e" + "01327e"))
        .isInstanceOfSatisfying(
            Map.class,
            object -> assertThat(object.keySet().toArray()).containsExactly("2", "10", "b", "a"));
  }

  @Test
  void the_prototype_is_no_entry() {
    assertThat(read("7601" + "095f5f70726f746f5f5f" + "7e")).isEqualTo(Map.of());
  }

  @Test
  void nesting_has_an_end() {
    assertThat(read("7501".repeat(AnyCodec.MAX_DEPTH) + "7e")).isInstanceOf(List.class);
    assertThatThrownBy(() -> read("7501".repeat(AnyCodec.MAX_DEPTH + 1) + "7e"))
        .isInstanceOf(MalformedUpdateException.class)
        .hasMessageContaining("nested deeper");
    byte[] deep = new byte[2_000_000];
    Arrays.fill(deep, (byte) 0x75);
    assertThatThrownBy(() -> AnyCodec.read(new Lib0Reader(deep)))
        .isInstanceOf(MalformedUpdateException.class);
  }

  @Test
  void an_unknown_kind_is_refused() {
    assertThatThrownBy(() -> read("73")).isInstanceOf(MalformedUpdateException.class);
    assertThatThrownBy(() -> read("80")).isInstanceOf(MalformedUpdateException.class);
  }

  @Test
  void a_java_object_without_a_form_is_refused() {
    assertThatThrownBy(() -> AnyCodec.write(new Lib0Writer(), new Object()))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static @Nullable Object read(String hex) {
    return AnyCodec.read(new Lib0Reader(HexFormat.of().parseHex(hex)));
  }
}
