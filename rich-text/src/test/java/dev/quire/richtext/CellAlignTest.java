package dev.quire.richtext;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class CellAlignTest {
  private static final String MARKDOWN = "|a|b|c|d|\n|:-|:-:|-:|-|\n|1|2|3|4|\n";

  private static Element read(Format format, String body) {
    return format.read(body, ContentLimits.DEFAULT);
  }

  @ParameterizedTest
  @EnumSource(
      value = Format.class,
      names = {"HTML", "MARKDOWN", "PROSEMIRROR"})
  void theSidesOfATablesColumnsComeThroughEachFormat(Format format) {
    Element table = read(Format.MARKDOWN, MARKDOWN);
    assertThat(read(format, format.write(table))).isEqualTo(table);
    assertThat(Format.HTML.write(table)).contains("<th align=\"left\">", "<td align=\"right\">");
  }

  @Test
  void aColumnOfSeveralSidesIsHtmlWithinMarkdown() {
    Element table =
        read(
            Format.HTML,
            "<table><tr><th align=left>a</th></tr><tr><td align=right>b</td></tr></table>");
    String markdown = Format.MARKDOWN.write(table);
    assertThat(markdown).contains("<table>");
    assertThat(read(Format.MARKDOWN, markdown)).isEqualTo(table);
  }

  @Test
  void whatIsNoSideIsLeftOut() {
    Element table = read(Format.HTML, "<table><tr><td align=\"javascript:x\">a</td></tr></table>");
    assertThat(Format.HTML.write(table)).doesNotContain("align");
  }
}
