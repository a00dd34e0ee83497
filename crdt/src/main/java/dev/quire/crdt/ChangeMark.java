package dev.quire.crdt;

import java.util.Map;

/**
 * What stands in the attribute {@code ychange} of text that was added or removed between two
 * snapshots. A map with {@code user}, the client, and {@code type}, the kind's word, is taken over
 * by the text that follows as long as both stay the same.
 */
@FunctionalInterface
public interface ChangeMark {
  /** Names the kind of change only; each run that was typed at once stands for itself. */
  ChangeMark KIND_ONLY = (kind, client, clock) -> Map.of("type", kind.word());

  /** Names the kind and the client. */
  ChangeMark WITH_CLIENT = (kind, client, clock) -> Map.of("user", client, "type", kind.word());

  /** What happened to text between two snapshots. */
  enum Kind {
    ADDED("added"),
    REMOVED("removed");

    private final String word;

    Kind(String word) {
      this.word = word;
    }

    /** The word by which yjs calls it. */
    public String word() {
      return word;
    }
  }

  /**
   * The mark of a run of text.
   *
   * @param client who wrote the text
   * @param clock the clock of its first unit
   */
  Object of(Kind kind, long client, long clock);
}
