package dev.quire.richtext.markdown;

import dev.quire.richtext.Schema;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The marks that are written as HTML tags where Markdown has no sign for them, or none that fits.
 */
final class HtmlTags {
  private static final Map<String, String> BY_MARK =
      Map.of(
          Schema.BOLD, "strong",
          Schema.ITALIC, "em",
          Schema.STRIKE, "del",
          Schema.UNDERLINE, "u",
          Schema.HIGHLIGHT, "mark",
          Schema.SUBSCRIPT, "sub",
          Schema.SUPERSCRIPT, "sup");

  private static final Map<String, String> BY_TAG =
      Map.of(
          "strong", Schema.BOLD,
          "b", Schema.BOLD,
          "em", Schema.ITALIC,
          "i", Schema.ITALIC,
          "del", Schema.STRIKE,
          "s", Schema.STRIKE,
          "u", Schema.UNDERLINE,
          "mark", Schema.HIGHLIGHT,
          "sub", Schema.SUBSCRIPT,
          "sup", Schema.SUPERSCRIPT);

  private HtmlTags() {}

  /** The tag for a mark, or null. */
  static @Nullable String tag(String mark) {
    return BY_MARK.get(mark);
  }

  /** The mark for a tag's name in lower case, or null. */
  static @Nullable String mark(String tag) {
    return BY_TAG.get(tag);
  }
}
