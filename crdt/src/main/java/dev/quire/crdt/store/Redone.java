package dev.quire.crdt.store;

import dev.quire.crdt.collection.LongMap;
import dev.quire.crdt.id.Id;
import dev.quire.crdt.id.RedoneLinks;
import dev.quire.crdt.struct.Item;
import dev.quire.crdt.struct.Struct;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Which items of a document came back as which others by undoing a deletion. Beside the items, for
 * few documents have any: 40 to 100 bytes for each that came back, for the life of the document.
 *
 * <p>An item and what is later cut from it share one entry; items with an entry are never joined.
 */
public final class Redone implements RedoneLinks {
  /** The ids from one clock on came back as those from another id on. */
  private record Link(long length, Id redone) {}

  private final LongMap<TreeMap<Long, Link>> clients = new LongMap<>();

  /** Notes that an item, as long as it is now, came back as another. */
  public void add(Item item, Item redone) {
    TreeMap<Long, Link> links = clients.get(item.client());
    if (links == null) {
      links = new TreeMap<>();
      clients.put(item.client(), links);
    }
    links.put(item.clock(), new Link(item.length(), new Id(redone.client(), redone.clock())));
  }

  /** As what an item came back, or null. */
  public @Nullable Id of(Struct item) {
    return of(item.client(), item.clock());
  }

  @Override
  public @Nullable Id redone(Id deleted) {
    return of(deleted.client(), deleted.clock());
  }

  private @Nullable Id of(long client, long clock) {
    TreeMap<Long, Link> links = clients.get(client);
    Map.Entry<Long, Link> entry = links == null ? null : links.floorEntry(clock);
    if (entry == null || clock >= entry.getKey() + entry.getValue().length()) {
      return null;
    }
    Id redone = entry.getValue().redone();
    return new Id(redone.client(), redone.clock() + clock - entry.getKey());
  }

  /**
   * The item that stands for one now: the last of those as which it came back, cut out; itself if
   * it never did; null if it has been collected as a whole.
   */
  public @Nullable Item follow(Transaction transaction, Item item) {
    Id id = of(item);
    if (id == null) {
      return item;
    }
    while (true) {
      Id next = of(id.client(), id.clock());
      if (next == null || !(transaction.store().find(id.client(), id.clock()) instanceof Item)) {
        return transaction.itemAt(id);
      }
      id = next;
    }
  }
}
