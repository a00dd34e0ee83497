package dev.quire.richtext.markdown;

import static dev.quire.richtext.Schema.PARAGRAPH;
import static dev.quire.richtext.Schema.TABLE_CELL;
import static dev.quire.richtext.Schema.TABLE_HEADER;

import dev.quire.richtext.CellAlign;
import dev.quire.richtext.Element;
import dev.quire.richtext.Node;
import dev.quire.richtext.plain.PlainText;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.commonmark.ext.gfm.tables.TableBlock;
import org.commonmark.ext.gfm.tables.TableBody;
import org.commonmark.ext.gfm.tables.TableCell;
import org.commonmark.ext.gfm.tables.TableHead;
import org.commonmark.ext.gfm.tables.TableRow;

/** Tables that Markdown has a form for: one row of headings, and a line of text in each cell. */
final class SimpleTable {
  /** The sign between cells, and the one that takes its meaning away or its own. */
  private static final Pattern CELL_ENDS = Pattern.compile("[|\\\\]");

  private SimpleTable() {}

  static boolean fits(Element table) {
    List<Element> rows = table.elements();
    if (rows.isEmpty() || rows.size() != table.children().size()) {
      return false;
    }
    int columns = rows.get(0).children().size();
    for (int i = 0; i < rows.size(); i++) {
      String type = i == 0 ? TABLE_HEADER : TABLE_CELL;
      List<Element> cells = rows.get(i).elements();
      if (columns == 0
          || cells.size() != columns
          || rows.get(i).children().size() != columns
          || !cells.stream().allMatch(cell -> cell.type().equals(type) && isLine(cell))
          || !sides(rows.get(i)).equals(sides(rows.get(0)))) {
        return false;
      }
    }
    return true;
  }

  /** Markdown has them by column. */
  private static List<Optional<String>> sides(Element row) {
    return row.elements().stream().map(cell -> Optional.ofNullable(CellAlign.of(cell))).toList();
  }

  private static boolean isLine(Element cell) {
    return cell.attribute("colwidth") == null
        && isOne(cell, "colspan")
        && isOne(cell, "rowspan")
        && cell.children().size() == 1
        && cell.children().get(0) instanceof Element paragraph
        && paragraph.type().equals(PARAGRAPH)
        && !CELL_ENDS.matcher(PlainText.characters(paragraph)).find();
  }

  private static boolean isOne(Element cell, String attribute) {
    return cell.attribute(attribute) == null || cell.number(attribute, 1, 1, 0) == 1;
  }

  static TableBlock tree(Element table) {
    TableBlock block = new TableBlock();
    TableHead head = new TableHead();
    TableBody body = new TableBody();
    block.appendChild(head);
    for (Element row : table.elements()) {
      boolean first = head.getFirstChild() == null;
      (first ? head : body).appendChild(row(row, first));
    }
    if (body.getFirstChild() != null) {
      block.appendChild(body);
    }
    return block;
  }

  private static TableRow row(Element row, boolean header) {
    TableRow line = new TableRow();
    for (Element cell : row.elements()) {
      TableCell out = new TableCell();
      out.setHeader(header);
      String side = CellAlign.of(cell);
      if (side != null) {
        out.setAlignment(TableCell.Alignment.valueOf(side.toUpperCase(Locale.ROOT)));
      }
      for (Node child : cell.children()) {
        if (child instanceof Element paragraph) {
          InlineTree.append(paragraph.children(), out, true);
        }
      }
      line.appendChild(out);
    }
    return line;
  }
}
