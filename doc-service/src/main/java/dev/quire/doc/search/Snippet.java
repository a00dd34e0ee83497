package dev.quire.doc.search;

import java.util.ArrayList;
import java.util.List;

/**
 * The part of a text where the words that somebody looks for stand.
 *
 * @param text on one line
 * @param highlights where in it they stand, in order, without overlaps
 */
public record Snippet(String text, List<Highlight> highlights) {
  private static final int BEFORE = 60;
  private static final int LENGTH = 240;

  /**
   * A word.
   *
   * @param start of its first UTF-16 unit
   * @param end behind its last
   */
  public record Highlight(int start, int end) {}

  /** The first place where one of the words begins a word; no highlights where there is none. */
  static Snippet of(String body, List<String> asked) {
    List<Words.Found> hits =
        Words.in(body).stream()
            .filter(found -> asked.stream().anyMatch(found.word()::startsWith))
            .toList();
    if (hits.isEmpty()) {
      return new Snippet("", List.of());
    }
    int from = wholeCharacter(body, startOfWord(body, Math.max(0, hits.get(0).start() - BEFORE)));
    int to = wholeCharacter(body, Math.min(body.length(), from + LENGTH));
    List<Highlight> highlights = new ArrayList<>();
    for (Words.Found hit : hits) {
      if (hit.start() >= from && hit.end() <= to) {
        highlights.add(new Highlight(hit.start() - from, hit.end() - from));
      }
    }
    return new Snippet(onOneLine(body.substring(from, to)), List.copyOf(highlights));
  }

  private static int startOfWord(String body, int at) {
    if (at == 0) {
      return 0;
    }
    int space = body.indexOf(' ', at);
    return space >= 0 && space < at + BEFORE / 2 ? space + 1 : at;
  }

  private static int wholeCharacter(String body, int at) {
    boolean within =
        at > 0
            && at < body.length()
            && Character.isSurrogatePair(body.charAt(at - 1), body.charAt(at));
    return within ? at - 1 : at;
  }

  /** As long as before, so that highlights stay where they are. */
  private static String onOneLine(String text) {
    return text.replace('\n', ' ').replace('\r', ' ').replace('\t', ' ');
  }
}
