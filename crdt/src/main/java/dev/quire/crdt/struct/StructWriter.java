package dev.quire.crdt.struct;

import dev.quire.crdt.id.IdSet;
import dev.quire.crdt.lib0.Lib0Writer;

/**
 * Writes an update of format v1 struct by struct, without knowing beforehand how many there are.
 *
 * <p>The structs of a client have to come in one piece and in the order of their clocks, without
 * gaps; clients in descending order, if the bytes are to be those of yjs.
 */
public final class StructWriter {
  private final Lib0Writer blocks = new Lib0Writer();
  private Lib0Writer block = new Lib0Writer();
  private int blockCount;
  private int structCount;
  private long client;

  /** Writes what follows the first {@code offset} clocks of a struct. */
  public void write(Struct struct, long offset) {
    if (structCount > 0 && client != struct.client()) {
      endBlock();
    }
    if (structCount == 0) {
      client = struct.client();
      block.writeVarUint(client);
      block.writeVarUint(struct.clock() + offset);
    }
    if (struct instanceof Item item) {
      ItemWriter.write(item, block, offset, false);
    } else {
      struct.write(block, offset);
    }
    structCount++;
  }

  private void endBlock() {
    blocks.writeVarUint(structCount);
    blocks.writeAll(block);
    block = new Lib0Writer();
    blockCount++;
    structCount = 0;
  }

  /** Ends the update. */
  public byte[] finish(IdSet deletes) {
    if (structCount > 0) {
      endBlock();
    }
    Lib0Writer out = new Lib0Writer(blocks.size() + 16);
    out.writeVarUint(blockCount);
    out.writeAll(blocks);
    deletes.write(out);
    return out.toByteArray();
  }
}
