package dev.quire.richtext.markdown;

import static dev.quire.richtext.Schema.BLOCKQUOTE;
import static dev.quire.richtext.Schema.BULLET_LIST;
import static dev.quire.richtext.Schema.CODE_BLOCK;
import static dev.quire.richtext.Schema.HEADING;
import static dev.quire.richtext.Schema.HORIZONTAL_RULE;
import static dev.quire.richtext.Schema.IMAGE;
import static dev.quire.richtext.Schema.LIST_ITEM;
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
import dev.quire.richtext.ContentMeter;
import dev.quire.richtext.Element;
import dev.quire.richtext.Node;
import dev.quire.richtext.Text;
import dev.quire.richtext.html.HtmlReader;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.commonmark.ext.gfm.tables.TableBlock;
import org.commonmark.ext.gfm.tables.TableCell;
import org.commonmark.node.BlockQuote;
import org.commonmark.node.BulletList;
import org.commonmark.node.FencedCodeBlock;
import org.commonmark.node.Heading;
import org.commonmark.node.HtmlBlock;
import org.commonmark.node.IndentedCodeBlock;
import org.commonmark.node.ListItem;
import org.commonmark.node.OrderedList;
import org.commonmark.node.Paragraph;
import org.commonmark.node.ThematicBreak;
import org.jspecify.annotations.Nullable;

/** Reads the blocks of Markdown. */
final class MarkdownReader {
  private static final int BOX_LENGTH = 4;

  private final ContentLimits limits;
  private final ContentMeter meter;

  MarkdownReader(ContentLimits limits) {
    this.limits = limits;
    this.meter = limits.meter();
  }

  List<Node> blocks(org.commonmark.node.Node parent, int depth) {
    List<Node> blocks = new ArrayList<>();
    for (var child = parent.getFirstChild(); child != null; child = child.getNext()) {
      meter.node(depth);
      block(child, depth, blocks);
    }
    return blocks;
  }

  private void block(org.commonmark.node.Node node, int depth, List<Node> out) {
    if (node instanceof Paragraph) {
      paragraphs(node, out);
    } else if (node instanceof Heading heading) {
      Map<String, Object> level = Map.of("level", (long) heading.getLevel());
      out.add(new Element(HEADING, level, inline(heading)));
    } else if (node instanceof BlockQuote) {
      out.add(new Element(BLOCKQUOTE, orParagraph(blocks(node, depth + 1))));
    } else if (node instanceof BulletList) {
      out.add(bulletOrTaskList(node, depth));
    } else if (node instanceof OrderedList list) {
      Integer start = list.getMarkerStartNumber();
      Map<String, Object> number = Map.of("start", start == null ? 1L : start.longValue());
      out.add(new Element(ORDERED_LIST, number, items(node, depth)));
    } else if (node instanceof FencedCodeBlock code) {
      String info = code.getInfo() == null ? "" : code.getInfo().strip();
      int end = info.indexOf(' ');
      out.add(codeBlock(code.getLiteral(), end < 0 ? info : info.substring(0, end)));
    } else if (node instanceof IndentedCodeBlock code) {
      out.add(codeBlock(code.getLiteral(), ""));
    } else if (node instanceof ThematicBreak) {
      out.add(new Element(HORIZONTAL_RULE, List.of()));
    } else if (node instanceof HtmlBlock html) {
      out.addAll(HtmlReader.blocks(html.getLiteral(), limits));
    } else if (node instanceof TableBlock) {
      out.add(table(node, depth));
    }
  }

  private static List<Node> orParagraph(List<Node> blocks) {
    return blocks.isEmpty() ? List.of(new Element(PARAGRAPH, List.of())) : blocks;
  }

  private List<Node> inline(org.commonmark.node.Node parent) {
    List<Node> nodes = new InlineReader(meter).read(parent);
    // An image has no place within a line of a document.
    return nodes.stream().filter(node -> !isImage(node)).toList();
  }

  private static boolean isImage(Node node) {
    return node instanceof Element element && element.type().equals(IMAGE);
  }

  /** An image among text stands by itself in a document, between two paragraphs. */
  private void paragraphs(org.commonmark.node.Node node, List<Node> out) {
    List<Node> line = new ArrayList<>();
    for (Node child : new InlineReader(meter).read(node)) {
      if (isImage(child)) {
        endLine(line, out);
        out.add(child);
      } else {
        line.add(child);
      }
    }
    endLine(line, out);
  }

  private static void endLine(List<Node> line, List<Node> out) {
    if (!line.isEmpty()) {
      out.add(new Element(PARAGRAPH, line));
      line.clear();
    }
  }

  private Element codeBlock(@Nullable String literal, String language) {
    String text = literal == null ? "" : literal;
    String shown = text.endsWith("\n") ? text.substring(0, text.length() - 1) : text;
    meter.text(shown);
    return new Element(
        CODE_BLOCK,
        language.isEmpty() ? Map.of() : Map.of("language", language),
        shown.isEmpty() ? List.of() : List.of(Text.of(shown)));
  }

  private List<Node> items(org.commonmark.node.Node list, int depth) {
    List<Node> items = new ArrayList<>();
    for (var item = list.getFirstChild(); item != null; item = item.getNext()) {
      meter.node(depth + 1);
      items.add(new Element(LIST_ITEM, orParagraph(blocks(item, depth + 2))));
    }
    return items;
  }

  /** It is a list of things to do if each item begins with a box to tick. */
  private Element bulletOrTaskList(org.commonmark.node.Node list, int depth) {
    List<Node> tasks = new ArrayList<>();
    for (var item = list.getFirstChild(); item != null; item = item.getNext()) {
      Boolean checked = item instanceof ListItem ? checked(item) : null;
      if (checked == null) {
        return new Element(BULLET_LIST, items(list, depth));
      }
    }
    for (var item = list.getFirstChild(); item != null; item = item.getNext()) {
      boolean checked = Boolean.TRUE.equals(checked(item));
      dropBox(item);
      meter.node(depth + 1);
      tasks.add(
          new Element(TASK_ITEM, Map.of("checked", checked), orParagraph(blocks(item, depth + 2))));
    }
    return new Element(TASK_LIST, tasks);
  }

  private static org.commonmark.node.@Nullable Text firstText(org.commonmark.node.Node item) {
    return item.getFirstChild() instanceof Paragraph paragraph
            && paragraph.getFirstChild() instanceof org.commonmark.node.Text text
        ? text
        : null;
  }

  private static @Nullable Boolean checked(org.commonmark.node.Node item) {
    org.commonmark.node.Text text = firstText(item);
    if (text == null || !text.getLiteral().matches("(?s)\\[[ xX]\\](\\s.*)?")) {
      return null;
    }
    return text.getLiteral().charAt(1) != ' ';
  }

  private static void dropBox(org.commonmark.node.Node item) {
    org.commonmark.node.Text text = firstText(item);
    if (text != null) {
      String literal = text.getLiteral();
      text.setLiteral(literal.substring(Math.min(BOX_LENGTH, literal.length())));
    }
  }

  private Element table(org.commonmark.node.Node table, int depth) {
    List<Node> rows = new ArrayList<>();
    for (var part = table.getFirstChild(); part != null; part = part.getNext()) {
      for (var row = part.getFirstChild(); row != null; row = row.getNext()) {
        meter.node(depth + 1);
        rows.add(new Element(TABLE_ROW, cells(row)));
      }
    }
    return new Element(TABLE, rows);
  }

  private List<Node> cells(org.commonmark.node.Node row) {
    List<Node> cells = new ArrayList<>();
    for (var child = row.getFirstChild(); child != null; child = child.getNext()) {
      boolean header = child instanceof TableCell cell && cell.isHeader();
      Map<String, Object> attributes = new LinkedHashMap<>(Map.of("colspan", 1L, "rowspan", 1L));
      if (child instanceof TableCell cell && cell.getAlignment() != null) {
        attributes.put(CellAlign.NAME, cell.getAlignment().name().toLowerCase(Locale.ROOT));
      }
      cells.add(
          new Element(
              header ? TABLE_HEADER : TABLE_CELL,
              attributes,
              List.of(new Element(PARAGRAPH, inline(child)))));
    }
    return cells;
  }
}
