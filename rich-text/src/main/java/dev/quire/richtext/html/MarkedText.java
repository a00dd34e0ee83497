package dev.quire.richtext.html;

import dev.quire.richtext.Mark;
import dev.quire.richtext.Schema;
import dev.quire.richtext.Text;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jsoup.nodes.Element;

/** Writes formatted characters: what neighbours have in common of their marks is written once. */
final class MarkedText {
  /** Links outside, program text inside; what isn't known outside of all. */
  private static final List<String> FROM_OUTSIDE =
      List.of(
          Schema.LINK,
          Schema.HIGHLIGHT,
          Schema.BOLD,
          Schema.ITALIC,
          Schema.STRIKE,
          Schema.UNDERLINE,
          Schema.SUBSCRIPT,
          Schema.SUPERSCRIPT,
          Schema.CODE);

  private static final Comparator<Mark> OUTSIDE_FIRST =
      Comparator.<Mark>comparingInt(mark -> FROM_OUTSIDE.indexOf(mark.type()))
          .thenComparing(Mark::type);

  private final Element line;
  private final boolean showsChanges;
  private final List<Mark> open = new ArrayList<>();
  private Element inner;

  /**
   * Begins a line.
   *
   * @param showsChanges whether marks may say that text came or went
   */
  MarkedText(Element line, boolean showsChanges) {
    this.line = line;
    this.showsChanges = showsChanges;
    this.inner = line;
  }

  void append(Text text) {
    for (Text.Run run : text.runs()) {
      List<Mark> marks = run.marks().all().stream().sorted(OUTSIDE_FIRST).toList();
      int same = 0;
      while (same < Math.min(open.size(), marks.size()) && open.get(same).equals(marks.get(same))) {
        same++;
      }
      close(same);
      marks.subList(same, marks.size()).forEach(this::open);
      inner.appendText(run.text());
    }
  }

  /** Ends all marks, before something that isn't text. */
  void end() {
    close(0);
  }

  private void close(int left) {
    while (open.size() > left) {
      open.remove(open.size() - 1);
      Element parent = inner.parent();
      inner = parent == null ? line : parent;
    }
  }

  private void open(Mark mark) {
    open.add(mark);
    inner =
        switch (mark.type()) {
          case Schema.LINK -> link(mark);
          case Schema.BOLD -> inner.appendElement("strong");
          case Schema.ITALIC -> inner.appendElement("em");
          case Schema.UNDERLINE -> inner.appendElement("u");
          case Schema.STRIKE -> inner.appendElement("s");
          case Schema.CODE -> inner.appendElement("code");
          case Schema.HIGHLIGHT -> inner.appendElement("mark");
          case Schema.SUBSCRIPT -> inner.appendElement("sub");
          case Schema.SUPERSCRIPT -> inner.appendElement("sup");
          default -> other(mark);
        };
  }

  private Element other(Mark mark) {
    Element change = showsChanges ? ChangeTags.open(mark, inner) : null;
    return change != null ? change : inner.appendElement("span").attr("data-mark", mark.type());
  }

  /** A link to nowhere safe is text. */
  private Element link(Mark mark) {
    String address = SafeAddress.link(mark.attributes().get("href"));
    if (address == null) {
      return inner.appendElement("span").attr("data-mark", Schema.LINK);
    }
    Element link = inner.appendElement("a").attr("href", address);
    Schema.LINK_DEFAULTS.forEach((name, value) -> link.attr(name, String.valueOf(value)));
    if (mark.attributes().get("title") instanceof String title) {
      link.attr("title", title);
    }
    return link;
  }
}
