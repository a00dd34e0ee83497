package dev.quire.richtext.html;

import dev.quire.richtext.ContentMeter;
import dev.quire.richtext.Element;
import dev.quire.richtext.Marks;
import dev.quire.richtext.Node;
import dev.quire.richtext.Schema;
import dev.quire.richtext.Text;
import java.util.ArrayList;
import java.util.List;

/**
 * Collects what stands in one line of HTML. White space is collapsed as browsers collapse it; a
 * space that may not break is kept.
 */
final class Line {
  private final ContentMeter meter;
  private final List<Node> nodes = new ArrayList<>();
  private final List<Text.Run> runs = new ArrayList<>();

  /**
   * Whether a space would be seen here: not at the beginning, behind another, or behind a break.
   */
  private boolean spaceCounts;

  Line(ContentMeter meter) {
    this.meter = meter;
  }

  void text(String text, Marks marks, int depth) {
    StringBuilder collapsed = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); i++) {
      char unit = text.charAt(i);
      boolean space = unit == ' ' || unit == '\n' || unit == '\t' || unit == '\r' || unit == '\f';
      if (!space) {
        collapsed.append(unit);
      } else if (spaceCounts) {
        collapsed.append(' ');
      }
      spaceCounts = !space;
    }
    if (collapsed.length() > 0) {
      verbatim(collapsed.toString(), marks, depth);
    }
  }

  /** Text of which every space counts. */
  void verbatim(String text, Marks marks, int depth) {
    meter.node(depth);
    meter.text(text);
    runs.add(new Text.Run(text, marks));
  }

  void element(Element element) {
    if (element.type().equals(Schema.HARD_BREAK)) {
      dropLastSpace();
      spaceCounts = false;
    } else {
      spaceCounts = true;
    }
    endText();
    nodes.add(element);
  }

  boolean isEmpty() {
    return nodes.isEmpty() && runs.isEmpty();
  }

  /** What was collected; the line begins anew. */
  List<Node> take() {
    dropLastSpace();
    endText();
    List<Node> taken = List.copyOf(nodes);
    nodes.clear();
    spaceCounts = false;
    return taken;
  }

  private void dropLastSpace() {
    if (!spaceCounts && !runs.isEmpty()) {
      Text.Run last = runs.remove(runs.size() - 1);
      String text = last.text();
      if (!text.endsWith(" ")) {
        runs.add(last);
      } else if (text.length() > 1) {
        runs.add(new Text.Run(text.substring(0, text.length() - 1), last.marks()));
      }
    }
  }

  private void endText() {
    if (!runs.isEmpty()) {
      nodes.add(new Text(runs));
      runs.clear();
    }
  }
}
