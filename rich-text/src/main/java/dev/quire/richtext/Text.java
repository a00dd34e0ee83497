package dev.quire.richtext;

import java.util.ArrayList;
import java.util.List;

/**
 * Formatted characters between two elements.
 *
 * @param runs at least one; neighbours differ in their marks
 */
public record Text(List<Run> runs) implements Node {
  /**
   * Characters with the same marks.
   *
   * @param text at least one UTF-16 unit
   */
  public record Run(String text, Marks marks) {
    /** Refuses an empty text. */
    public Run {
      if (text.isEmpty()) {
        throw new IllegalArgumentException("a run without text");
      }
    }
  }

  /** Joins neighbours with the same marks. */
  public Text {
    if (runs.isEmpty()) {
      throw new IllegalArgumentException("a text without runs");
    }
    List<Run> joined = new ArrayList<>();
    for (int from = 0, to; from < runs.size(); from = to) {
      to = from + 1;
      while (to < runs.size() && runs.get(to).marks().equals(runs.get(from).marks())) {
        to++;
      }
      List<Run> same = runs.subList(from, to);
      joined.add(to == from + 1 ? same.get(0) : new Run(characters(same), same.get(0).marks()));
    }
    runs = List.copyOf(joined);
  }

  /** A text without marks. */
  public static Text of(String text) {
    return new Text(List.of(new Run(text, Marks.NONE)));
  }

  /** All characters. */
  public String characters() {
    return characters(runs);
  }

  private static String characters(List<Run> runs) {
    if (runs.size() == 1) {
      return runs.get(0).text();
    }
    StringBuilder all = new StringBuilder();
    runs.forEach(run -> all.append(run.text()));
    return all.toString();
  }
}
