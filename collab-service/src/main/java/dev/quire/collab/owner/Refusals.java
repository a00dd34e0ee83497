package dev.quire.collab.owner;

import dev.quire.crdt.UpdateContents;
import dev.quire.crdt.id.IdSet;
import dev.quire.crdt.id.Ranges;
import dev.quire.wire.Bytes;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What was refused because the document is full, so that nothing is let in that builds on it: that
 * would wait in the document, and count, for something that never comes.
 *
 * <p>Held against the user who was refused only: or whoever sends too much under another's client
 * id would have that one's edits refused. One range a client id and user, and no more than {@value
 * #MAX_CLIENTS}: the oldest is forgotten, and what builds on it then waits.
 */
final class Refusals {
  private static final int MAX_CLIENTS = 1_000;

  /** A client id in somebody's edits: people pass on what others wrote, too. */
  private record Refused(long client, String author, boolean isOwnAccount) {}

  /** The clocks from the first that was refused to the last; what of it is known is no matter. */
  private record Clocks(long from, long to) {}

  private final Map<Refused, Clocks> refusals = new LinkedHashMap<>();

  /** These were refused. */
  void add(Session session, IdSet fresh) {
    for (long client : fresh.clients()) {
      Ranges ranges = fresh.rangesOf(client);
      if (ranges != null) {
        long from = ranges.start(0);
        long to = ranges.end(ranges.size() - 1);
        Refused key = key(session, client);
        Clocks before = refusals.remove(key);
        if (before != null) {
          from = Math.min(from, before.from());
          to = Math.max(to, before.to());
        }
        refusals.put(key, new Clocks(from, to));
      }
    }
    Iterator<Refused> oldest = refusals.keySet().iterator();
    while (refusals.size() > MAX_CLIENTS) {
      oldest.next();
      oldest.remove();
    }
  }

  private static Refused key(Session session, long client) {
    return new Refused(client, session.author(), session.isOwnAccount());
  }

  /** The session's user has brought these. */
  void accepted(Session session, UpdateContents contents, Sequence sequence) {
    if (!refusals.isEmpty()) {
      for (long client : contents.structs().clients()) {
        Refused key = key(session, client);
        Clocks clocks = refusals.get(key);
        if (clocks != null && unknown(idsOf(client, clocks), sequence).isEmpty()) {
          refusals.remove(key);
        }
      }
    }
  }

  /**
   * Whether the update can't be integrated before something that was refused to its user: earlier
   * structs of its own client, or such as it was written beside.
   */
  boolean areUnder(Session session, Bytes update, UpdateContents contents, Sequence sequence) {
    if (refusals.isEmpty()) {
      return false;
    }
    IdSet needed = new IdSet();
    for (long client : contents.structs().clients()) {
      Ranges ranges = contents.structs().rangesOf(client);
      if (ranges != null) {
        addRefused(session, client, 0, ranges.end(ranges.size() - 1), needed);
      }
    }
    UpdateContents.references(update.array())
        .forEach((client, clock, length) -> addRefused(session, client, clock, length, needed));
    return !unknown(needed.subtract(contents.structs()), sequence).isEmpty();
  }

  /** Whether the update does nothing but delete what was refused. */
  boolean areTakenBack(Session session, UpdateContents fresh, Sequence sequence) {
    if (refusals.isEmpty() || !fresh.structs().isEmpty()) {
      return false;
    }
    IdSet refused = new IdSet();
    fresh
        .deletes()
        .forEach((client, clock, length) -> addRefused(session, client, clock, length, refused));
    return fresh.deletes().equals(unknown(refused, sequence));
  }

  private void addRefused(Session session, long client, long clock, long length, IdSet to) {
    Clocks refused = refusals.get(key(session, client));
    if (refused != null) {
      long from = Math.max(refused.from(), clock);
      long end = Math.min(refused.to(), clock + length);
      if (from < end) {
        to.add(client, from, end - from);
      }
    }
  }

  private static IdSet idsOf(long client, Clocks clocks) {
    IdSet ids = new IdSet();
    ids.add(client, clocks.from(), clocks.to() - clocks.from());
    return ids;
  }

  private static IdSet unknown(IdSet structs, Sequence sequence) {
    return sequence.unknown(new UpdateContents(structs, new IdSet())).structs();
  }
}
