package dev.quire.doc.content;

import dev.quire.richtext.Format;
import java.util.Locale;
import java.util.Optional;

/** The formats of content, by the names that people write in addresses. */
public enum ContentType {
  HTML("html", "text/html; charset=utf-8", Format.HTML),
  MARKDOWN("markdown", "text/markdown; charset=utf-8", Format.MARKDOWN),
  TEXT("text", "text/plain; charset=utf-8", Format.TEXT),
  PROSEMIRROR("prosemirror", "application/json", Format.PROSEMIRROR);

  /** The names, for a message. */
  public static final String NAMES = "html, markdown, text or prosemirror";

  private final String word;
  private final String mediaType;
  private final Format format;

  ContentType(String word, String mediaType, Format format) {
    this.word = word;
    this.mediaType = mediaType;
    this.format = format;
  }

  /** The type of a name. */
  public static Optional<ContentType> of(String name) {
    for (ContentType type : values()) {
      if (type.word.equals(name.toLowerCase(Locale.ROOT))) {
        return Optional.of(type);
      }
    }
    return Optional.empty();
  }

  /** What stands in the header of an answer. */
  public String mediaType() {
    return mediaType;
  }

  /** How it is read and written. */
  public Format format() {
    return format;
  }
}
