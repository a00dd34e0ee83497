package dev.quire.doc.search;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * What a word is: letters and digits in a row, in lower case; and each character by itself of the
 * scripts that put no spaces between words. PostgreSQL's own parser would take addresses, numbers
 * and words with hyphens apart in its own way, differently in a text and in what is looked for.
 */
final class Words {
  /** In UTF-16 units. What is longer is cut, in texts and queries alike. */
  static final int MAX_LENGTH = 60;

  /** More words than this of a query are left out. */
  private static final int MAX_ASKED = 16;

  private Words() {}

  /**
   * A word in a text.
   *
   * @param word in lower case
   * @param start where it begins, in UTF-16 units
   * @param end behind its last character
   */
  record Found(String word, int start, int end) {}

  /** The words of a text in their order. */
  static List<Found> in(String text) {
    List<Found> words = new ArrayList<>();
    int start = -1;
    int at = 0;
    while (at < text.length()) {
      int character = text.codePointAt(at);
      int next = at + Character.charCount(character);
      boolean alone = standsAlone(character);
      if (start >= 0 && (alone || !belongsToWord(character))) {
        add(words, text, start, at);
        start = -1;
      }
      if (alone) {
        add(words, text, at, next);
      } else if (start < 0 && belongsToWord(character)) {
        start = at;
      }
      at = next;
    }
    if (start >= 0) {
      add(words, text, start, at);
    }
    return words;
  }

  private static void add(List<Found> words, String text, int start, int end) {
    String word = text.substring(start, end).toLowerCase(Locale.ROOT);
    words.add(
        new Found(word.length() > MAX_LENGTH ? word.substring(0, MAX_LENGTH) : word, start, end));
  }

  private static boolean belongsToWord(int character) {
    int type = Character.getType(character);
    return Character.isLetterOrDigit(character)
        || type == Character.NON_SPACING_MARK
        || type == Character.COMBINING_SPACING_MARK;
  }

  private static boolean standsAlone(int character) {
    if (character < 0x0e00) {
      return false;
    }
    return switch (Character.UnicodeScript.of(character)) {
      case HAN, HIRAGANA, KATAKANA, THAI, LAO, KHMER, MYANMAR ->
          Character.isLetterOrDigit(character);
      default -> false;
    };
  }

  /** The words of what somebody looks for. */
  static List<String> asked(String query) {
    return in(query).stream().map(Found::word).distinct().limit(MAX_ASKED).toList();
  }

  /** A {@code tsquery}: all of the words, each the beginning of one in the text. */
  static String query(List<String> asked) {
    return asked.stream().map(word -> "'" + word + "':*").collect(Collectors.joining(" & "));
  }
}
