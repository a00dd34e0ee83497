package dev.quire.richtext.html;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quire.richtext.ContentLimits;
import dev.quire.richtext.Element;
import dev.quire.richtext.Format;
import dev.quire.richtext.Mark;
import dev.quire.richtext.Marks;
import dev.quire.richtext.Schema;
import dev.quire.richtext.Text;
import java.util.List;
import java.util.Map;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Attribute;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever a document holds, its HTML has only harmless tags, attributes and addresses. */
class HostileHtmlTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "javascript:alert(1)",
        "JaVaScRiPt:alert(1)",
        "java\tscript:alert(1)",
        "\u0001javascript:alert(1)",
        " javascript:alert(1)",
        "javascript\u00a0:alert(1)",
        "vbscript:x",
        "data:text/html,<script>alert(1)</script>",
        "data:image/svg+xml;base64,PHN2Zz4=",
        "//evil.example/x",
        "\\\\evil.example\\x",
        "https:\\\\evil.example",
        "file:///etc/passwd",
        "blob:https://x/y",
        "intent://x#Intent;end",
        "feed:javascript:alert(1)",
        "x:y"
      })
  void linksAndImagesToUnsafeAddressesBecomeText(String address) {
    Mark link = new Mark(Schema.LINK, Map.of("href", address));
    Element text =
        new Element(
            Schema.PARAGRAPH,
            List.of(new Text(List.of(new Text.Run("click", Marks.of(List.of(link)))))));
    Element image = new Element(Schema.IMAGE, Map.of("src", address), List.of());
    String html = Format.HTML.write(Element.document(List.of(text, image)));
    assertThat(html).doesNotContain("href", "src", "script", "evil").contains("click");
    assertThat(
            Format.PROSEMIRROR.write(
                Format.HTML.read("<a href=\"" + address + "\">click</a>", ContentLimits.DEFAULT)))
        .doesNotContain("href");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "script",
        "svg",
        "math",
        "iframe",
        "style",
        "object",
        "a onclick=alert(1)",
        "img/onerror=x",
        "p><script>alert(1)</script>",
        "\"><img src=x onerror=alert(1)>",
        "form",
        "base",
        "meta",
        "textarea",
        "noscript",
        "template",
        "title",
        "xmp",
        "plaintext",
        "\u0000",
        "--><script>"
      })
  void namesAndValuesOfAnyKindStayText(String hostile) {
    Mark mark = new Mark(hostile, Map.of("class", hostile, "style", hostile, "onclick", hostile));
    Text text = new Text(List.of(new Text.Run("<" + hostile + ">", Marks.of(List.of(mark)))));
    Map<String, Object> attributes =
        Map.of(
            "onclick",
            hostile,
            "language",
            hostile,
            "start",
            hostile,
            "type",
            hostile,
            "id",
            hostile,
            "label",
            hostile,
            "alt",
            hostile,
            "title",
            hostile,
            "src",
            "https://x/" + hostile,
            "colwidth",
            List.of(hostile));
    for (String type :
        List.of(
            hostile,
            Schema.PARAGRAPH,
            Schema.CODE_BLOCK,
            Schema.ORDERED_LIST,
            Schema.MENTION,
            Schema.IMAGE,
            Schema.TABLE_CELL,
            Schema.HEADING)) {
      String html =
          Format.HTML.write(
              Element.document(List.of(new Element(type, attributes, List.of(text)))));
      for (org.jsoup.nodes.Element tag : Jsoup.parse(html).body().getAllElements()) {
        assertThat(tag.normalName())
            .isIn(
                "body", "p", "div", "span", "pre", "code", "ol", "img", "td", "h1", "table",
                "tbody", "tr");
        for (Attribute attribute : tag.attributes()) {
          assertThat(attribute.getKey()).doesNotStartWith("on").isNotEqualTo("style");
        }
      }
    }
  }
}
