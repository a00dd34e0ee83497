package dev.quire.crdt;

import dev.quire.crdt.struct.Gc;
import dev.quire.crdt.struct.Item;
import dev.quire.crdt.struct.Struct;
import dev.quire.crdt.struct.StructReader;
import dev.quire.crdt.struct.StructWriter;

/** Cuts the state of a document back to a snapshot. */
final class PastDocument {
  private PastDocument() {}

  /**
   * The update that makes the document of a snapshot. Works on the decoded state, not on the
   * document: nothing in that is cut.
   *
   * @param state the document with all that it deleted, as an update
   */
  static byte[] update(byte[] state, Snapshot snapshot) {
    StructReader in = new StructReader(state);
    StructWriter out = new StructWriter();
    for (Struct struct = in.next(); struct != null; struct = in.next()) {
      long end = snapshot.states().get(struct.client());
      if (struct.end() <= end) {
        out.write(struct, 0);
      } else if (struct.clock() < end) {
        out.write(firstPart(struct, end), 0);
      }
    }
    return out.finish(snapshot.deletes());
  }

  private static Struct firstPart(Struct struct, long end) {
    if (struct instanceof Item item) {
      item.splitAt(end - item.clock());
      return item;
    }
    return new Gc(struct.owner(), struct.clock(), end - struct.clock());
  }
}
