package dev.quire.crdt.lib0;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Expected texts are those of {@code JSON.stringify(JSON.parse(text))} in V8. */
class JsonTest {

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      delimiter = '|',
      value = {
        "null | null",
        " [1 , 2.50,-0] | [1,2.5,0]",
        "{\"b\":1,\"10\":2,\"2\":3} | {\"2\":3,\"10\":2,\"b\":1}",
        "{\"a\":1,\"b\":2,\"a\":3} | {\"a\":3,\"b\":2}",
        "\"\\u0041\\u000a\\u001f\\/\" | \"A\\n\\u001f/\"",
        "\"\\ud83d\" | \"\\ud83d\"",
        "\"\\ud83d\\ude00\" | \"😀\"",
        "1e21 | 1e+21",
        "123456789012345680000 | 123456789012345680000",
        "1e-7 | 1e-7",
        "0.000001 | 0.000001",
        "5e-324 | 5e-324",
        "1.7976931348623157e308 | 1.7976931348623157e+308",
        "1e400 | null",
        "2e23 | 2e+23",
        "0.1 | 0.1",
        "-1.5e-10 | -1.5e-10",
        "9007199254740993 | 9007199254740992",
        "4.35 | 4.35",
      })
  void texts_become_what_javascript_prints(String text, String printed) {
    assertThat(Json.canonical(text)).isEqualTo(printed);
    assertThat(Json.canonical(printed)).isEqualTo(printed);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "nul",
        "01",
        "1.",
        ".5",
        "+1",
        "[1,]",
        "{\"a\"}",
        "{a:1}",
        "\"",
        "\"\\x\"",
        "\"\n\"",
        "[1",
        "1 2",
        "NaN",
        "'a'",
        "\"\\u12g4\"",
        "\u00a01",
        "-"
      })
  void what_is_no_json_is_refused(String text) {
    assertThatThrownBy(() -> Json.parse(text)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void nesting_has_an_end() {
    assertThatThrownBy(() -> Json.parse("[".repeat(1_000_000)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("nested deeper");
  }
}
