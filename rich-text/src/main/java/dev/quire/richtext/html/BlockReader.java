package dev.quire.richtext.html;

import static dev.quire.richtext.Schema.BLOCKQUOTE;
import static dev.quire.richtext.Schema.CODE_BLOCK;
import static dev.quire.richtext.Schema.HARD_BREAK;
import static dev.quire.richtext.Schema.HEADING;
import static dev.quire.richtext.Schema.HORIZONTAL_RULE;
import static dev.quire.richtext.Schema.IMAGE;
import static dev.quire.richtext.Schema.MENTION;
import static dev.quire.richtext.Schema.PARAGRAPH;

import dev.quire.richtext.ContentMeter;
import dev.quire.richtext.Element;
import dev.quire.richtext.Mark;
import dev.quire.richtext.Marks;
import dev.quire.richtext.Node;
import dev.quire.richtext.Text;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jsoup.nodes.TextNode;

/**
 * Reads the blocks of an HTML element. Text that stands between blocks becomes a paragraph;
 * containers that mean nothing to a document are looked through.
 */
final class BlockReader {
  private final ContentMeter meter;

  BlockReader(ContentMeter meter) {
    this.meter = meter;
  }

  List<Node> blocks(org.jsoup.nodes.Element parent, int depth) {
    Blocks blocks = new Blocks(depth);
    blocks.walk(parent, Marks.NONE);
    blocks.endLine();
    return blocks.done;
  }

  /** The same, with an empty paragraph where there is nothing: for what can't be empty. */
  List<Node> blocksOrParagraph(org.jsoup.nodes.Element parent, int depth) {
    List<Node> blocks = blocks(parent, depth);
    return blocks.isEmpty() ? List.of(new Element(PARAGRAPH, List.of())) : blocks;
  }

  private final class Blocks {
    private final List<Node> done = new ArrayList<>();
    private final Line line = new Line(meter);
    private final int depth;

    Blocks(int depth) {
      this.depth = depth;
    }

    void walk(org.jsoup.nodes.Element parent, Marks marks) {
      for (org.jsoup.nodes.Node node : parent.childNodes()) {
        if (node instanceof TextNode text) {
          line.text(text.getWholeText(), marks, depth);
        } else if (node instanceof org.jsoup.nodes.Element element) {
          element(element, marks);
        }
      }
    }

    private void element(org.jsoup.nodes.Element tag, Marks marks) {
      switch (tag.normalName()) {
        case "p" -> textBlock(PARAGRAPH, Map.of(), tag, marks);
        case "h1", "h2", "h3", "h4", "h5", "h6" ->
            textBlock(
                HEADING, Map.of("level", (long) (tag.normalName().charAt(1) - '0')), tag, marks);
        case "blockquote" -> add(BLOCKQUOTE, Map.of(), blocksOrParagraph(tag, depth + 1));
        case "ul", "ol" -> add(new ListReader(BlockReader.this).list(tag, depth));
        case "table" -> add(new TableReader(BlockReader.this).table(tag, depth));
        case "pre" -> codeBlock(tag);
        case "hr" -> add(HORIZONTAL_RULE, Map.of(), List.of());
        case "br" -> line.element(new Element(HARD_BREAK, List.of()));
        case "img" -> image(tag);
        case "input" -> {}
        case "span", "div" -> container(tag, marks);
        default -> inlineOrContainer(tag, marks);
      }
    }

    private void inlineOrContainer(org.jsoup.nodes.Element tag, Marks marks) {
      Mark mark = MarkTags.mark(tag);
      if (mark != null) {
        walk(tag, marks.with(mark));
      } else if (tag.isBlock()) {
        endLine();
        walk(tag, marks);
        endLine();
      } else {
        walk(tag, marks);
      }
    }

    private void container(org.jsoup.nodes.Element tag, Marks marks) {
      String unknown = tag.attr("data-node");
      if (tag.attr("data-type").equals(MENTION)) {
        line.element(mention(tag));
      } else if (unknown.isEmpty()) {
        inlineOrContainer(tag, marks);
      } else if (tag.normalName().equals("span")) {
        line.element(new Element(unknown, line(tag)));
      } else {
        add(unknown, Map.of(), childrenOf(tag));
      }
    }

    /** What a node that isn't known here holds: text, or blocks. */
    private List<Node> childrenOf(org.jsoup.nodes.Element tag) {
      boolean blocks = tag.children().stream().anyMatch(org.jsoup.nodes.Element::isBlock);
      return blocks ? BlockReader.this.blocks(tag, depth + 1) : line(tag);
    }

    /** What stands in a tag as one line, if blocks in it are looked through. */
    private List<Node> line(org.jsoup.nodes.Element tag) {
      Blocks inner = new Blocks(depth + 1);
      inner.walk(tag, Marks.NONE);
      inner.endLine();
      return inner.done.size() == 1 && inner.done.get(0) instanceof Element only
          ? only.children()
          : List.copyOf(inner.done);
    }

    private void textBlock(
        String type, Map<String, Object> attributes, org.jsoup.nodes.Element tag, Marks marks) {
      endLine();
      int before = done.size();
      walk(tag, marks);
      // Blocks within a paragraph end it; what follows them is a paragraph of its own.
      if (!line.isEmpty() || done.size() == before) {
        add(type, attributes, line.take());
      }
    }

    private void codeBlock(org.jsoup.nodes.Element tag) {
      Map<String, Object> attributes = new LinkedHashMap<>();
      org.jsoup.nodes.Element code = tag.selectFirst("code");
      if (code != null) {
        for (String name : code.classNames()) {
          String language = name.startsWith("language-") ? name.substring(9) : "";
          if (SafeAddress.language(language) != null) {
            attributes.put("language", language);
          }
        }
      }
      String text = tag.wholeText();
      List<Node> content = new ArrayList<>();
      if (!text.isEmpty()) {
        meter.text(text);
        content.add(Text.of(text));
      }
      add(CODE_BLOCK, attributes, content);
    }

    private void image(org.jsoup.nodes.Element tag) {
      String source = SafeAddress.image(tag.attr("src"));
      if (source == null) {
        return;
      }
      Map<String, Object> attributes = new LinkedHashMap<>();
      attributes.put("src", source);
      for (String name : List.of("alt", "title")) {
        if (tag.hasAttr(name)) {
          attributes.put(name, tag.attr(name));
        }
      }
      for (String name : List.of("width", "height")) {
        if (tag.attr(name).matches("[1-9][0-9]{0,3}")) {
          attributes.put(name, Long.valueOf(tag.attr(name)));
        }
      }
      add(IMAGE, attributes, List.of());
    }

    private Element mention(org.jsoup.nodes.Element tag) {
      Map<String, Object> attributes = new LinkedHashMap<>();
      for (String name : List.of("id", "label")) {
        if (tag.hasAttr("data-" + name)) {
          attributes.put(name, tag.attr("data-" + name));
        }
      }
      return new Element(MENTION, attributes, List.of());
    }

    private void add(String type, Map<String, Object> attributes, List<Node> children) {
      add(new Element(type, attributes, children));
    }

    private void add(Element block) {
      endLine();
      meter.node(depth);
      done.add(block);
    }

    void endLine() {
      if (!line.isEmpty()) {
        List<Node> content = line.take();
        if (!content.isEmpty()) {
          meter.node(depth);
          done.add(new Element(PARAGRAPH, content));
        }
      }
    }
  }
}
