package dev.quire.richtext.html;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quire.richtext.ContentLimits;
import dev.quire.richtext.Element;
import dev.quire.richtext.Format;
import dev.quire.richtext.Mark;
import dev.quire.richtext.Marks;
import dev.quire.richtext.Node;
import dev.quire.richtext.Schema;
import dev.quire.richtext.Text;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.commonmark.ext.gfm.tables.TablesExtension;
import org.commonmark.parser.Parser;
import org.commonmark.renderer.html.HtmlRenderer;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Attribute;
import org.junit.jupiter.api.Test;

/**
 * The corpus in every place of a document and by every way in: what comes out has allowed tags,
 * attributes and addresses only. That nothing of it runs is shown in a browser, in {@code
 * e2e/browser}.
 */
class HostileCorpusTest {
  private static final Pattern SPACE = Pattern.compile(" ");

  private static final Set<String> TAGS =
      words(
          "p h1 h2 h3 h4 h5 h6 blockquote ul ol li pre code hr br img table thead tbody tr th td a"
              + " strong em u s del ins mark sub sup span div label input");

  private static final Set<String> ATTRIBUTES =
      words(
          "href target rel title src alt width height colspan rowspan colwidth start type"
              + " checked disabled class data-type data-checked data-id data-label data-node"
              + " data-mark data-author data-revisions data-change");

  private static Set<String> words(String line) {
    return Set.copyOf(SPACE.splitAsStream(line).toList());
  }

  @Test
  void holdsAtLeastThreeHundred() {
    assertThat(Set.copyOf(HostileCorpus.all())).hasSizeGreaterThan(500);
  }

  @Test
  void isHarmlessWhereverItStandsInADocument() {
    for (String hostile : HostileCorpus.all()) {
      Element document = everywhere(hostile);
      harmless(Format.HTML.write(document), hostile);
      harmless(HtmlWriter.writeChanges(document, ContentLimits.DEFAULT), hostile);
    }
  }

  @Test
  void isHarmlessHoweverItComesIn() {
    for (String hostile : HostileCorpus.all()) {
      for (Format format : List.of(Format.HTML, Format.MARKDOWN, Format.TEXT)) {
        harmless(Format.HTML.write(format.read(hostile, ContentLimits.DEFAULT)), hostile);
      }
    }
    for (String address : HostileCorpus.addresses()) {
      String html = "<a href=\"" + address + "\">x</a><img src='" + address + "'>";
      harmless(Format.HTML.write(Format.HTML.read(html, ContentLimits.DEFAULT)), address);
    }
  }

  /** Whoever renders our Markdown with a renderer that lets HTML through gets nothing worse. */
  @Test
  void isHarmlessInMarkdownThatSomebodyElseRenders() {
    Parser parser = Parser.builder().extensions(List.of(TablesExtension.create())).build();
    HtmlRenderer renderer =
        HtmlRenderer.builder().extensions(List.of(TablesExtension.create())).build();
    for (String hostile : HostileCorpus.all()) {
      String markdown = Format.MARKDOWN.write(everywhere(hostile));
      harmless(renderer.render(parser.parse(markdown)), hostile);
    }
  }

  private static void harmless(String html, String hostile) {
    for (org.jsoup.nodes.Element tag : Jsoup.parseBodyFragment(html).body().select("*")) {
      if (tag.normalName().equals("body")) {
        continue;
      }
      assertThat(tag.normalName()).as("%s: %s", hostile, html).isIn(TAGS);
      for (Attribute attribute : tag.attributes()) {
        assertThat(attribute.getKey()).as("%s: %s", hostile, html).isIn(ATTRIBUTES);
      }
      for (String name : List.of("href", "src")) {
        if (tag.hasAttr(name)) {
          assertThat(isHarmless(tag.attr(name))).as("%s: %s", hostile, tag).isTrue();
        }
      }
    }
  }

  /**
   * As a browser reads it: without what it drops, and with backslashes for slashes. Of mentions,
   * which are links in Markdown alone, it knows nothing.
   */
  private static boolean isHarmless(String address) {
    String read = address.replaceAll("[\\x00-\\x20]", "").replace('\\', '/');
    if (read.startsWith("//")) {
      return false;
    }
    String scheme = read.replaceFirst("(?s)^([a-zA-Z][a-zA-Z0-9+.-]*):.*", "$1");
    return scheme.equals(read)
        || Set.of("http", "https", "mailto", "tel", "mention").contains(scheme)
        || read.matches("data:image/(png|gif|jpeg|webp|avif);base64,[A-Za-z0-9+/]+=*");
  }

  private static Element everywhere(String hostile) {
    Map<String, Object> attributes = new LinkedHashMap<>();
    for (String name :
        words(
            "style onclick class language start type level checked id label src alt title width"
                + " colspan rowspan href srcdoc change")) {
      attributes.put(name, hostile);
    }
    attributes.put(hostile, hostile);
    attributes.put("colwidth", List.of(hostile));
    attributes.put("change", Map.of("kind", hostile, "author", hostile));
    Text text =
        new Text(
            List.of(
                run(hostile),
                run(hostile, new Mark(Schema.LINK, attributes)),
                run(hostile, new Mark(Schema.BOLD, attributes), new Mark(hostile, attributes)),
                run(hostile, new Mark("inserted", Map.of("author", hostile)))));
    Node image = new Element(Schema.IMAGE, attributes, List.of());
    Node mention = new Element(Schema.MENTION, attributes, List.of());
    Node other = new Element(hostile, attributes, List.of(text));
    Node paragraph = new Element(Schema.PARAGRAPH, attributes, List.of(text, mention, other));
    return Element.document(
        List.of(
            paragraph,
            image,
            other,
            new Element(Schema.HEADING, attributes, List.of(text)),
            new Element(Schema.CODE_BLOCK, attributes, List.of(text)),
            nested(Schema.ORDERED_LIST, Schema.LIST_ITEM, attributes, paragraph),
            nested(Schema.TASK_LIST, Schema.TASK_ITEM, attributes, paragraph),
            new Element(
                Schema.TABLE,
                attributes,
                List.of(nested(Schema.TABLE_ROW, Schema.TABLE_CELL, attributes, paragraph)))));
  }

  private static Element nested(
      String outer, String inner, Map<String, Object> attributes, Node child) {
    return new Element(outer, attributes, List.of(new Element(inner, attributes, List.of(child))));
  }

  private static Text.Run run(String text, Mark... marks) {
    return new Text.Run(text, Marks.of(List.of(marks)));
  }
}
