package dev.quire.richtext.html;

import static dev.quire.richtext.Schema.BLOCKQUOTE;
import static dev.quire.richtext.Schema.BULLET_LIST;
import static dev.quire.richtext.Schema.CODE_BLOCK;
import static dev.quire.richtext.Schema.HARD_BREAK;
import static dev.quire.richtext.Schema.HEADING;
import static dev.quire.richtext.Schema.HORIZONTAL_RULE;
import static dev.quire.richtext.Schema.IMAGE;
import static dev.quire.richtext.Schema.LIST_ITEM;
import static dev.quire.richtext.Schema.MENTION;
import static dev.quire.richtext.Schema.ORDERED_LIST;
import static dev.quire.richtext.Schema.PARAGRAPH;
import static dev.quire.richtext.Schema.TABLE;
import static dev.quire.richtext.Schema.TABLE_CELL;
import static dev.quire.richtext.Schema.TABLE_HEADER;
import static dev.quire.richtext.Schema.TABLE_ROW;
import static dev.quire.richtext.Schema.TASK_ITEM;
import static dev.quire.richtext.Schema.TASK_LIST;

import dev.quire.richtext.CellAlign;
import dev.quire.richtext.ContentLimits;
import dev.quire.richtext.Element;
import dev.quire.richtext.Node;
import dev.quire.richtext.Text;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Collectors;
import org.jsoup.nodes.Document;

/**
 * Writes rich text as an HTML fragment, in the form in which Tiptap writes and reads it. A node
 * that isn't known here is shown by its children alone, within a {@code div} or {@code span} that
 * names it.
 *
 * <p>The fragment is built as a DOM, which escapes what it holds, and passes the allow-list again.
 */
public final class HtmlWriter {
  private static final int MOST_SPANNED = 1_000;
  private static final int MOST_PIXELS = 10_000;
  private static final int NODES_AT_ONCE = 64;

  private final boolean showsChanges;

  private final ContentLimits limits;

  private HtmlWriter(boolean showsChanges, ContentLimits limits) {
    this.showsChanges = showsChanges;
    this.limits = limits;
  }

  /**
   * The children of a document as HTML.
   *
   * @throws dev.quire.richtext.ContentException if that is past a limit
   */
  public static String write(Element document, ContentLimits limits) {
    return write(document.children().iterator(), isInline(document.children()), limits);
  }

  /**
   * The same for nodes that come one after the other, and are not kept: of a large document neither
   * a tree nor a DOM is ever in memory, which the collector would have to copy while others wait. A
   * mark that two texts at the top have in common may be written for each of them.
   *
   * @param line whether there are texts among them, so that they make one line
   * @throws dev.quire.richtext.ContentException if that is past a limit
   */
  public static String write(Iterator<? extends Node> nodes, boolean line, ContentLimits limits) {
    return new HtmlWriter(false, limits).fragment(nodes, line);
  }

  /**
   * A tree of two moments ({@link dev.quire.richtext.change.ChangeReader}) as HTML: texts that came
   * in {@code ins}, texts that went in {@code del}, elements that did with {@code data-change};
   * each with {@code data-author} and {@code data-revisions}.
   *
   * @throws dev.quire.richtext.ContentException if that is past a limit
   */
  public static String writeChanges(Element tree, ContentLimits limits) {
    return new HtmlWriter(true, limits)
        .fragment(tree.children().iterator(), isInline(tree.children()));
  }

  /** A few nodes at a time, so that no DOM of a whole document is ever in memory. */
  private String fragment(Iterator<? extends Node> nodes, boolean line) {
    StringBuilder html = new StringBuilder();
    List<Node> some = new ArrayList<>();
    while (nodes.hasNext()) {
      some.add(nodes.next());
      if (some.size() == NODES_AT_ONCE || !nodes.hasNext()) {
        part(some, line, html);
        limits.checkWritten(html.length());
        some.clear();
      }
    }
    return html.toString();
  }

  private void part(List<Node> nodes, boolean inline, StringBuilder html) {
    Document page = Document.createShell(SafeHtml.BASE);
    nodes(nodes, inline, page.body());
    Document safe = showsChanges ? SafeHtml.cleanChanges(page) : SafeHtml.clean(page);
    safe.outputSettings(new Document.OutputSettings().prettyPrint(false));
    safe.body().html(html);
  }

  private static boolean isInline(List<Node> nodes) {
    return nodes.stream().anyMatch(node -> node instanceof Text);
  }

  private void children(Element element, org.jsoup.nodes.Element out) {
    nodes(element.children(), isInline(element.children()), out);
  }

  private void nodes(List<Node> nodes, boolean inline, org.jsoup.nodes.Element out) {
    MarkedText line = new MarkedText(out, showsChanges);
    for (Node child : nodes) {
      if (child instanceof Text text) {
        line.append(text);
      } else if (child instanceof Element inner) {
        line.end();
        element(inner, out, inline);
        if (showsChanges) {
          ChangeTags.describe(inner, out.lastElementChild());
        }
      }
    }
  }

  private void element(Element element, org.jsoup.nodes.Element out, boolean inline) {
    switch (element.type()) {
      case PARAGRAPH -> children(element, out.appendElement("p"));
      case HEADING -> children(element, out.appendElement("h" + element.number("level", 1, 6, 1)));
      case BLOCKQUOTE -> children(element, out.appendElement("blockquote"));
      case BULLET_LIST -> children(element, out.appendElement("ul"));
      case ORDERED_LIST -> orderedList(element, out.appendElement("ol"));
      case LIST_ITEM -> children(element, out.appendElement("li"));
      case TASK_LIST -> children(element, out.appendElement("ul").attr("data-type", TASK_LIST));
      case TASK_ITEM -> taskItem(element, out.appendElement("li"));
      case CODE_BLOCK -> codeBlock(element, out.appendElement("pre").appendElement("code"));
      case HORIZONTAL_RULE -> out.appendElement("hr");
      case HARD_BREAK -> out.appendElement("br");
      case IMAGE -> image(element, out);
      case TABLE -> children(element, out.appendElement("table").appendElement("tbody"));
      case TABLE_ROW -> children(element, out.appendElement("tr"));
      case TABLE_CELL -> cell(element, out.appendElement("td"));
      case TABLE_HEADER -> cell(element, out.appendElement("th"));
      case MENTION -> mention(element, out.appendElement("span"));
      default ->
          children(
              element,
              out.appendElement(inline ? "span" : "div").attr("data-node", element.type()));
    }
  }

  private void orderedList(Element list, org.jsoup.nodes.Element out) {
    int start = list.number("start", Integer.MIN_VALUE, Integer.MAX_VALUE, 1);
    if (start != 1) {
      out.attr("start", String.valueOf(start));
    }
    if (list.attribute("type") instanceof String type && type.matches("[1aAiI]")) {
      out.attr("type", type);
    }
    children(list, out);
  }

  private void taskItem(Element item, org.jsoup.nodes.Element out) {
    boolean checked = item.flag("checked");
    out.attr("data-type", TASK_ITEM).attr("data-checked", String.valueOf(checked));
    org.jsoup.nodes.Element box = out.appendElement("label").appendElement("input");
    box.attr("type", "checkbox").attr("checked", checked).attr("disabled", true);
    children(item, out.appendElement("div"));
  }

  private void codeBlock(Element block, org.jsoup.nodes.Element out) {
    String language = SafeAddress.language(block.attribute("language"));
    if (language != null) {
      out.attr("class", "language-" + language);
    }
    children(block, out);
  }

  private static void image(Element image, org.jsoup.nodes.Element out) {
    String source = SafeAddress.image(image.attribute("src"));
    if (source == null) {
      return;
    }
    org.jsoup.nodes.Element tag = out.appendElement("img").attr("src", source);
    for (String name : List.of("alt", "title")) {
      String text = image.text(name);
      if (text != null) {
        tag.attr(name, text);
      }
    }
    for (String name : List.of("width", "height")) {
      int pixels = image.number(name, 1, MOST_PIXELS, 0);
      if (pixels > 0) {
        tag.attr(name, String.valueOf(pixels));
      }
    }
  }

  private void cell(Element cell, org.jsoup.nodes.Element out) {
    for (String name : List.of("colspan", "rowspan")) {
      int spanned = cell.number(name, 1, MOST_SPANNED, 1);
      if (spanned > 1) {
        out.attr(name, String.valueOf(spanned));
      }
    }
    String align = CellAlign.of(cell);
    if (align != null) {
      out.attr(CellAlign.NAME, align);
    }
    if (cell.attribute("colwidth") instanceof List<?> widths
        && !widths.isEmpty()
        && widths.size() <= MOST_SPANNED
        && widths.stream().allMatch(Long.class::isInstance)) {
      out.attr("colwidth", widths.stream().map(String::valueOf).collect(Collectors.joining(",")));
    }
    children(cell, out);
  }

  private static void mention(Element mention, org.jsoup.nodes.Element out) {
    out.attr("data-type", MENTION);
    String id = mention.text("id");
    String label = mention.text("label");
    if (id != null) {
      out.attr("data-id", id);
    }
    if (label != null) {
      out.attr("data-label", label);
    }
    out.appendText("@" + (label != null ? label : id != null ? id : ""));
  }
}
