package dev.quire.richtext.markdown;

import static dev.quire.richtext.Schema.BLOCKQUOTE;
import static dev.quire.richtext.Schema.BULLET_LIST;
import static dev.quire.richtext.Schema.CODE_BLOCK;
import static dev.quire.richtext.Schema.HEADING;
import static dev.quire.richtext.Schema.HORIZONTAL_RULE;
import static dev.quire.richtext.Schema.IMAGE;
import static dev.quire.richtext.Schema.ORDERED_LIST;
import static dev.quire.richtext.Schema.PARAGRAPH;
import static dev.quire.richtext.Schema.TABLE;
import static dev.quire.richtext.Schema.TASK_LIST;

import dev.quire.richtext.ContentLimits;
import dev.quire.richtext.Element;
import dev.quire.richtext.Node;
import dev.quire.richtext.Text;
import dev.quire.richtext.html.HtmlWriter;
import dev.quire.richtext.html.SafeAddress;
import dev.quire.richtext.plain.PlainText;
import java.util.List;
import org.commonmark.node.BlockQuote;
import org.commonmark.node.BulletList;
import org.commonmark.node.Document;
import org.commonmark.node.FencedCodeBlock;
import org.commonmark.node.Heading;
import org.commonmark.node.HtmlBlock;
import org.commonmark.node.HtmlInline;
import org.commonmark.node.Image;
import org.commonmark.node.ListBlock;
import org.commonmark.node.ListItem;
import org.commonmark.node.OrderedList;
import org.commonmark.node.Paragraph;
import org.commonmark.node.ThematicBreak;

/** Builds the tree from which Markdown is written. */
final class MarkdownTree {
  private static final int LONGEST_START = 999_999_999;

  private final ContentLimits limits;

  MarkdownTree(ContentLimits limits) {
    this.limits = limits;
  }

  Document document(Element document) {
    Document root = new Document();
    blocks(document.children(), root);
    return root;
  }

  private void blocks(List<Node> nodes, org.commonmark.node.Node out) {
    for (Node node : nodes) {
      if (node instanceof Element element) {
        block(element, out);
      } else if (node instanceof Text text) {
        Paragraph paragraph = new Paragraph();
        InlineTree.append(List.of(text), paragraph, false);
        out.appendChild(paragraph);
      }
    }
  }

  private void block(Element element, org.commonmark.node.Node out) {
    switch (element.type()) {
      case PARAGRAPH -> paragraph(element, out);
      case HEADING -> heading(element, out);
      case BLOCKQUOTE -> {
        BlockQuote quote = new BlockQuote();
        blocks(element.children(), quote);
        out.appendChild(quote);
      }
      case BULLET_LIST, TASK_LIST -> list(element, new BulletList(), out);
      case ORDERED_LIST -> {
        OrderedList list = new OrderedList();
        list.setMarkerStartNumber(element.number("start", 0, LONGEST_START, 1));
        list.setMarkerDelimiter(".");
        list(element, list, out);
      }
      case CODE_BLOCK -> code(element, out);
      case HORIZONTAL_RULE -> out.appendChild(new ThematicBreak());
      case IMAGE -> image(element, out);
      case TABLE -> table(element, out);
      default -> html(element, out);
    }
  }

  /** An empty paragraph has no form in Markdown, and separates nothing there. */
  private static void paragraph(Element element, org.commonmark.node.Node out) {
    Paragraph paragraph = new Paragraph();
    InlineTree.append(element.children(), paragraph, false);
    if (paragraph.getFirstChild() != null) {
      out.appendChild(paragraph);
    }
  }

  private static void heading(Element element, org.commonmark.node.Node out) {
    Heading heading = new Heading();
    heading.setLevel(element.number("level", 1, 6, 1));
    InlineTree.append(element.children(), heading, true);
    out.appendChild(heading);
  }

  private void list(Element element, ListBlock list, org.commonmark.node.Node out) {
    boolean tight = true;
    for (Element child : element.elements()) {
      ListItem item = new ListItem();
      blocks(child.children(), item);
      if (element.type().equals(TASK_LIST)) {
        item.prependChild(box(item, child.flag("checked")));
      }
      tight &= isTight(item);
      list.appendChild(item);
    }
    list.setTight(tight);
    out.appendChild(list);
  }

  /** The first paragraph of an item with the box to tick before its text. */
  private static org.commonmark.node.Node box(ListItem item, boolean checked) {
    org.commonmark.node.Node first = item.getFirstChild();
    Paragraph paragraph = first instanceof Paragraph text ? text : new Paragraph();
    HtmlInline box = new HtmlInline();
    // Verbatim: as text, the brackets would be escaped.
    box.setLiteral(checked ? "[x] " : "[ ] ");
    paragraph.prependChild(box);
    return paragraph;
  }

  private static boolean isTight(ListItem item) {
    int paragraphs = 0;
    for (var child = item.getFirstChild(); child != null; child = child.getNext()) {
      if (child instanceof Paragraph) {
        paragraphs++;
      } else if (!(child instanceof ListBlock)
          || (child instanceof OrderedList list && list.getMarkerStartNumber() != 1)) {
        // A list that begins with another number than 1 can't follow a line of text at once.
        return false;
      }
    }
    return paragraphs <= 1;
  }

  private static void code(Element element, org.commonmark.node.Node out) {
    FencedCodeBlock block = new FencedCodeBlock();
    String text = PlainText.characters(element);
    block.setFenceCharacter("`");
    int fence = Math.max(3, longestRunOfBackticks(text) + 1);
    block.setOpeningFenceLength(fence);
    block.setClosingFenceLength(fence);
    String language = element.text("language");
    if (language != null && language.matches("[A-Za-z0-9+#._-]{1,40}")) {
      block.setInfo(language);
    }
    block.setLiteral(text.endsWith("\n") || text.isEmpty() ? text : text + "\n");
    out.appendChild(block);
  }

  private static int longestRunOfBackticks(String text) {
    int longest = 0;
    int run = 0;
    for (int i = 0; i < text.length(); i++) {
      run = text.charAt(i) == '`' ? run + 1 : 0;
      longest = Math.max(longest, run);
    }
    return longest;
  }

  private void image(Element element, org.commonmark.node.Node out) {
    String source = SafeAddress.image(element.attribute("src"));
    if (source == null
        || element.attribute("width") != null
        || element.attribute("height") != null) {
      html(element, out);
      return;
    }
    Image image = new Image(source, element.text("title"));
    String alternative = element.text("alt");
    if (alternative != null && !alternative.isEmpty()) {
      image.appendChild(new org.commonmark.node.Text(alternative));
    }
    Paragraph paragraph = new Paragraph();
    paragraph.appendChild(image);
    out.appendChild(paragraph);
  }

  private void table(Element element, org.commonmark.node.Node out) {
    if (SimpleTable.fits(element)) {
      out.appendChild(SimpleTable.tree(element));
    } else {
      html(element, out);
    }
  }

  /** What Markdown has no form for. A line break would end the HTML; as a reference it doesn't. */
  private void html(Element element, org.commonmark.node.Node out) {
    String html = HtmlWriter.write(Element.document(List.of(element)), limits);
    if (!html.isEmpty()) {
      HtmlBlock block = new HtmlBlock();
      block.setLiteral(html.replace("\r", "&#13;").replace("\n", "&#10;"));
      out.appendChild(block);
    }
  }
}
