package dev.quire.richtext.change;

import dev.quire.crdt.id.IdSet;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Who wrote what: for each id of a Yjs document, the first revision that brought it. What one
 * author wrote on in neighbouring revisions is one piece, so the memory taken is that of the turns
 * people took rather than of the keys they pressed.
 */
public final class Authorship {
  private final Map<Long, TreeMap<Long, Piece>> clients = new HashMap<>();

  /**
   * Ids of one client in a row.
   *
   * @param end the clock behind the last
   * @param author who brought them
   * @param firstRevision the revision that brought the first
   * @param lastRevision the revision that brought the last
   */
  public record Piece(long end, String author, long firstRevision, long lastRevision) {
    private boolean goesOn(String other, long fromRevision) {
      return author.equals(other) && fromRevision - lastRevision <= 1;
    }
  }

  /**
   * Notes a revision. Call it in the order of revisions: ids that are known already stay with who
   * brought them first.
   */
  public void note(IdSet ids, long revision, String author) {
    note(ids, revision, revision, author);
  }

  /**
   * Notes revisions in a row that were merged into one update.
   *
   * @param fromRevision the first of them
   * @param revision the last
   */
  public void note(IdSet ids, long fromRevision, long revision, String author) {
    Piece piece = new Piece(0, author, fromRevision, revision);
    ids.forEach((client, clock, length) -> note(client, clock, clock + length, piece));
  }

  private void note(long client, long from, long to, Piece piece) {
    TreeMap<Long, Piece> pieces = clients.computeIfAbsent(client, unknown -> new TreeMap<>());
    long start = from;
    while (start < to) {
      Map.Entry<Long, Piece> before = pieces.floorEntry(start);
      if (before != null && before.getValue().end() > start) {
        start = before.getValue().end();
        continue;
      }
      Long next = pieces.higherKey(start);
      long end = next == null ? to : Math.min(to, next);
      if (before != null
          && before.getValue().end() == start
          && before.getValue().goesOn(piece.author(), piece.firstRevision())) {
        Piece longer =
            new Piece(end, piece.author(), before.getValue().firstRevision(), piece.lastRevision());
        pieces.put(before.getKey(), longer);
      } else {
        pieces.put(
            start, new Piece(end, piece.author(), piece.firstRevision(), piece.lastRevision()));
      }
      start = end;
    }
  }

  /** The piece that an id is in; null where no revision brought it. */
  public @Nullable Piece of(long client, long clock) {
    TreeMap<Long, Piece> pieces = clients.get(client);
    Map.Entry<Long, Piece> found = pieces == null ? null : pieces.floorEntry(clock);
    return found != null && found.getValue().end() > clock ? found.getValue() : null;
  }
}
