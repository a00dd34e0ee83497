package dev.quire.doc.organisation;

import java.util.Locale;
import java.util.Optional;

/** How somebody belongs to an organisation, the weakest first. */
public enum Kind {
  /** Has what single documents give, and nothing by belonging. */
  GUEST,
  /** Has the default role on every document, and makes documents. */
  MEMBER,
  /** Also decides who belongs, and what the default role is. */
  ADMIN;

  /** As it is written in the API and in the database. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  public static Optional<Kind> ofWord(String word) {
    for (Kind kind : values()) {
      if (kind.word().equals(word)) {
        return Optional.of(kind);
      }
    }
    return Optional.empty();
  }
}
