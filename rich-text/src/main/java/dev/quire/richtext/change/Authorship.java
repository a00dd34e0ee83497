package dev.quire.richtext.change;

import dev.quire.crdt.fault.MalformedUpdateException;
import dev.quire.crdt.id.IdSet;
import dev.quire.crdt.lib0.Lib0Reader;
import dev.quire.crdt.lib0.Lib0Writer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
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

  /**
   * As bytes: the authors, and the pieces of each client in the order of their ids, lengths and
   * revisions as differences. The same authorship is the same bytes.
   */
  public byte[] encode() {
    Map<String, Integer> authors = new LinkedHashMap<>();
    Lib0Writer pieces = new Lib0Writer();
    pieces.writeVarUint(clients.size());
    new TreeMap<>(clients).forEach((client, known) -> write(pieces, client, known, authors));
    Lib0Writer out = new Lib0Writer();
    out.writeVarUint(authors.size());
    authors.keySet().forEach(out::writeVarString);
    out.writeAll(pieces);
    return out.toByteArray();
  }

  private static void write(
      Lib0Writer out, long client, Map<Long, Piece> pieces, Map<String, Integer> authors) {
    out.writeVarUint(client);
    out.writeVarUint(pieces.size());
    long clock = 0;
    long revision = 0;
    for (Map.Entry<Long, Piece> entry : pieces.entrySet()) {
      Piece piece = entry.getValue();
      Integer author = authors.putIfAbsent(piece.author(), authors.size());
      out.writeVarUint(entry.getKey() - clock);
      out.writeVarUint(piece.end() - entry.getKey());
      out.writeVarUint(author == null ? authors.size() - 1 : author);
      long difference = piece.firstRevision() - revision;
      out.writeVarInt(Math.abs(difference), difference < 0);
      out.writeVarUint(piece.lastRevision() - piece.firstRevision());
      clock = piece.end();
      revision = piece.lastRevision();
    }
  }

  /**
   * Undoes {@link #encode}.
   *
   * @throws MalformedUpdateException where the bytes are none
   */
  public static Authorship decode(byte[] bytes) {
    Lib0Reader in = new Lib0Reader(bytes);
    List<String> authors = new ArrayList<>();
    for (int left = in.readCount("authors"); left > 0; left--) {
      authors.add(in.readVarString());
    }
    Authorship read = new Authorship();
    for (int left = in.readCount("clients"); left > 0; left--) {
      read.readPieces(in.readVarUint(), in, authors);
    }
    in.expectEnd();
    return read;
  }

  private void readPieces(long client, Lib0Reader in, List<String> authors) {
    TreeMap<Long, Piece> pieces = new TreeMap<>();
    long clock = 0;
    long revision = 0;
    for (int left = in.readCount("pieces"); left > 0; left--) {
      long start = clock + in.readVarUint();
      long end = start + in.readVarUint();
      long author = in.readVarUint();
      long first = revision + in.readVarInt().longValue();
      long last = first + in.readVarUint();
      if (end <= start || author >= authors.size()) {
        throw in.malformed("a piece of nothing, or of nobody");
      }
      pieces.put(start, new Piece(end, authors.get((int) author), first, last));
      clock = end;
      revision = last;
    }
    clients.put(client, pieces);
  }
}
