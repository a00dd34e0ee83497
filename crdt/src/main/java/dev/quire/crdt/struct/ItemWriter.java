package dev.quire.crdt.struct;

import dev.quire.crdt.content.Content;
import dev.quire.crdt.content.ContentDeleted;
import dev.quire.crdt.content.ContentString;
import dev.quire.crdt.content.TextChunk;
import dev.quire.crdt.lib0.Lib0Writer;

/** Writes items in update format v1: info byte, origins or place, content. */
final class ItemWriter {
  private ItemWriter() {}

  /**
   * Writes what follows the first {@code offset} clocks.
   *
   * @param marksKey whether the mark for a key is set even where a neighbour knows the key and it
   *     isn't spelled out: yjs sets it when it encodes a document, and loses it when it merges
   *     encoded updates
   */
  static void write(Item item, Lib0Writer out, long offset, boolean marksKey) {
    boolean hasOrigin = offset > 0 || item.hasOrigin();
    boolean hasPlace = !hasOrigin && !item.hasRightOrigin();
    String key = item.key();
    out.writeUint8(
        contentRef(item)
            | (hasOrigin ? Item.HAS_ORIGIN : 0)
            | (item.hasRightOrigin() ? Item.HAS_RIGHT_ORIGIN : 0)
            | (key != null && (marksKey || hasPlace) ? Item.HAS_KEY : 0));
    if (offset > 0) {
      out.writeVarUint(item.client());
      out.writeVarUint(item.clock() + offset - 1);
    } else if (hasOrigin) {
      out.writeVarUint(item.originClient());
      out.writeVarUint(item.originClock());
    }
    if (item.hasRightOrigin()) {
      out.writeVarUint(item.rightOriginClient());
      out.writeVarUint(item.rightOriginClock());
    }
    if (hasPlace) {
      writePlace(item, out);
    }
    writeContent(item, out, offset);
  }

  private static int contentRef(Item item) {
    if (item.stored() instanceof TextChunk) {
      return ContentString.REF;
    }
    return item.stored() instanceof Content content ? content.ref() : ContentDeleted.REF;
  }

  private static void writePlace(Item item, Lib0Writer out) {
    Parent parent = item.parent();
    if (parent == null) {
      throw new IllegalStateException("item without place");
    }
    parent.write(out);
    String key = item.key();
    if (key != null) {
      out.writeVarString(key);
    }
  }

  private static void writeContent(Item item, Lib0Writer out, long offset) {
    if (item.stored() instanceof TextChunk chunk) {
      chunk.write(out, item.textFrom() + (int) offset, (int) (item.length() - offset));
    } else if (item.stored() instanceof Content content) {
      content.write(out, offset);
    } else {
      out.writeVarUint(item.length() - offset);
    }
  }
}
