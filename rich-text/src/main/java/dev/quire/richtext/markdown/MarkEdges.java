package dev.quire.richtext.markdown;

import dev.quire.richtext.Mark;
import dev.quire.richtext.Marks;
import dev.quire.richtext.Schema;
import dev.quire.richtext.Text;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Where marks begin and end, as far as Markdown cares. */
final class MarkEdges {
  private static final List<String> FROM_OUTSIDE =
      List.of(
          Schema.LINK,
          Schema.HIGHLIGHT,
          Schema.UNDERLINE,
          Schema.SUBSCRIPT,
          Schema.SUPERSCRIPT,
          Schema.BOLD,
          Schema.ITALIC,
          Schema.STRIKE);

  private static final Comparator<Mark> OUTSIDE_FIRST =
      Comparator.<Mark>comparingInt(mark -> FROM_OUTSIDE.indexOf(mark.type()))
          .thenComparing(Mark::type);

  private MarkEdges() {}

  /** The runs with the spaces at the edges of marks moved out of them. */
  static List<Text.Run> trimmed(List<Text.Run> runs) {
    List<Text.Run> trimmed = new ArrayList<>();
    for (int i = 0; i < runs.size(); i++) {
      Text.Run run = runs.get(i);
      Marks before = i == 0 ? Marks.NONE : common(runs.get(i - 1).marks(), run.marks());
      Marks after =
          i == runs.size() - 1 ? Marks.NONE : common(run.marks(), runs.get(i + 1).marks());
      String text = run.text();
      int start = 0;
      while (start < text.length() && Character.isWhitespace(text.charAt(start))) {
        start++;
      }
      int end = text.length();
      while (end > start && Character.isWhitespace(text.charAt(end - 1))) {
        end--;
      }
      add(
          trimmed,
          text.substring(0, start),
          start == text.length() ? common(before, after) : before);
      add(trimmed, text.substring(start, end), run.marks());
      add(trimmed, text.substring(end), after);
    }
    return trimmed.isEmpty() ? trimmed : new Text(trimmed).runs();
  }

  private static void add(List<Text.Run> runs, String text, Marks marks) {
    if (!text.isEmpty()) {
      runs.add(new Text.Run(text, marks));
    }
  }

  private static Marks common(Marks one, Marks other) {
    Map<String, Mark> common = new LinkedHashMap<>();
    one.byKey()
        .forEach(
            (key, mark) -> {
              if (mark.equals(other.byKey().get(key))) {
                common.put(key, mark);
              }
            });
    return new Marks(common);
  }

  /**
   * The marks that Markdown or HTML has a form for, the outermost first; code is not among them.
   */
  static List<Mark> ordered(Marks marks) {
    List<Mark> ordered = new ArrayList<>(marks.all());
    ordered.removeIf(mark -> !FROM_OUTSIDE.contains(mark.type()));
    ordered.sort(OUTSIDE_FIRST);
    return ordered;
  }

  /**
   * Whether stars around the runs from one index to before another would be read as a mark: no
   * white space inside at either end; and there either white space or nothing outside, or letters
   * and digits on both sides, with no other mark that begins or ends there.
   *
   * @param level how many marks lie around this one
   */
  static boolean fit(List<Text.Run> runs, int from, int to, int level) {
    String first = runs.get(from).text();
    String last = runs.get(to - 1).text();
    int begin = first.codePointAt(0);
    int end = last.codePointBefore(last.length());
    if (Character.isWhitespace(begin) || Character.isWhitespace(end)) {
      return false;
    }
    return (from == 0 || fits(runs.get(from - 1), runs.get(from), begin, level, true))
        && (to == runs.size() || fits(runs.get(to), runs.get(to - 1), end, level, false));
  }

  private static boolean fits(
      Text.Run outside, Text.Run inside, int inner, int level, boolean before) {
    String text = outside.text();
    int outer = before ? text.codePointBefore(text.length()) : text.codePointAt(0);
    if (Character.isWhitespace(outer)) {
      return true;
    }
    return Character.isLetterOrDigit(outer)
        && Character.isLetterOrDigit(inner)
        && depth(outside) <= level
        && depth(inside) <= level + 1;
  }

  private static int depth(Text.Run run) {
    return ordered(run.marks()).size() + (run.marks().has(Schema.CODE) ? 1 : 0);
  }
}
