package dev.quire.richtext.plain;

import dev.quire.richtext.ContentLimits;
import dev.quire.richtext.ContentMeter;
import dev.quire.richtext.Element;
import dev.quire.richtext.Node;
import dev.quire.richtext.Schema;
import dev.quire.richtext.Text;
import java.util.ArrayList;
import java.util.List;

/**
 * Rich text as plain text: a paragraph is a line, or several with breaks, and an empty line stands
 * between two. What is in lists and tables are paragraphs like others.
 */
public final class PlainText {
  private PlainText() {}

  /**
   * All text of a document.
   *
   * @throws dev.quire.richtext.ContentException if that is past a limit
   */
  public static String write(Element document, ContentLimits limits) {
    List<String> paragraphs = new ArrayList<>();
    collect(document, paragraphs);
    String text = String.join("\n\n", paragraphs);
    limits.checkWritten(text.length());
    return text;
  }

  private static void collect(Element element, List<String> paragraphs) {
    boolean line = false;
    for (Node child : element.children()) {
      if (child instanceof Element inner && !Schema.isInline(inner.type())) {
        collect(inner, paragraphs);
      } else {
        line = true;
      }
    }
    if (line) {
      String text = characters(element);
      if (!text.isBlank()) {
        paragraphs.add(text);
      }
    }
  }

  /** The characters that stand directly in an element; a mention by its name. */
  public static String characters(Element block) {
    StringBuilder out = new StringBuilder();
    for (Node child : block.children()) {
      if (child instanceof Text text) {
        out.append(text.characters());
      } else if (child instanceof Element element) {
        inline(element, out);
      }
    }
    return out.toString();
  }

  private static void inline(Element element, StringBuilder out) {
    if (element.type().equals(Schema.HARD_BREAK)) {
      out.append('\n');
    } else if (element.type().equals(Schema.MENTION)) {
      String label = element.text("label");
      String id = element.text("id");
      out.append('@').append(label != null ? label : id != null ? id : "");
    }
  }

  /**
   * Reads plain text: paragraphs between empty lines, breaks between lines.
   *
   * @throws dev.quire.richtext.ContentException if it is past a limit
   */
  public static Element read(String text, ContentLimits limits) {
    ContentMeter meter = limits.meter();
    meter.text(text);
    List<Node> paragraphs = new ArrayList<>();
    for (String paragraph : text.replace("\r\n", "\n").split("\n[ \t]*\n\\s*", -1)) {
      List<Node> line = new ArrayList<>();
      for (String part : paragraph.strip().split("\n", -1)) {
        meter.node(1);
        if (!line.isEmpty()) {
          line.add(new Element(Schema.HARD_BREAK, List.of()));
        }
        if (!part.isEmpty()) {
          line.add(Text.of(part));
        }
      }
      if (!line.isEmpty()) {
        paragraphs.add(new Element(Schema.PARAGRAPH, line));
      }
    }
    return Element.document(paragraphs);
  }
}
