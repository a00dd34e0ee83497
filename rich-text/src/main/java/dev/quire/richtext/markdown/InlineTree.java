package dev.quire.richtext.markdown;

import dev.quire.richtext.Element;
import dev.quire.richtext.Mark;
import dev.quire.richtext.Node;
import dev.quire.richtext.Schema;
import dev.quire.richtext.Text;
import dev.quire.richtext.html.SafeAddress;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.commonmark.ext.gfm.strikethrough.Strikethrough;
import org.commonmark.node.Code;
import org.commonmark.node.Emphasis;
import org.commonmark.node.HardLineBreak;
import org.commonmark.node.HtmlInline;
import org.commonmark.node.Link;
import org.commonmark.node.StrongEmphasis;

/**
 * Builds what stands in one line of Markdown.
 *
 * <p>Markdown's stars open and close only where white space and punctuation around them allow it.
 * So spaces at the edge of a mark are put outside of it, and where a letter would still stand
 * against a star the mark is written as an HTML tag.
 */
final class InlineTree {
  /** The address of somebody who is mentioned. */
  static final String MENTION_SCHEME = "mention:";

  private static final Pattern LIKE_BLOCK = Pattern.compile("\\s|[-+*#>=~|_`:]|[0-9]+[.)]");

  private final boolean oneLine;

  private InlineTree(boolean oneLine) {
    this.oneLine = oneLine;
  }

  /**
   * Appends texts and inline elements.
   *
   * @param oneLine whether a line break would end the block
   */
  static void append(List<Node> nodes, org.commonmark.node.Node out, boolean oneLine) {
    InlineTree tree = new InlineTree(oneLine);
    for (int i = 0; i < nodes.size(); i++) {
      if (nodes.get(i) instanceof Text text) {
        if (i == 0 && !oneLine && beginsWithPlus(text.runs().get(0))) {
          // The renderer escapes the other signs of a list, but not this one.
          out.appendChild(html("\\"));
        }
        tree.runs(MarkEdges.trimmed(text.runs()), 0, out);
      } else if (nodes.get(i) instanceof Element element) {
        boolean last = i + 1 == nodes.size();
        tree.element(element, last || beginsLikeBlock(nodes.get(i + 1)), out);
      }
    }
  }

  private static boolean beginsWithPlus(Text.Run run) {
    return run.text().startsWith("+")
        && MarkEdges.ordered(run.marks()).isEmpty()
        && !run.marks().has(Schema.CODE);
  }

  /** Whether a line that begins so would be taken for a list, a heading, or another block. */
  private static boolean beginsLikeBlock(Node next) {
    return !(next instanceof Text text) || LIKE_BLOCK.matcher(text.characters()).lookingAt();
  }

  private void element(Element element, boolean staysInLine, org.commonmark.node.Node out) {
    switch (element.type()) {
      case Schema.HARD_BREAK ->
          out.appendChild(oneLine || staysInLine ? html("<br>") : new HardLineBreak());
      case Schema.MENTION -> mention(element, out);
      default -> append(element.children(), out, oneLine);
    }
  }

  private static void mention(Element mention, org.commonmark.node.Node out) {
    String id = mention.text("id");
    String label = mention.text("label");
    Link link = new Link(MENTION_SCHEME + (id == null ? "" : Percent.encode(id)), null);
    link.appendChild(
        new org.commonmark.node.Text("@" + (label != null ? label : id == null ? "" : id)));
    out.appendChild(link);
  }

  /** Writes runs whose first marks, down to a level, are written already. */
  private void runs(List<Text.Run> runs, int level, org.commonmark.node.Node out) {
    int i = 0;
    while (i < runs.size()) {
      List<Mark> marks = MarkEdges.ordered(runs.get(i).marks());
      if (marks.size() <= level) {
        leaf(runs.get(i), out);
        i++;
      } else {
        Mark mark = marks.get(level);
        int end = i + 1;
        while (end < runs.size() && hasAt(runs.get(end), level, mark)) {
          end++;
        }
        marked(mark, runs, i, end, level, out);
        i = end;
      }
    }
  }

  private static boolean hasAt(Text.Run run, int level, Mark mark) {
    List<Mark> marks = MarkEdges.ordered(run.marks());
    return marks.size() > level && marks.get(level).equals(mark);
  }

  /** A link to nowhere safe is text: whoever renders this may trust every address in it. */
  private void link(Mark mark, List<Text.Run> inner, int level, org.commonmark.node.Node out) {
    String address = SafeAddress.link(mark.attributes().get("href"));
    if (address == null) {
      runs(inner, level + 1, out);
      return;
    }
    Link link =
        new Link(address, mark.attributes().get("title") instanceof String title ? title : null);
    runs(inner, level + 1, link);
    out.appendChild(link);
  }

  private void marked(
      Mark mark, List<Text.Run> runs, int from, int to, int level, org.commonmark.node.Node out) {
    List<Text.Run> inner = runs.subList(from, to);
    if (mark.type().equals(Schema.LINK)) {
      link(mark, inner, level, out);
      return;
    }
    org.commonmark.node.Node signs =
        MarkEdges.fit(runs, from, to, level) ? signs(mark.type()) : null;
    if (signs != null) {
      runs(inner, level + 1, signs);
      out.appendChild(signs);
      return;
    }
    String tag = HtmlTags.tag(mark.type());
    out.appendChild(html("<" + tag + ">"));
    runs(inner, level + 1, out);
    out.appendChild(html("</" + tag + ">"));
  }

  private static org.commonmark.node.@org.jspecify.annotations.Nullable Node signs(String mark) {
    return switch (mark) {
      case Schema.BOLD -> new StrongEmphasis("**");
      case Schema.ITALIC -> new Emphasis("*");
      case Schema.STRIKE -> new Strikethrough("~~");
      default -> null;
    };
  }

  private void leaf(Text.Run run, org.commonmark.node.Node out) {
    String[] lines = run.text().split("\\R", -1);
    for (int i = 0; i < lines.length; i++) {
      if (i > 0) {
        out.appendChild(new org.commonmark.node.Text(" "));
      }
      if (!lines[i].isEmpty()) {
        boolean code = run.marks().has(Schema.CODE);
        out.appendChild(code ? new Code(lines[i]) : new org.commonmark.node.Text(lines[i]));
      }
    }
  }

  private static HtmlInline html(String tag) {
    HtmlInline html = new HtmlInline();
    html.setLiteral(tag);
    return html;
  }

  /** Attributes of a mention that was read. */
  static Map<String, Object> mentionAttributes(String address, String text) {
    String id = Percent.decode(address.substring(MENTION_SCHEME.length()));
    String label = text.startsWith("@") ? text.substring(1) : text;
    return Map.of("id", id, "label", label);
  }
}
