package dev.quire.collab.owner;

import dev.quire.crdt.UpdateContents;
import dev.quire.crdt.id.IdSet;
import dev.quire.crdt.id.Ranges;
import dev.quire.crdt.id.StateVector;
import dev.quire.crdt.update.Updates;
import dev.quire.wire.Bytes;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What is logged of an update: each client's structs from the first on that is not in the log, and
 * all deletions. So an id has the content that came first, for whoever reads the log one by one,
 * many at once, or merged: a client that brings other content under ids that are known, with one
 * more behind them so that something is new, would else split the document, as those who were told
 * of both in one frame hold the longer struct and those who load them one after the other the
 * first.
 */
record FreshPart(Bytes update, UpdateContents contents) {

  /**
   * @param contents the update's
   * @param fresh what of that is neither in the log nor on its way
   * @return the update itself where all of its structs are
   */
  static FreshPart of(Bytes update, UpdateContents contents, UpdateContents fresh) {
    if (contents.structs().equals(fresh.structs())) {
      return new FreshPart(update, contents);
    }
    byte[] part = Updates.diff(update.array(), knownBefore(contents.structs(), fresh.structs()));
    return new FreshPart(Bytes.of(part), UpdateContents.read(part));
  }

  private static StateVector knownBefore(IdSet all, IdSet fresh) {
    Map<Long, Long> known = new HashMap<>();
    for (long client : all.clients()) {
      Ranges news = fresh.rangesOf(client);
      long from = news == null || news.size() == 0 ? end(all.rangesOf(client)) : news.start(0);
      if (from > 0) {
        known.put(client, from);
      }
    }
    return StateVector.of(known);
  }

  private static long end(@Nullable Ranges ranges) {
    return ranges == null || ranges.size() == 0 ? 0 : ranges.end(ranges.size() - 1);
  }
}
