package dev.quire.richtext.change;

import dev.quire.richtext.Mark;
import dev.quire.richtext.change.Authorship.Piece;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What happened to a text or an element between two moments.
 *
 * @param kind whether it came or went
 * @param author who did it; empty where the log doesn't say
 * @param fromRevision the first of the revisions of theirs in a row that did it; 0 where unknown
 * @param toRevision the last of them
 */
public record Change(Kind kind, String author, long fromRevision, long toRevision) {
  /** The attribute of an element that says what happened to it. */
  public static final String ATTRIBUTE = "change";

  /** Coming or going. */
  public enum Kind {
    /** Only the later moment shows it. */
    INSERTED("inserted"),
    /** Only the earlier moment shows it. */
    DELETED("deleted");

    private final String word;

    Kind(String word) {
      this.word = word;
    }

    /** The name of the mark, and the word in the attribute. */
    public String word() {
      return word;
    }
  }

  static Change of(Kind kind, @Nullable Piece piece) {
    return piece == null
        ? new Change(kind, "", 0, 0)
        : new Change(kind, piece.author(), piece.firstRevision(), piece.lastRevision());
  }

  /** As the mark of a text. */
  public Mark mark() {
    return new Mark(kind.word, details());
  }

  /** As the value of {@link #ATTRIBUTE}. */
  Map<String, Object> attribute() {
    Map<String, Object> all = new LinkedHashMap<>();
    all.put("kind", kind.word);
    all.putAll(details());
    return all;
  }

  private Map<String, Object> details() {
    Map<String, Object> details = new LinkedHashMap<>();
    details.put("author", author);
    details.put("fromRevision", fromRevision);
    details.put("toRevision", toRevision);
    return details;
  }
}
