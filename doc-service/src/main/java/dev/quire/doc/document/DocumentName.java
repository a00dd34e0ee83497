package dev.quire.doc.document;

import java.util.Optional;

/** What a document may be called. */
public final class DocumentName {
  /** In characters. */
  public static final int MAX_NAME = 255;

  /** In characters. */
  public static final int MAX_TITLE = 300;

  private DocumentName() {}

  /** What is wrong with a name, and empty where nothing is. */
  public static Optional<String> faultOf(String name) {
    if (name.isBlank() || name.length() > MAX_NAME) {
      return Optional.of("A document's name has from 1 to " + MAX_NAME + " characters.");
    }
    return faultOfCharacters(name);
  }

  /** What is wrong with a title, and empty where nothing is. */
  public static Optional<String> faultOfTitle(String title) {
    if (title.isBlank() || title.length() > MAX_TITLE) {
      return Optional.of("A document's title has from 1 to " + MAX_TITLE + " characters.");
    }
    return faultOfCharacters(title);
  }

  /** Control characters have no place in a line; PostgreSQL keeps neither NUL nor half a pair. */
  private static Optional<String> faultOfCharacters(String text) {
    boolean sound =
        text.codePoints()
            .allMatch(
                c -> !Character.isISOControl(c) && Character.getType(c) != Character.SURROGATE);
    return sound
        ? Optional.empty()
        : Optional.of("Names and titles hold no control characters and no halves of characters.");
  }
}
