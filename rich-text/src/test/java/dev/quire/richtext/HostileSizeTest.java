package dev.quire.richtext;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import dev.quire.richtext.ContentException.Reason;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Content that is made to take much more time or room than it looks. */
class HostileSizeTest {
  private static final int LENGTH = 200_000;

  private static String times(String part) {
    return part.repeat(LENGTH / part.length());
  }

  private static String numbered(String before, String after) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; text.length() < LENGTH; i++) {
      text.append(before).append(i).append(after);
    }
    return text.toString();
  }

  static List<Arguments> bodies() {
    List<Arguments> bodies = new ArrayList<>();
    for (String part :
        new String[] {
          "[",
          "[a](",
          "![a](<b",
          "*a_ ",
          "**a *a ",
          "`a``",
          "<a ",
          "<!--",
          "&a",
          "~~a ",
          "[a][",
          "> ",
          "* ",
          "1. ",
          "a\n===\n",
          "a  \n",
          "<b>",
          "<div>\n\n",
          "|a",
          "<http:a "
        }) {
      bodies.add(Arguments.of(Format.MARKDOWN, times(part)));
    }
    bodies.add(Arguments.of(Format.MARKDOWN, numbered("[a", "]: /u\n") + numbered("[a", "] ")));
    bodies.add(Arguments.of(Format.MARKDOWN, times("|a") + "\n" + times("|-") + "\n"));
    bodies.add(
        Arguments.of(
            Format.MARKDOWN, "|a".repeat(1000) + "\n" + "|-".repeat(1000) + "\n" + times("|a\n")));
    for (String part :
        new String[] {
          "<div>",
          "<b>",
          "<a>",
          "<a><p>",
          "<b><p></b>",
          "<table>",
          "<table>x",
          "<table><tr><td>",
          "<select><option>",
          "<!---->",
          "<svg><p>",
          "<template>",
          "<nobr>",
          "<button>",
          "<li>",
          "<ul><li>",
          "<span data-node=x>",
          "<ruby><rt>",
          "&lt",
          "<script>",
          "<pre>"
        }) {
      bodies.add(Arguments.of(Format.HTML, times(part)));
    }
    bodies.add(Arguments.of(Format.HTML, numbered("<b a=", ">x")));
    bodies.add(Arguments.of(Format.HTML, "<a " + numbered("b", "=1 ") + ">"));
    bodies.add(Arguments.of(Format.HTML, times("<div>") + times("</p>")));
    bodies.add(Arguments.of(Format.TEXT, times("a\n")));
    bodies.add(Arguments.of(Format.TEXT, times("a\n\n \t")));
    bodies.add(Arguments.of(Format.PROSEMIRROR, json()));
    return bodies;
  }

  private static String json() {
    return "{\"type\":\"doc\",\"content\":[" + times("{\"type\":\"p\"},") + "{\"type\":\"p\"}]}";
  }

  /** Counts what it is asked, so that work that never asks is found out without a clock. */
  private static ContentLimits asked(AtomicInteger questions, int most) {
    return ContentLimits.DEFAULT.until(() -> questions.incrementAndGet() > most);
  }

  @ParameterizedTest
  @MethodSource("bodies")
  void isReadOrRefusedAndNothingElse(Format format, String body) {
    assertThatCode(
            () -> {
              try {
                format.write(format.read(body, ContentLimits.DEFAULT), ContentLimits.DEFAULT);
              } catch (ContentException refused) {
                assertThat(refused.reason()).isEqualTo(Reason.TOO_LARGE);
              }
            })
        .doesNotThrowAnyException();
  }

  @ParameterizedTest
  @MethodSource("bodies")
  void endsWhenItsTimeIsUp(Format format, String body) {
    AtomicInteger questions = new AtomicInteger();
    assertThatThrownBy(() -> format.read(body, asked(questions, 1)))
        .asInstanceOf(type(ContentException.class))
        .extracting(ContentException::reason)
        .isIn(Reason.TOO_COSTLY, Reason.TOO_LARGE);
  }

  @Test
  void formattingThatIsNeverClosedDoesNotMultiplyPastTheLimit() {
    String open = "<p><b><i><u><s><em><strong><code><tt><small><big><font a=1><font a=2>";
    ContentLimits limits = new ContentLimits(48, 10_000, 1_000_000, () -> false);
    assertThatThrownBy(() -> Format.HTML.read(open + "<p>x".repeat(5_000), limits))
        .isInstanceOf(ContentException.class)
        .hasMessageContaining("10000 elements");
  }

  @ParameterizedTest
  @MethodSource("formats")
  void whatIsWrittenIsBoundedToo(Format format) {
    Element quotes =
        Element.document(
            List.of(
                new Element(Schema.PARAGRAPH, List.of(Text.of("<&\"\\*".repeat(100)))),
                new Element(Schema.PARAGRAPH, List.of(Text.of("<&\"\\*".repeat(100))))));
    ContentLimits limits = new ContentLimits(48, 1_000, 900, () -> false);
    assertThatThrownBy(() -> format.write(quotes, limits))
        .asInstanceOf(type(ContentException.class))
        .extracting(ContentException::reason)
        .isEqualTo(Reason.TOO_LARGE);
    assertThatThrownBy(() -> format.write(quotes, ContentLimits.DEFAULT.until(() -> true)))
        .asInstanceOf(type(ContentException.class))
        .extracting(ContentException::reason)
        .isEqualTo(Reason.TOO_COSTLY);
  }

  static Format[] formats() {
    return Format.values();
  }
}
