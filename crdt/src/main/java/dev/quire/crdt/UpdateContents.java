package dev.quire.crdt;

import dev.quire.crdt.fault.MalformedUpdateException;
import dev.quire.crdt.id.IdSet;
import dev.quire.crdt.struct.Skip;
import dev.quire.crdt.struct.Struct;
import dev.quire.crdt.struct.StructReader;

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

  /** How many ranges of ids there are: what it takes to keep them grows with that. */
  public int rangeCount() {
    return structs.rangeCount() + deletes.rangeCount();
  }

  /** Whether the update speaks of nothing at all. */
  public boolean isEmpty() {
    return structs.isEmpty() && deletes.isEmpty();
  }
}
