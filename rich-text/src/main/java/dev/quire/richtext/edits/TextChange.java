package dev.quire.richtext.edits;

import dev.quire.richtext.ContentLimits;
import dev.quire.richtext.Element;
import dev.quire.richtext.JsonValues;
import dev.quire.richtext.Mark;
import dev.quire.richtext.Marks;
import dev.quire.richtext.Node;
import dev.quire.richtext.Text;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A change of some characters, wherever in the document or in a block they are found. Characters
 * are found within one line: not across a line break, an image or the end of a paragraph.
 */
final class TextChange {
  private final String find;
  private final int occurrence;
  private final boolean all;
  private final @Nullable Anchor within;
  private final UnaryOperator<List<Text.Run>> change;
  private final Budget budget;
  private int seen;

  private TextChange(Fields edit, Budget budget, UnaryOperator<List<Text.Run>> change) {
    this.find = edit.words("find");
    this.occurrence = edit.count("occurrence", 1);
    this.all = edit.flag("all");
    this.within = edit.has("block") ? edit.anchor("block") : null;
    this.budget = budget;
    this.change = change;
  }

  /** Other characters in their place, marked as the first of them was. */
  static TextChange replace(Fields edit, Budget budget) {
    String with = edit.text("with");
    return new TextChange(
        edit,
        budget,
        runs -> with.isEmpty() ? List.of() : List.of(new Text.Run(with, runs.get(0).marks())));
  }

  static TextChange mark(Fields edit, Budget budget, ContentLimits limits) {
    Mark mark = markOf(edit, limits);
    return new TextChange(edit, budget, each(marks -> marks.with(mark)));
  }

  static TextChange unmark(Fields edit, Budget budget, ContentLimits limits) {
    Mark mark = markOf(edit, limits);
    return new TextChange(edit, budget, each(marks -> without(marks, mark.type())));
  }

  private static Mark markOf(Fields edit, ContentLimits limits) {
    Fields mark = edit.object("mark");
    Map<String, Object> attributes =
        mark.has("attrs")
            ? JsonValues.attributes(mark.object("attrs").json(), limits.meter())
            : Map.of();
    return new Mark(mark.words("type"), attributes);
  }

  private static Marks without(Marks marks, String type) {
    Map<String, Mark> left = new LinkedHashMap<>(marks.byKey());
    left.values().removeIf(mark -> mark.type().equals(type));
    return new Marks(left);
  }

  private static UnaryOperator<List<Text.Run>> each(UnaryOperator<Marks> change) {
    return runs ->
        runs.stream().map(run -> new Text.Run(run.text(), change.apply(run.marks()))).toList();
  }

  Element apply(Element tree) {
    Element changed;
    if (within == null) {
      changed = element(tree);
    } else {
      int index = within.in(tree);
      List<Node> children = new ArrayList<>(tree.children());
      Node block = children.get(index);
      children.remove(index);
      children.addAll(index, node(block));
      changed = tree.withChildren(children);
    }
    if (seen < (all ? 1 : occurrence)) {
      throw Fields.wrong(
          "the text of 'find' is there "
              + (seen == 0 ? "not at all." : "only " + seen + " times."));
    }
    return changed;
  }

  private Element element(Element element) {
    budget.look(0);
    List<Node> children = new ArrayList<>(element.children().size());
    element.children().forEach(child -> children.addAll(node(child)));
    return element.withChildren(children);
  }

  private List<Node> node(Node node) {
    if (node instanceof Element inner) {
      return List.of(element(inner));
    }
    return node instanceof Text text ? text(text) : List.of(node);
  }

  /** The text with what was found changed; none where nothing is left. */
  private List<Node> text(Text text) {
    String characters = text.characters();
    budget.look(characters.length());
    List<Text.Run> runs = new ArrayList<>();
    int done = 0;
    for (int at = characters.indexOf(find); at >= 0; at = characters.indexOf(find, at)) {
      int end = at + find.length();
      seen++;
      if (all || seen == occurrence) {
        runs.addAll(cut(text, done, at));
        List<Text.Run> changed = change.apply(cut(text, at, end));
        changed.forEach(run -> budget.add(run.text().length()));
        runs.addAll(changed);
        done = end;
      }
      at = end;
    }
    runs.addAll(cut(text, done, characters.length()));
    return runs.isEmpty() ? List.of() : List.of(new Text(runs));
  }

  private List<Text.Run> cut(Text text, int from, int to) {
    budget.look(text.runs().size());
    List<Text.Run> part = new ArrayList<>();
    int start = 0;
    for (Text.Run run : text.runs()) {
      int first = Math.max(from, start);
      int last = Math.min(to, start + run.text().length());
      if (first < last) {
        part.add(new Text.Run(run.text().substring(first - start, last - start), run.marks()));
      }
      start += run.text().length();
    }
    return part;
  }
}
