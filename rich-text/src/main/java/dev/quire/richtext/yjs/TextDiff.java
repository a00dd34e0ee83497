package dev.quire.richtext.yjs;

import java.util.ArrayList;
import java.util.List;

/**
 * A small difference between two texts: words are compared first, then, where one word took another
 * one's place, its characters. Surrogate pairs stay whole.
 */
final class TextDiff {
  /** UTF-16 units, both sides together, up to which characters are compared. */
  private static final int CHARACTERS_COMPARED = 400;

  /** One step from the old text to the new one. */
  sealed interface Step {}

  /**
   * Characters that stay.
   *
   * @param length in UTF-16 units
   */
  record Keep(int length) implements Step {}

  /**
   * Characters that go.
   *
   * @param length in UTF-16 units
   */
  record Remove(int length) implements Step {}

  /**
   * Characters that come.
   *
   * @param text what comes
   */
  record Add(String text) implements Step {}

  private final List<Step> steps = new ArrayList<>();
  private int kept;
  private int removed;
  private final StringBuilder added = new StringBuilder();

  private TextDiff() {}

  /** The steps from one text to another; neighbours differ in their kind. */
  static List<Step> steps(String from, String to) {
    TextDiff diff = new TextDiff();
    diff.compare(words(from), words(to), true);
    diff.endChange();
    diff.endKeep();
    return diff.steps;
  }

  private void compare(List<String> from, List<String> to, boolean refine) {
    int[] partner = Matching.of(from, to);
    int j = 0;
    int i = 0;
    while (i < from.size()) {
      int start = i;
      while (i < from.size() && partner[i] < 0) {
        i++;
      }
      int next = i < from.size() ? partner[i] : to.size();
      replace(from.subList(start, i), to.subList(j, next), refine);
      j = next;
      if (i < from.size()) {
        keep(from.get(i).length());
        i++;
        j++;
      }
    }
    replace(List.of(), to.subList(j, to.size()), refine);
  }

  private void replace(List<String> from, List<String> to, boolean refine) {
    String gone = String.join("", from);
    String come = String.join("", to);
    boolean both = !gone.isEmpty() && !come.isEmpty();
    if (refine && both && gone.length() + come.length() <= CHARACTERS_COMPARED) {
      compare(codePoints(gone), codePoints(come), false);
    } else if (!gone.isEmpty() || !come.isEmpty()) {
      endKeep();
      removed += gone.length();
      added.append(come);
    }
  }

  private void keep(int length) {
    endChange();
    kept += length;
  }

  private void endKeep() {
    if (kept > 0) {
      steps.add(new Keep(kept));
      kept = 0;
    }
  }

  private void endChange() {
    if (removed > 0) {
      steps.add(new Remove(removed));
      removed = 0;
    }
    if (added.length() > 0) {
      steps.add(new Add(added.toString()));
      added.setLength(0);
    }
  }

  /** Runs of letters and digits; every other code point by itself. */
  private static List<String> words(String text) {
    List<String> words = new ArrayList<>();
    int start = 0;
    int at = 0;
    while (at < text.length()) {
      int codePoint = text.codePointAt(at);
      int end = at + Character.charCount(codePoint);
      if (!Character.isLetterOrDigit(codePoint)) {
        if (start < at) {
          words.add(text.substring(start, at));
        }
        words.add(text.substring(at, end));
        start = end;
      }
      at = end;
    }
    if (start < at) {
      words.add(text.substring(start));
    }
    return words;
  }

  private static List<String> codePoints(String text) {
    return text.codePoints().mapToObj(Character::toString).toList();
  }
}
