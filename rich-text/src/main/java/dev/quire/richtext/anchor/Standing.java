package dev.quire.richtext.anchor;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where an anchor stands.
 *
 * @param known false if the document never had what it holds on to: it is another document's, or of
 *     an edit that hasn't come yet
 * @param deleted whether what it holds on to was deleted; it then stands where that was, if that
 *     can still be said
 * @param path of the node that it stands at or in, as in {@link Place}; null where it can't be said
 * @param offset in that node; null for the node itself
 * @param before the text of the node before it, at most {@link #MOST_AROUND} units
 * @param after the text behind it, likewise; of the node where it stands at one
 */
public record Standing(
    boolean known,
    boolean deleted,
    @Nullable List<Integer> path,
    @Nullable Long offset,
    String before,
    String after) {
  /** In UTF-16 units. */
  public static final int MOST_AROUND = 64;

  static final Standing UNKNOWN = new Standing(false, false, null, null, "", "");

  static Standing nowhere(boolean deleted) {
    return new Standing(true, deleted, null, null, "", "");
  }

  /** Beside a place in a text. */
  static Standing in(boolean deleted, @Nullable List<Integer> path, long offset, String line) {
    int at = (int) Math.min(offset, line.length());
    int from = Math.max(0, at - MOST_AROUND);
    if (from > 0 && Character.isLowSurrogate(line.charAt(from))) {
      from++;
    }
    return new Standing(
        true, deleted, path, offset, line.substring(from, at), beginning(line.substring(at)));
  }

  static Standing at(boolean deleted, List<Integer> path, String line) {
    return new Standing(true, deleted, path, null, "", beginning(line));
  }

  private static String beginning(String text) {
    if (text.length() <= MOST_AROUND) {
      return text;
    }
    boolean cuts = Character.isHighSurrogate(text.charAt(MOST_AROUND - 1));
    return text.substring(0, cuts ? MOST_AROUND - 1 : MOST_AROUND);
  }
}
