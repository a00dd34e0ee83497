package dev.quire.richtext.html;

import static dev.quire.richtext.Schema.TABLE;
import static dev.quire.richtext.Schema.TABLE_CELL;
import static dev.quire.richtext.Schema.TABLE_HEADER;
import static dev.quire.richtext.Schema.TABLE_ROW;

import dev.quire.richtext.CellAlign;
import dev.quire.richtext.Element;
import dev.quire.richtext.Node;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads tables. */
final class TableReader {
  private final BlockReader blocks;

  TableReader(BlockReader blocks) {
    this.blocks = blocks;
  }

  Element table(org.jsoup.nodes.Element tag, int depth) {
    List<Node> rows = new ArrayList<>();
    addRows(tag, rows, depth + 1);
    return new Element(TABLE, rows);
  }

  private void addRows(org.jsoup.nodes.Element parent, List<Node> rows, int depth) {
    for (org.jsoup.nodes.Element child : parent.children()) {
      switch (child.normalName()) {
        case "thead", "tbody", "tfoot" -> addRows(child, rows, depth);
        case "tr" -> rows.add(new Element(TABLE_ROW, cells(child, depth + 1)));
        default -> {}
      }
    }
  }

  private List<Node> cells(org.jsoup.nodes.Element row, int depth) {
    List<Node> cells = new ArrayList<>();
    for (org.jsoup.nodes.Element child : row.children()) {
      String type = child.normalName().equals("th") ? TABLE_HEADER : TABLE_CELL;
      cells.add(new Element(type, attributes(child), blocks.blocksOrParagraph(child, depth + 1)));
    }
    return cells;
  }

  private static Map<String, Object> attributes(org.jsoup.nodes.Element cell) {
    Map<String, Object> attributes = new LinkedHashMap<>();
    for (String name : List.of("colspan", "rowspan")) {
      boolean number = cell.attr(name).matches("[1-9][0-9]{0,2}");
      attributes.put(name, number ? Long.valueOf(cell.attr(name)) : Long.valueOf(1));
    }
    String align = CellAlign.of(cell.attr(CellAlign.NAME));
    if (align != null) {
      attributes.put(CellAlign.NAME, align);
    }
    // Tiptap writes the one, ProseMirror's own tables the other.
    String widths = cell.attr(cell.hasAttr("colwidth") ? "colwidth" : "data-colwidth");
    if (widths.matches("[0-9]{1,5}(,[0-9]{1,5}){0,99}")) {
      attributes.put("colwidth", Arrays.stream(widths.split(",")).map(Long::valueOf).toList());
    }
    return attributes;
  }
}
