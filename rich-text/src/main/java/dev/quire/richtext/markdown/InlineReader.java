package dev.quire.richtext.markdown;

import dev.quire.richtext.ContentMeter;
import dev.quire.richtext.Element;
import dev.quire.richtext.Mark;
import dev.quire.richtext.Marks;
import dev.quire.richtext.Node;
import dev.quire.richtext.Schema;
import dev.quire.richtext.Text;
import dev.quire.richtext.html.SafeAddress;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.commonmark.ext.gfm.strikethrough.Strikethrough;
import org.commonmark.node.Code;
import org.commonmark.node.Emphasis;
import org.commonmark.node.HardLineBreak;
import org.commonmark.node.HtmlInline;
import org.commonmark.node.Image;
import org.commonmark.node.Link;
import org.commonmark.node.SoftLineBreak;
import org.commonmark.node.StrongEmphasis;

/** Reads what stands in one line of Markdown; images are elements among it. */
final class InlineReader {
  private static final Pattern TAG = Pattern.compile("<(/?)([a-zA-Z]+)\\s*/?>");

  private final ContentMeter meter;
  private final List<Node> nodes = new ArrayList<>();
  private final List<Text.Run> runs = new ArrayList<>();

  /** Marks whose HTML tag is open. */
  private final List<Mark> tagged = new ArrayList<>();

  InlineReader(ContentMeter meter) {
    this.meter = meter;
  }

  List<Node> read(org.commonmark.node.Node parent) {
    children(parent, Marks.NONE);
    endText();
    return nodes;
  }

  private void children(org.commonmark.node.Node parent, Marks marks) {
    for (var child = parent.getFirstChild(); child != null; child = child.getNext()) {
      inline(child, marks);
    }
  }

  private void inline(org.commonmark.node.Node node, Marks marks) {
    if (node instanceof org.commonmark.node.Text text) {
      text(text.getLiteral(), marks);
    } else if (node instanceof SoftLineBreak) {
      text(" ", marks);
    } else if (node instanceof HardLineBreak) {
      element(new Element(Schema.HARD_BREAK, List.of()));
    } else if (node instanceof Code code) {
      text(code.getLiteral(), marks.with(new Mark(Schema.CODE)));
    } else if (node instanceof StrongEmphasis) {
      children(node, marks.with(new Mark(Schema.BOLD)));
    } else if (node instanceof Emphasis) {
      children(node, marks.with(new Mark(Schema.ITALIC)));
    } else if (node instanceof Strikethrough) {
      children(node, marks.with(new Mark(Schema.STRIKE)));
    } else if (node instanceof Link link) {
      link(link, marks);
    } else if (node instanceof Image image) {
      image(image);
    } else if (node instanceof HtmlInline html) {
      tag(html.getLiteral());
    } else {
      children(node, marks);
    }
  }

  private void text(String text, Marks marks) {
    if (!text.isEmpty()) {
      meter.node(0);
      meter.text(text);
      Marks all = marks;
      for (Mark mark : tagged) {
        all = all.with(mark);
      }
      runs.add(new Text.Run(text, all));
    }
  }

  private void element(Element element) {
    endText();
    meter.node(0);
    nodes.add(element);
  }

  private void endText() {
    if (!runs.isEmpty()) {
      nodes.add(new Text(runs));
      runs.clear();
    }
  }

  private void link(Link link, Marks marks) {
    if (link.getDestination().startsWith(InlineTree.MENTION_SCHEME)) {
      Map<String, Object> attributes =
          InlineTree.mentionAttributes(link.getDestination(), characters(link));
      element(new Element(Schema.MENTION, attributes, List.of()));
      return;
    }
    String address = SafeAddress.link(link.getDestination());
    if (address == null) {
      children(link, marks);
      return;
    }
    Map<String, Object> attributes = new LinkedHashMap<>();
    attributes.put("href", address);
    attributes.putAll(Schema.LINK_DEFAULTS);
    if (link.getTitle() != null) {
      attributes.put("title", link.getTitle());
    }
    children(link, marks.with(new Mark(Schema.LINK, attributes)));
  }

  private void image(Image image) {
    String source = SafeAddress.image(image.getDestination());
    if (source == null) {
      return;
    }
    Map<String, Object> attributes = new LinkedHashMap<>();
    attributes.put("src", source);
    String alternative = characters(image);
    if (!alternative.isEmpty()) {
      attributes.put("alt", alternative);
    }
    if (image.getTitle() != null) {
      attributes.put("title", image.getTitle());
    }
    element(new Element(Schema.IMAGE, attributes, List.of()));
  }

  private static String characters(org.commonmark.node.Node parent) {
    StringBuilder out = new StringBuilder();
    for (var child = parent.getFirstChild(); child != null; child = child.getNext()) {
      if (child instanceof org.commonmark.node.Text text) {
        out.append(text.getLiteral());
      } else if (child instanceof Code code) {
        out.append(code.getLiteral());
      } else {
        out.append(characters(child));
      }
    }
    return out.toString();
  }

  private void tag(String html) {
    Matcher matcher = TAG.matcher(html);
    if (!matcher.matches()) {
      return;
    }
    String name = matcher.group(2).toLowerCase(Locale.ROOT);
    String type = HtmlTags.mark(name);
    if (name.equals("br")) {
      element(new Element(Schema.HARD_BREAK, List.of()));
    } else if (type != null && matcher.group(1).isEmpty()) {
      tagged.add(new Mark(type));
    } else if (type != null) {
      int open = tagged.lastIndexOf(new Mark(type));
      if (open >= 0) {
        tagged.remove(open);
      }
    }
  }
}
