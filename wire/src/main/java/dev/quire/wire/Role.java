package dev.quire.wire;

import java.util.Locale;
import java.util.Optional;

/** What somebody may do with a document; each role may do all that the one before it may. */
public enum Role {
  VIEWER,
  COMMENTER,
  EDITOR,
  OWNER;

  public boolean mayEdit() {
    return this == EDITOR || this == OWNER;
  }

  public boolean mayManage() {
    return this == OWNER;
  }

  /** The word used in JSON and in tokens. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  public static Optional<Role> ofWord(String word) {
    for (Role role : values()) {
      if (role.word().equals(word)) {
        return Optional.of(role);
      }
    }
    return Optional.empty();
  }
}
