package dev.quire.crdt;

import dev.quire.crdt.fault.MalformedUpdateException;
import dev.quire.crdt.id.IdSet;
import dev.quire.crdt.struct.Item;
import dev.quire.crdt.struct.Parent;
import dev.quire.crdt.struct.Skip;
import dev.quire.crdt.struct.Struct;
import dev.quire.crdt.struct.StructReader;
import org.jspecify.annotations.Nullable;

/**
 * What an encoded update speaks of: the ids of its structs and the ids that it deletes.
 *
 * <p>Gaps ({@link Skip}) are no structs. A struct that arrives already deleted counts as a struct
 * only.
 *
 * @param structs ids of the structs
 * @param deletes ids in the delete set
 */
public record UpdateContents(IdSet structs, IdSet deletes) {

  /**
   * Reads and validates a whole update of format v1. What this accepts, a document can integrate,
   * in any order with anything else that this accepts.
   *
   * @throws MalformedUpdateException if it is no valid update
   */
  public static UpdateContents read(byte[] update) {
    StructReader reader = new StructReader(update);
    IdSet structs = new IdSet();
    for (Struct struct = reader.next(); struct != null; struct = reader.next()) {
      if (!(struct instanceof Skip)) {
        structs.add(struct.client(), struct.clock(), struct.length());
      }
    }
    return new UpdateContents(structs, reader.readDeletes());
  }

  /**
   * The ids beside or within which the update's structs were written, each with a length of 1:
   * before those are there it can't be integrated whole.
   *
   * @param update one that {@link #read} takes
   */
  public static IdSet references(byte[] update) {
    StructReader reader = new StructReader(update);
    IdSet ids = new IdSet();
    for (Struct struct = reader.next(); struct != null; struct = reader.next()) {
      if (struct instanceof Item item) {
        if (item.hasOrigin()) {
          ids.add(item.originClient(), item.originClock(), 1);
        }
        if (item.hasRightOrigin()) {
          ids.add(item.rightOriginClient(), item.rightOriginClock(), 1);
        }
        addParent(item.parent(), ids);
      }
    }
    return ids;
  }

  private static void addParent(@Nullable Parent parent, IdSet ids) {
    if (parent instanceof Parent.Keyed keyed) {
      addParent(keyed.type(), ids);
    } else if (parent instanceof Parent.Id id) {
      ids.add(id.client(), id.clock(), 1);
    }
  }

  /** How many ranges of ids there are: what it takes to keep them grows with that. */
  public int rangeCount() {
    return structs.rangeCount() + deletes.rangeCount();
  }

  /** Whether the update speaks of nothing at all. */
  public boolean isEmpty() {
    return structs.isEmpty() && deletes.isEmpty();
  }
}
